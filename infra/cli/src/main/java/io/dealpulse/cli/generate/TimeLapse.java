package io.dealpulse.cli.generate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When the events of a scenario are sent whose days pass faster than real ones. Their own times stay as they are: the
 * calendar runs faster. It never runs ahead of real time: once it has reached the present, it goes on as real time does, so
 * that no event is sent before it has happened.
 *
 * @param from up to this time of the scenario all is sent at once
 * @param start the real time at which the scenario goes on from there
 * @param dayTakes how long a day takes; more than 0, a real day at most
 */
public record TimeLapse(Instant from, Instant start, Duration dayTakes) {

    private static final Duration DAY = Duration.ofDays(1);

    /** @throws IllegalArgumentException where a day takes nothing, or more than a real one */
    public TimeLapse {
        if (!isAllowed(dayTakes)) {
            throw new IllegalArgumentException("a day must take more than 0 s and 1 d at most, not " + dayTakes);
        }
    }

    /** Whether a day can take that long: more than 0, a real day at most. */
    public static boolean isAllowed(Duration dayTakes) {
        return !dayTakes.isZero() && !dayTakes.isNegative() && dayTakes.compareTo(DAY) <= 0;
    }

    /** The real time at which something of the scenario is sent, to the millisecond. */
    Instant due(Instant simulated) {
        if (simulated.isBefore(from)) {
            return start;
        }
        double days = (double) ChronoUnit.MILLIS.between(from, simulated) / DAY.toMillis();
        Instant lapsed = start.plusMillis((long) (days * dayTakes.toMillis()));
        return lapsed.isBefore(simulated) ? simulated : lapsed;
    }
}
