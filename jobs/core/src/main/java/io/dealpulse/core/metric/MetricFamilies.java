package io.dealpulse.core.metric;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.activity.ActivityFamily;
import io.dealpulse.core.metric.closing.ClosingFamily;
import io.dealpulse.core.metric.conversion.ConversionFamily;
import io.dealpulse.core.metric.pipelineflow.PipelineFlowFamily;
import io.dealpulse.core.metric.pipelinevalue.PipelineValueFamily;
import io.dealpulse.core.metric.stagetime.StageTimeFamily;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The metric families there are, and all that a deal or an activity contributes to them. */
public final class MetricFamilies {

    private final List<DealMetric> dealMetrics;
    private final ActivityFamily activityFamily;

    /** The families under a company's settings. */
    public MetricFamilies(Dimensions dimensions, ReportingCalendar calendar) {
        this.dealMetrics = List.of(
                new ConversionFamily(dimensions, calendar),
                new StageTimeFamily(dimensions, calendar),
                new ClosingFamily(dimensions, calendar),
                new PipelineFlowFamily(dimensions, calendar),
                new PipelineValueFamily(dimensions, calendar));
        this.activityFamily = new ActivityFamily(calendar);
    }

    /** Every family. */
    public List<MetricFamily> all() {
        return Stream.<MetricFamily>concat(dealMetrics.stream(), Stream.of(activityFamily))
                .toList();
    }

    /**
     * The family of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public MetricFamily named(String name) {
        return all().stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no metric family '" + name + "'"));
    }

    /**
     * All that a deal contributes: nothing if there is no reading of it or it waits; if it is deleted, only to what counts
     * deleted deals.
     */
    public ContributionSet contributions(@Nullable DealReading reading) {
        return contributions(reading, 0);
    }

    /** What a deal contributes to one family, as {@link #contributions(DealReading)} says. */
    public static ContributionSet contributions(DealMetric metric, @Nullable DealReading reading) {
        ContributionSet contributions = new ContributionSet();
        contribute(metric, reading, 0, contributions);
        return contributions;
    }

    /** What must be added to the buckets when a deal that read as one is now read as the other. */
    public List<Contribution> deltas(@Nullable DealReading before, @Nullable DealReading after) {
        int firstEvent = DealReading.firstDifference(before, after);
        return contributions(after, firstEvent).minus(contributions(before, firstEvent));
    }

    /** What must be added to the buckets when an activity that stood as one now stands as the other; null: not at all. */
    public List<Contribution> deltas(@Nullable Activity before, @Nullable Activity after) {
        return contributions(after).minus(contributions(before));
    }

    /** All that an activity contributes; null: nothing. */
    public ContributionSet contributions(@Nullable Activity activity) {
        ContributionSet contributions = new ContributionSet();
        if (activity != null) {
            activityFamily.contribute(activity, contributions);
        }
        return contributions;
    }

    private ContributionSet contributions(@Nullable DealReading reading, int firstEvent) {
        ContributionSet contributions = new ContributionSet();
        dealMetrics.forEach(metric -> contribute(metric, reading, firstEvent, contributions));
        return contributions;
    }

    private static void contribute(
            DealMetric metric, @Nullable DealReading reading, int firstEvent, ContributionSet contributions) {
        if (reading instanceof DealHistory history && (!history.deleted() || metric.countsDeleted())) {
            metric.contribute(history, firstEvent, contributions);
        }
    }
}
