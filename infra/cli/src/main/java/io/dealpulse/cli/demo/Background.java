package io.dealpulse.cli.demo;

import io.dealpulse.cli.CommandFailure;
import java.time.Duration;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Work on a thread of its own, which is interrupted and waited for when it is closed. */
final class Background implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Work that ends when it is interrupted. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private Background(String name, Work work) {
        thread = new Thread(() -> run(work), name);
        thread.setDaemon(true);
    }

    static Background start(String name, Work work) {
        Background background = new Background(name, work);
        background.thread.start();
        return background;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException | InterruptException e) {
            // Asked to end.
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Nothing as long as all goes well.
     *
     * @throws RuntimeException with which the work ended
     */
    void throwFailure() {
        RuntimeException cause = failure;
        if (cause instanceof CommandFailure known) {
            throw known;
        }
        if (cause != null) {
            throw new CommandFailure(thread.getName() + " failed: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        // A wait that was interrupted before must not cut this one short.
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
