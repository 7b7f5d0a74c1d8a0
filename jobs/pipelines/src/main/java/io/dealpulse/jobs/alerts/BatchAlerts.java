package io.dealpulse.jobs.alerts;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.LearnedThresholds;
import io.dealpulse.core.stall.StallRules;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.BatchDeals;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the table of alerts must show of a set of deals at one instant, computed in one go by the core alone, but for alerts
 * that were {@linkplain io.dealpulse.core.stall.Resolution#takesBack taken back}: those tell what was once said, and what was
 * said depends on what came when.
 */
public final class BatchAlerts {

    private final BatchDeals deals;
    private final Dimensions dimensions;
    private final ReportingCalendar calendar;
    private final StallRules rules;

    /** Of these deals. */
    public BatchAlerts(BatchDeals deals, AlertOptions options) {
        this.deals = deals;
        this.dimensions = options.namedDimensions();
        this.calendar = options.calendar();
        this.rules = new StallRules(calendar);
    }

    /**
     * Visits every row.
     *
     * @param now the pipeline's time; null: it has none yet, and there are no alerts
     */
    public void rows(@Nullable Instant now, Consumer<TableRow> visitor) {
        if (now == null) {
            return;
        }
        LearnedThresholds thresholds = new LearnedThresholds(calendar);
        deals.readings(thresholds::add);
        deals.readings(reading -> rows(reading, thresholds, now, visitor));
    }

    private void rows(DealReading reading, LearnedThresholds thresholds, Instant now, Consumer<TableRow> visitor) {
        List<String> slices = AlertRows.slices(dimensions, reading);
        for (Alert alert :
                Examination.of(rules.causes(reading), thresholds, calendar, now).alerts()) {
            visitor.accept(AlertRows.of(reading.dealId(), alert, slices));
        }
    }
}
