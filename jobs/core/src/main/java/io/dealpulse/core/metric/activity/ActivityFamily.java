package io.dealpulse.core.metric.activity;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.Measure.Unit;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/**
 * Activities that were done, of deals and of leads, by day and type: all of them, and those of each sales representative.
 * No deal is in these figures, so that they outlive a deal's erasure.
 */
public final class ActivityFamily implements MetricFamily {

    /** The dimension of who did it. */
    private static final String REP = "rep";

    private final ReportingCalendar calendar;

    public ActivityFamily(ReportingCalendar calendar) {
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "activity";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(new MetricTable("activity_daily", Span.DAY));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("dimension", "dimension_value", "type");
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("activities", Unit.COUNT), new Measure("seconds", Unit.SECONDS));
    }

    @Override
    public boolean hasHistogram() {
        return false;
    }

    /** Adds what an activity contributes: nothing unless it is done. */
    public void contribute(Activity activity, ContributionSet contributions) {
        if (activity.state() != Activity.State.DONE) {
            return;
        }
        LocalDate day = calendar.dayOf(activity.occurredAt());
        String type = activity.type().name().toLowerCase(Locale.ROOT);
        Measures measures = Measures.of(Histogram.empty(), 1, activity.durationSeconds());
        contributions.add(new MetricKey(name(), List.of(Dimensions.ALL, "", type)), day, measures);
        contributions.add(new MetricKey(name(), List.of(REP, activity.repId(), type)), day, measures);
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        return bucket;
    }
}
