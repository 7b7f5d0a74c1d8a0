package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.calendar.ReportingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The days that count.
 *
 * @param since the first
 * @param until the last, not before the first
 * @param start when the first begins
 * @param end the instant up to which is looked, itself outside: when the last is over, or just after the newest event
 */
public record Period(LocalDate since, LocalDate until, Instant start, Instant end) {

    public Period {
        if (until.isBefore(since)) {
            throw new IllegalArgumentException("A period can't end on " + until + ", before it begins on " + since);
        }
    }

    /**
     * From the first day to the last.
     *
     * @param newest the newest event, where the pipeline's clock stands: nothing counts after it
     */
    public static Period of(LocalDate since, LocalDate until, Instant newest, ReportingCalendar calendar) {
        Instant over = calendar.startOf(until.plusDays(1));
        Instant afterNewest = newest.plusNanos(1);
        return new Period(since, until, calendar.startOf(since), afterNewest.isBefore(over) ? afterNewest : over);
    }

    /** Whether it happened in these days. */
    boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** How many days it has, the first and the last included. */
    public long days() {
        return ChronoUnit.DAYS.between(since, until) + 1;
    }
}
