package io.dealpulse.schemas;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an unreachable registry again, after pauses that double from one to the next up to a longest one. An outage of the
 * registry delays records; it never condemns them.
 */
public final class RegistryBackoff {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryBackoff.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Duration firstPause;
    private final Duration longestPause;
    private final Optional<Duration> patience;
    private final Sleeper sleeper;
    private final LongSupplier nanoTime;

    /**
     * @param firstPause before the second attempt; more than 0
     * @param longestPause none is longer; no less than {@code firstPause}
     * @param patience how long to try in all, pauses included; empty: for ever
     * @param sleeper makes the pauses
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    public RegistryBackoff(
            Duration firstPause,
            Duration longestPause,
            Optional<Duration> patience,
            Sleeper sleeper,
            LongSupplier nanoTime) {
        if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "pauses from " + firstPause + " to " + longestPause + ": must be more than 0 and ascending");
        }
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.patience = patience;
        this.sleeper = sleeper;
        this.nanoTime = nanoTime;
    }

    /** Tries until it succeeds or its thread is interrupted, at least every 10 s: for jobs. */
    public static RegistryBackoff endless() {
        return new RegistryBackoff(
                FIRST_PAUSE, LONGEST_PAUSE, Optional.empty(), RegistryBackoff::sleep, System::nanoTime);
    }

    /** Tries for so long, then gives up: for commands that somebody waits for. */
    public static RegistryBackoff lasting(Duration patience) {
        return new RegistryBackoff(
                FIRST_PAUSE, LONGEST_PAUSE, Optional.of(patience), RegistryBackoff::sleep, System::nanoTime);
    }

    /**
     * Makes a call that needs the registry, as often as needed.
     *
     * @return what the call returned
     * @throws RegistryUnreachableException if patience ran out; the last one
     * @throws E whatever else the call throws, at once
     * @throws InterruptedException if the thread was interrupted during a pause, or before one
     */
    public <T, E extends Exception> T retry(RegistryCall<T, E> call) throws E, InterruptedException {
        long start = nanoTime.getAsLong();
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.run();
            } catch (RegistryUnreachableException e) {
                Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - start);
                Duration end = elapsed.plus(pause);
                if (patience.isPresent() && end.compareTo(patience.get()) > 0) {
                    throw e;
                }
                LOG.warn("Attempt {}: {}; next attempt in {} ms", attempt, e.getMessage(), pause.toMillis());
                sleeper.sleep(pause);
                pause = min(pause.multipliedBy(2), longestPause);
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static void sleep(Duration pause) throws InterruptedException {
        Thread.sleep(pause.toMillis());
    }

    /**
     * A call that needs the registry.
     *
     * @param <T> what it returns
     * @param <E> the checked exception it may throw besides
     */
    @FunctionalInterface
    public interface RegistryCall<T, E extends Exception> {
        /** Makes the call once. */
        T run() throws E;
    }

    /** Makes a pause. */
    @FunctionalInterface
    public interface Sleeper {
        /** Returns after that time, or throws as soon as the thread is interrupted. */
        void sleep(Duration pause) throws InterruptedException;
    }
}
