package io.dealpulse.cli.generate;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Plays an endless scenario live: in its history the scenario's time is real time; after that it goes on at the present
 * and runs faster, so that something is to be seen. What the scenario has in order stays in order.
 *
 * @param historyEnd up to which the scenario's time is real time
 * @param present the real time at which the scenario goes on after that; not before {@code historyEnd}
 * @param speed how many times faster the scenario's time runs then; 1 or more
 */
record LiveTimeline(Instant historyEnd, Instant present, double speed) {

    /** Events of one deal on average, all disorder included: measured on the demo's scenario, held by a test. */
    static final double EVENTS_PER_DEAL = 11;

    LiveTimeline {
        if (present.isBefore(historyEnd)) {
            throw new IllegalArgumentException("the history ends at " + historyEnd + ", after the present, " + present);
        }
        if (!(speed >= 1)) {
            throw new IllegalArgumentException("'speed' must be 1 or more, but is " + speed);
        }
    }

    /**
     * The timeline on which a scenario's events come at this pace on average; never slower than real time.
     *
     * @param present when it goes on
     * @param rate events per second; greater than 0
     */
    static LiveTimeline atRate(Scenario scenario, Instant present, double rate) {
        double dealsPerSecond =
                (double) scenario.deals() / Duration.ofDays(scenario.days()).toSeconds();
        return new LiveTimeline(scenario.end(), present, Math.max(1, rate / (dealsPerSecond * EVENTS_PER_DEAL)));
    }

    /** The real time at which something of the scenario happens, to the millisecond. */
    Instant real(Instant simulated) {
        if (simulated.isBefore(historyEnd)) {
            return simulated;
        }
        long ahead = ChronoUnit.MILLIS.between(historyEnd, simulated);
        return present.plusMillis((long) (ahead / speed));
    }

    /** The event as it is told in real time; the given one is left as it is. */
    SpecificRecord real(SpecificRecord event) {
        if (event instanceof DealChanged deal) {
            Instant occurredAt = deal.getOccurredAt();
            return DealChanged.newBuilder(deal)
                    .setOccurredAt(real(occurredAt))
                    .setRecordedAt(realOrNull(deal.getRecordedAt()))
                    .setExpectedCloseOn(sameDistance(deal.getExpectedCloseOn(), occurredAt))
                    .build();
        }
        if (event instanceof ActivityLogged activity) {
            return ActivityLogged.newBuilder(activity)
                    .setOccurredAt(real(activity.getOccurredAt()))
                    .setRecordedAt(realOrNull(activity.getRecordedAt()))
                    .build();
        }
        if (event instanceof FxRateSet rate) {
            Instant day = rate.getDate().atStartOfDay(ZoneOffset.UTC).toInstant();
            return FxRateSet.newBuilder(rate)
                    .setDate(OfficeHours.date(real(day)))
                    .build();
        }
        return event;
    }

    private @Nullable Instant realOrNull(@Nullable Instant simulated) {
        return simulated == null ? null : real(simulated);
    }

    private @Nullable LocalDate sameDistance(@Nullable LocalDate day, Instant occurredAt) {
        if (day == null) {
            return null;
        }
        long days = ChronoUnit.DAYS.between(OfficeHours.date(occurredAt), Objects.requireNonNull(day));
        return OfficeHours.date(real(occurredAt)).plusDays(days);
    }
}
