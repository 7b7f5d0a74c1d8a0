package io.dealpulse.core.metric.conversion;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.Status;
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
import io.dealpulse.core.pipeline.Stage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conversion between stages, by cohort: the deals that reached a stage on a day, and what has become of them by now.
 *
 * <p>{@link ReachedStage} says when a deal has reached an open stage. It reaches WON, which stands in tables under the id of
 * the pipeline's first won stage, by the closing, if it is won now. Of a cohort those count as converted that have reached
 * the second stage, as lost those that are lost now and have not, as open the rest. Pairs are each open stage with the next
 * one, and each with WON. A dimension's value is that after the event that reached the first stage.
 */
public final class ConversionFamily implements DealMetric {

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    public ConversionFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "conversion";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(
                new MetricTable("conversion_daily", Span.DAY), new MetricTable("rolling_conversion", Span.WINDOW));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "from_stage_id", "to_stage_id");
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure("entered", Unit.COUNT),
                new Measure("converted", Unit.COUNT),
                new Measure("lost", Unit.COUNT),
                new Measure("open", Unit.COUNT),
                new Measure("seconds", Unit.SECONDS));
    }

    @Override
    public boolean hasHistogram() {
        return true;
    }

    @Override
    public void contribute(DealHistory history, int firstEvent, ContributionSet contributions) {
        List<Stage> openStages = history.pipeline().openStages();
        List<ReachedStage> reached = ReachedStage.of(history);
        Optional<Stage> wonStage = history.pipeline().wonStage();
        StageVisit won = history.status() == Status.WON ? history.closingVisit().orElse(null) : null;
        for (int i = 0; i < reached.size(); i++) {
            StageVisit from = reached.get(i).visit();
            String fromStage = reached.get(i).stage().stageId();
            if (i + 1 < openStages.size()) {
                StageVisit to = i + 1 < reached.size() ? reached.get(i + 1).visit() : null;
                add(history, from, fromStage, to, openStages.get(i + 1).stageId(), contributions);
            }
            if (wonStage.isPresent()) {
                add(history, from, fromStage, won, wonStage.get().stageId(), contributions);
            }
        }
    }

    private void add(
            DealHistory history,
            StageVisit from,
            String fromStage,
            @Nullable StageVisit to,
            String toStage,
            ContributionSet contributions) {
        boolean lost = to == null && history.status() == Status.LOST;
        long seconds = to == null
                ? 0
                : Duration.between(from.enteredAt(), to.enteredAt()).toSeconds();
        Measures measures = Measures.of(
                to == null ? Histogram.empty() : Histogram.of(seconds),
                1,
                to == null ? 0 : 1,
                lost ? 1 : 0,
                to == null && !lost ? 1 : 0,
                seconds);
        LocalDate day = calendar.dayOf(from.enteredAt());
        dimensions.forEach(
                from.onEntry(),
                (dimension, value) -> contributions.add(
                        new MetricKey(name(), List.of(history.pipelineId(), dimension, value, fromStage, toStage)),
                        day,
                        measures));
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        return bucket;
    }
}
