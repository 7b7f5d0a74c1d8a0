package io.dealpulse.jobs.alerts;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How alerts are made.
 *
 * @param dimensions whose values of the deal each alert tells; shape saved state, which tells of a deal only when it changes
 * @param reportingZone the zone whose calendar days count; shapes saved state
 * @param flushInterval how long what is learnt from a won deal waits at most before it counts
 */
public record AlertOptions(List<String> dimensions, ZoneId reportingZone, Duration flushInterval)
        implements Serializable {

    public AlertOptions {
        dimensions = new ArrayList<>(dimensions);
    }

    /** As the settings say. */
    public static AlertOptions from(Settings settings) {
        return new AlertOptions(
                settings.get(Options.DIMENSIONS),
                settings.get(Options.REPORTING_ZONE),
                settings.get(Options.FLUSH_INTERVAL));
    }

    /** The calendar under these options. */
    public ReportingCalendar calendar() {
        return new ReportingCalendar(reportingZone);
    }

    /** The dimensions under these options. */
    Dimensions namedDimensions() {
        return new Dimensions(dimensions);
    }

    /** What saved state depends on, in words that tell a person which option has changed. */
    String shape() {
        return "dimensions=%s reporting.zone=%s".formatted(String.join(",", dimensions), reportingZone.getId());
    }
}
