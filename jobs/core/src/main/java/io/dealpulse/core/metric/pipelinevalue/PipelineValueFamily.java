package io.dealpulse.core.metric.pipelinevalue;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
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
import io.dealpulse.core.metric.OpenWorth;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.ExactCents;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;

/**
 * The open pipeline as it stands: open deals, their amount, and their amount weighted by the probability of winning, the
 * deal's own where given, else its stage's. The balance of what each event of a deal takes out of the open pipeline and
 * puts into it.
 *
 * <p>Deals without a probability of their own are kept apart from those with one, so that a changed probability of a stage
 * touches no deal; and the latter's weighted amounts are kept to billionths of a cent, so that they can be taken back.
 */
public final class PipelineValueFamily implements DealMetric {

    // A bucket's sums.
    private static final int DEALS = 0;
    private static final int AMOUNT = 1;
    private static final int WITH_AMOUNT = 2;
    private static final int AMOUNT_AT_STAGE_PROBABILITY = 3;
    private static final int WEIGHTED_OWN_CENTS = 4;
    private static final int WEIGHTED_OWN_BILLIONTHS = 5;

    private static final int PIPELINE = 0;
    private static final int STAGE = 3;
    private static final int CURRENCY = 4;

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    public PipelineValueFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "pipeline_value";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(new MetricTable("pipeline_value", Span.BALANCE));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "stage_id", "currency");
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("open_deals", Unit.COUNT),
                new Measure("amount", Unit.CENTS),
                new Measure("weighted_amount", Unit.CENTS),
                new Measure("amount_base", Unit.CENTS),
                new Measure("weighted_base", Unit.CENTS),
                new Measure("unconverted", Unit.COUNT));
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
        for (int event = firstEvent; event < history.moments().size(); event++) {
            LocalDate day = calendar.dayOf(history.moments().get(event).at());
            if (event > 0) {
                add(history, event - 1, day, -1, contributions);
            }
            add(history, event, day, 1, contributions);
        }
    }

    /** Adds the deal as it stands after an event, or, with sign −1, takes it out, if it is open there. */
    private void add(DealHistory history, int event, LocalDate day, int sign, ContributionSet contributions) {
        StageVisit visit = history.openVisitAfter(event).orElse(null);
        if (visit == null) {
            return;
        }
        DealFields fields = history.moments().get(event).fields();
        Measures standing = measures(fields);
        Measures measures = sign > 0 ? standing : standing.negated();
        dimensions.forEach(
                fields,
                (dimension, value) -> contributions.add(
                        new MetricKey(
                                name(),
                                List.of(
                                        visit.pipelineId(),
                                        dimension,
                                        value,
                                        visit.stage().stageId(),
                                        fields.countingCurrency())),
                        day,
                        measures));
    }

    private static Measures measures(DealFields fields) {
        OpenWorth worth = OpenWorth.of(fields);
        return Measures.of(
                Histogram.empty(),
                1,
                worth.amount(),
                fields.amountCents() == null ? 0 : 1,
                worth.amountAtStageProbability(),
                worth.weightedOwn().whole(),
                worth.weightedOwn().billionths());
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        BigDecimal weighted = weighted(key, bucket, valuation);
        String currency = currencyOf(key);
        OptionalLong base = valuation.baseCurrency().convert(bucket.sum(AMOUNT), currency, day);
        OptionalLong weightedBase = valuation.baseCurrency().convert(weighted, currency, day);
        return Measures.of(
                Histogram.empty(),
                bucket.sum(DEALS),
                bucket.sum(AMOUNT),
                weighted.setScale(0, RoundingMode.HALF_UP).longValue(),
                base.orElse(0),
                weightedBase.orElse(0),
                base.isPresent() ? 0 : bucket.sum(WITH_AMOUNT));
    }

    /** In cents, not rounded. */
    private BigDecimal weighted(MetricKey key, Measures bucket, Valuation valuation) {
        PipelineDefinition pipeline = valuation.pipelines().find(pipelineOf(key));
        // A stage that is not defined holds no deals once its deals wait.
        double probability = pipeline == null
                ? 0
                : pipeline.find(key.values().get(STAGE)).map(Stage::probability).orElse(0.0);
        return BigDecimal.valueOf(bucket.sum(AMOUNT_AT_STAGE_PROBABILITY))
                .multiply(BigDecimal.valueOf(probability))
                .add(new ExactCents(bucket.sum(WEIGHTED_OWN_CENTS), bucket.sum(WEIGHTED_OWN_BILLIONTHS)).toCents());
    }

    @Override
    public String currencyOf(MetricKey key) {
        return key.values().get(CURRENCY);
    }

    @Override
    public String pipelineOf(MetricKey key) {
        return key.values().get(PIPELINE);
    }
}
