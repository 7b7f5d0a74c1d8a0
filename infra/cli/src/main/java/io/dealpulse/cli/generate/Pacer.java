package io.dealpulse.cli.generate;

import java.time.Duration;
import java.time.Instant;

/** Lets time pass. */
@FunctionalInterface
public interface Pacer {

    /**
     * Waits until an instant; returns at once where it has passed.
     *
     * @throws InterruptedException where the wait is to end early
     */
    void until(Instant instant) throws InterruptedException;

    /** Real time. */
    static Pacer realTime() {
        return instant -> {
            long millis = Duration.between(Instant.now(), instant).toMillis();
            if (millis > 0) {
                Thread.sleep(millis);
            } else if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while generating");
            }
        };
    }
}
