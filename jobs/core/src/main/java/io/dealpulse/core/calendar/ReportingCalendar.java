package io.dealpulse.core.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which day an instant belongs to.
 *
 * @param zone the zone in which the company reports
 */
public record ReportingCalendar(ZoneId zone) {

    /** The calendar day of an instant in the reporting zone. */
    public LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** When a day begins in the reporting zone. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The same time of day so many calendar days later, which is not always a multiple of 24 hours. */
    public Instant plusDays(Instant instant, long days) {
        return instant.atZone(zone).plusDays(days).toInstant();
    }
}
