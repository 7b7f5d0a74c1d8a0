package io.dealpulse.jobs.alerts;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How alerts are made.
 *
 * @param reportingZone the zone whose calendar days count; shapes saved state
 * @param flushInterval how long what is learnt from a won deal waits at most before it counts
 */
public record AlertOptions(ZoneId reportingZone, Duration flushInterval) implements Serializable {

    /** As the settings say. */
    public static AlertOptions from(Settings settings) {
        return new AlertOptions(settings.get(Options.REPORTING_ZONE), settings.get(Options.FLUSH_INTERVAL));
    }

    /** The calendar under these options. */
    public ReportingCalendar calendar() {
        return new ReportingCalendar(reportingZone);
    }

    /** What saved state depends on, in words that tell a person which option has changed. */
    String shape() {
        return "reporting.zone=" + reportingZone.getId();
    }
}
