package io.dealpulse.core.metric.stagetime;

import io.dealpulse.core.calendar.ReportingCalendar;
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
import io.dealpulse.core.pipeline.StageKind;
import java.time.LocalDate;
import java.util.List;

/**
 * Time in stage: the ended visits of open stages, by the day of exit and by how the deal left. A dimension's value is that
 * just before the exit: who held the deal there.
 */
public final class StageTimeFamily implements DealMetric {

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    public StageTimeFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "stage_time";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(
                new MetricTable("stage_exit_daily", Span.DAY), new MetricTable("rolling_stage_time", Span.WINDOW));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "stage_id", "movement");
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("exits", Unit.COUNT), new Measure("seconds", Unit.SECONDS));
    }

    @Override
    public boolean hasHistogram() {
        return true;
    }

    @Override
    public void contribute(DealHistory history, int firstEvent, ContributionSet contributions) {
        List<StageVisit> visits = history.presentVisits();
        for (int i = visits.size() - 1; i > 0 && visits.get(i).firstEvent() >= firstEvent; i--) {
            exit(history, visits.get(i - 1), visits.get(i), contributions);
        }
    }

    private void exit(DealHistory history, StageVisit visit, StageVisit next, ContributionSet contributions) {
        if (visit.stage().kind() != StageKind.OPEN) {
            return;
        }
        long seconds = visit.seconds().orElseThrow();
        Measures measures = Measures.of(Histogram.of(seconds), 1, seconds);
        LocalDate day = calendar.dayOf(next.enteredAt());
        dimensions.forEach(
                visit.lastKnown(),
                (dimension, value) -> contributions.add(
                        new MetricKey(
                                name(),
                                List.of(
                                        history.pipelineId(),
                                        dimension,
                                        value,
                                        visit.stage().stageId(),
                                        visit.movement().word())),
                        day,
                        measures));
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        return bucket;
    }
}
