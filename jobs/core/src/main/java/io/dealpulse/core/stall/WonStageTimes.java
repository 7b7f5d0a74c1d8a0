package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.Status;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long won deals stayed in the open stages of their pipeline, by the day on which they were won: what
 * {@link LearnedThreshold} learns from. Additive as the metric families are, but in no table.
 */
public final class WonStageTimes {

    /** No deals: what changes nothing when added. */
    public static final Measures NONE = Measures.zero(1);

    private static final String NAME = "won_stage_time";

    private final ReportingCalendar calendar;

    /** By the days of a company's calendar. */
    public WonStageTimes(ReportingCalendar calendar) {
        this.calendar = calendar;
    }

    /** The series of a stage. */
    public static MetricKey key(String pipelineId, String stageId) {
        return new MetricKey(NAME, List.of(pipelineId, stageId));
    }

    /** The pipeline of a series. */
    public static String pipelineOf(MetricKey key) {
        return key.values().get(0);
    }

    /** The stage of a series. */
    public static String stageOf(MetricKey key) {
        return key.values().get(1);
    }

    /** How many won deals were in the stage. */
    static long deals(Measures measures) {
        return measures.sum(0);
    }

    /** What must be added to the buckets when a deal that read as one is now read as the other; null: not at all. */
    public List<Contribution> deltas(@Nullable DealReading before, @Nullable DealReading after) {
        return contributions(after).minus(contributions(before));
    }

    /** All that a deal contributes; null: nothing. */
    public ContributionSet contributions(@Nullable DealReading reading) {
        ContributionSet contributions = new ContributionSet();
        if (reading instanceof DealHistory history && !history.deleted() && history.status() == Status.WON) {
            LocalDate wonOn = history.closedAt()
                    .map((Instant closedAt) -> calendar.dayOf(closedAt))
                    .orElseThrow();
            visitsByStage(history)
                    .forEach((stageId, visits) ->
                            contributions.add(key(history.pipelineId(), stageId), wonOn, Measures.of(visits, 1)));
        }
        return contributions;
    }

    private static Map<String, Histogram> visitsByStage(DealHistory history) {
        Map<String, Histogram> visits = new TreeMap<>();
        for (StageVisit visit : history.presentVisits()) {
            if (visit.stage().kind() == StageKind.OPEN) {
                visit.seconds()
                        .ifPresent(seconds ->
                                visits.merge(visit.stage().stageId(), Histogram.of(seconds), Histogram::plus));
            }
        }
        return visits;
    }
}
