package io.dealpulse.core.metric.closing;

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
import io.dealpulse.core.metric.Valuation;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;

/**
 * Closings: the deals that are won or lost now, by the day on which they closed, with their amount as it stands now and
 * their cycle length (from the first event to the closing). A dimension's value is that after the closing event.
 */
public final class ClosingFamily implements DealMetric {

    // A bucket's sums.
    private static final int DEALS = 0;
    private static final int AMOUNT = 1;
    private static final int WITH_AMOUNT = 2;
    private static final int SECONDS = 3;
    private static final int ACTIVITIES = 4;

    private static final int CURRENCY = 4;

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    public ClosingFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "closing";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(new MetricTable("closing_daily", Span.DAY), new MetricTable("rolling_closing", Span.WINDOW));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "outcome", "currency");
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("deals", Unit.COUNT),
                new Measure("amount", Unit.CENTS),
                new Measure("amount_base", Unit.CENTS),
                new Measure("unconverted", Unit.COUNT),
                new Measure("seconds", Unit.SECONDS),
                new Measure("activities", Unit.COUNT));
    }

    @Override
    public boolean hasHistogram() {
        return true;
    }

    @Override
    public void contribute(DealHistory history, int firstEvent, ContributionSet contributions) {
        history.closingVisit().ifPresent(closing -> contribute(history, closing, contributions));
    }

    private void contribute(DealHistory history, StageVisit closing, ContributionSet contributions) {
        LocalDate day = calendar.dayOf(closing.enteredAt());
        DealFields now = history.current();
        Long amount = now.amountCents();
        long seconds = history.cycleSeconds().orElseThrow();
        Measures measures = Measures.of(
                Histogram.of(seconds),
                1,
                amount == null ? 0 : amount,
                amount == null ? 0 : 1,
                seconds,
                history.activities().doneUpTo(closing.enteredAt()));
        dimensions.forEach(
                closing.onEntry(),
                (dimension, value) -> contributions.add(
                        new MetricKey(
                                name(),
                                List.of(
                                        history.pipelineId(),
                                        dimension,
                                        value,
                                        history.status().word(),
                                        now.countingCurrency())),
                        day,
                        measures));
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        OptionalLong converted = valuation.baseCurrency().convert(bucket.sum(AMOUNT), currencyOf(key), day);
        return Measures.of(
                bucket.histogram(),
                bucket.sum(DEALS),
                bucket.sum(AMOUNT),
                converted.orElse(0),
                converted.isPresent() ? 0 : bucket.sum(WITH_AMOUNT),
                bucket.sum(SECONDS),
                bucket.sum(ACTIVITIES));
    }

    @Override
    public String currencyOf(MetricKey key) {
        return key.values().get(CURRENCY);
    }
}
