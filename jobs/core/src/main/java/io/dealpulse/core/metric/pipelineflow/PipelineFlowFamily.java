package io.dealpulse.core.metric.pipelineflow;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.DealMetric;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.Measure.Unit;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.ExactCents;
import java.time.LocalDate;
import java.util.List;

/**
 * Pipeline flow: every {@linkplain FlowSteps step} of a deal's timeline that changes open value or what it weighs, on its day,
 * with its cause. The sum of all flows up to a day is the open pipeline at its end.
 */
public final class PipelineFlowFamily implements DealMetric {

    // A bucket's sums.
    private static final int DEALS = 0;
    private static final int AMOUNT = 1;
    private static final int AMOUNT_AT_STAGE_PROBABILITY = 2;
    private static final int WEIGHTED_OWN_CENTS = 3;
    private static final int WEIGHTED_OWN_BILLIONTHS = 4;

    private final Dimensions dimensions;
    private final FlowSteps steps;
    private final ReportingCalendar calendar;

    public PipelineFlowFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.steps = new FlowSteps(dimensions);
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "pipeline_flow";
    }

    /** Version 1 knew deals and amounts only. */
    @Override
    public int version() {
        return 2;
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(new MetricTable("pipeline_flow_daily", Span.DAY));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "stage_id", "currency", "cause");
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("deals", Unit.COUNT),
                new Measure("amount", Unit.CENTS),
                new Measure("amount_at_stage_probability", Unit.CENTS),
                new Measure("weighted_own", Unit.EXACT_CENTS));
    }

    @Override
    public boolean hasHistogram() {
        return false;
    }

    @Override
    public boolean countsDeleted() {
        return true;
    }

    @Override
    public void contribute(DealHistory history, int firstEvent, ContributionSet contributions) {
        for (FlowStep step : steps.of(history, firstEvent)) {
            LocalDate day = calendar.dayOf(step.at());
            Measures measures = measures(step);
            if (step.isInEveryDimension()) {
                dimensions.forEach(
                        step.fields(),
                        (dimension, value) -> contributions.add(key(step, dimension, value), day, measures));
            } else {
                String value = step.fields().dimensionValue(step.dimension());
                contributions.add(key(step, step.dimension(), value), day, measures);
            }
        }
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        // Of several deals the billionths may come to whole cents, or cancel out with them.
        ExactCents weightedOwn = new ExactCents(bucket.sum(WEIGHTED_OWN_CENTS), bucket.sum(WEIGHTED_OWN_BILLIONTHS));
        return Measures.of(
                Histogram.empty(),
                bucket.sum(DEALS),
                bucket.sum(AMOUNT),
                bucket.sum(AMOUNT_AT_STAGE_PROBABILITY),
                weightedOwn.whole(),
                weightedOwn.billionths());
    }

    private MetricKey key(FlowStep step, String dimension, String value) {
        return new MetricKey(
                name(),
                List.of(
                        step.visit().pipelineId(),
                        dimension,
                        value,
                        step.visit().stage().stageId(),
                        step.currency(),
                        step.cause().word()));
    }

    private static Measures measures(FlowStep step) {
        // Sum by sum: then what goes out takes back, without a trace, what came in.
        return Measures.of(
                Histogram.empty(),
                step.deals(),
                step.amount(),
                step.amountAtStageProbability(),
                step.change(worth -> worth.weightedOwn().whole()),
                step.change(worth -> worth.weightedOwn().billionths()));
    }
}
