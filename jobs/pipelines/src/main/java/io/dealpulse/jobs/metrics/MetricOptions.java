package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What figures are made, and how. All but the flush interval and the retention shape saved state: a job that is restored
 * must be given the same.
 *
 * @param dimensions what aggregates are broken down by
 * @param windows lengths of the rolling windows in days
 * @param reportingZone the zone whose calendar days count
 * @param baseCurrency ISO 4217 code of the currency the company reports in
 * @param flushInterval how long a changed bucket waits at most before its rows are made
 * @param timelineRetention how long after its closing a deal stays in saved state
 */
public record MetricOptions(
        List<String> dimensions,
        List<Integer> windows,
        ZoneId reportingZone,
        String baseCurrency,
        Duration flushInterval,
        Duration timelineRetention)
        implements Serializable {

    public MetricOptions {
        dimensions = new ArrayList<>(dimensions);
        windows = new ArrayList<>(windows);
    }

    /** As the settings say. */
    public static MetricOptions from(Settings settings) {
        return new MetricOptions(
                settings.get(Options.DIMENSIONS),
                settings.get(Options.WINDOWS),
                settings.get(Options.REPORTING_ZONE),
                settings.get(Options.BASE_CURRENCY).getCurrencyCode(),
                settings.get(Options.FLUSH_INTERVAL),
                settings.get(Options.TIMELINE_RETENTION));
    }

    /** The metric families under these options. */
    MetricFamilies families() {
        return new MetricFamilies(new Dimensions(dimensions), calendar());
    }

    /** What makes the rows of deals under these options. */
    DealRowMakers dealRowMakers() {
        Dimensions named = new Dimensions(dimensions);
        return new DealRowMakers(new FlowRows(named, calendar()), new MilestoneRows(named, calendar()));
    }

    /** The calendar under these options. */
    ReportingCalendar calendar() {
        return new ReportingCalendar(reportingZone);
    }

    /**
     * What saved state depends on, in words that tell a person which option has changed. The families and the tables of deals
     * too: one that is new would only get the changes from here on.
     */
    String shape() {
        return "dimensions=%s windows=%s reporting.zone=%s base.currency=%s families=%s tables=%s"
                .formatted(
                        String.join(",", dimensions),
                        windows,
                        reportingZone.getId(),
                        baseCurrency,
                        families().all().stream()
                                .map(family -> family.name() + "/" + family.version())
                                .collect(Collectors.joining(",")),
                        Tables.DEAL_BY_DEAL.stream().map(Table::name).collect(Collectors.joining(",")));
    }
}
