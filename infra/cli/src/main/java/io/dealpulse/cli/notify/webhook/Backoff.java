package io.dealpulse.cli.notify.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after a failed attempt: 1 s, then twice as long each time up to 2 minutes, of which a random half is left
 * out, so that the senders of a receiver that was down don't all come back at once.
 */
public final class Backoff {

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(2);

    /** From so many doublings on, the pause is the longest anyway. */
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;

    /**
     * @param random decides the random part
     */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The pause before the next attempt.
     *
     * @param failures how many attempts have failed in a row, 1 or more
     * @param retryAfter what the receiver asked for, which is kept to, but that a second is the least; null: nothing
     */
    public Duration pause(int failures, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Duration wish = retryAfter.compareTo(FIRST) < 0 ? FIRST : retryAfter;
            return wish.plusMillis(random.nextLong(1 + wish.toMillis() / 10));
        }
        long full = Math.min(FIRST.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS), LONGEST.toMillis());
        return Duration.ofMillis(full - random.nextLong(1 + full / 2));
    }
}
