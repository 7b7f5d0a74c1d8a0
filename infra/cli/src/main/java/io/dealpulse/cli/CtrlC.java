package io.dealpulse.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a command of Ctrl-C, or of any other request to end the process, and keeps the process alive until the command
 * has cleaned up, for 60 s at most.
 */
public final class CtrlC implements AutoCloseable {

    /** The exit code of a command that Ctrl-C has ended. */
    public static final int EXIT_CODE = 130;

    /** Longer than a job takes to stop, or a producer to send what it holds. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Runnable onPress;
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::press, "ctrl-c");
    private volatile boolean pressed;

    private CtrlC(Runnable onPress) {
        this.onPress = onPress;
    }

    /** From now on until it is closed, Ctrl-C interrupts the calling thread. */
    public static CtrlC interruptsThisThread() {
        return watch(Thread.currentThread()::interrupt);
    }

    /** From now on until it is closed, the command asks whether Ctrl-C was {@link #pressed} and ends where it suits. */
    public static CtrlC isAskedFor() {
        return watch(() -> {});
    }

    /** From now on until it is closed, Ctrl-C does this, on a thread of its own. */
    public static CtrlC does(Runnable onPress) {
        return watch(onPress);
    }

    private static CtrlC watch(Runnable onPress) {
        CtrlC ctrlC = new CtrlC(onPress);
        Runtime.getRuntime().addShutdownHook(ctrlC.hook);
        return ctrlC;
    }

    /** Whether it was pressed. */
    public boolean pressed() {
        return pressed;
    }

    private void press() {
        pressed = true;
        onPress.run();
        try {
            boolean unused = cleanedUp.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has cleaned up: the process may end. */
    @Override
    public void close() {
        cleanedUp.countDown();
        if (!pressed) {
            try {
                boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending just now; the hook finds the latch open.
                pressed = true;
            }
        }
    }
}
