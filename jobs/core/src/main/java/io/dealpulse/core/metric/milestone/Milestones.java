package io.dealpulse.core.metric.milestone;

import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.Status;
import io.dealpulse.core.metric.conversion.ReachedStage;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a deal counts for, one by one: of these milestones the figures of conversion, time in stage, closings and of the deals
 * that are open are the counts.
 */
public final class Milestones {

    private Milestones() {}

    /**
     * Those of a deal; none if it is deleted. No two of one kind, pipeline and stage are by the same visit.
     *
     * <p>All that it counts for in conversion, time in stage and closings is there, and that it is open. What it left before it
     * last came to its present pipeline counts no more, but is there too.
     */
    public static List<Milestone> of(DealHistory history) {
        if (history.deleted()) {
            return List.of();
        }
        List<Milestone> milestones = new ArrayList<>();
        addReached(history, milestones);
        addLeft(history, milestones);
        milestones.add(standing(history));
        return milestones;
    }

    private static void addReached(DealHistory history, List<Milestone> milestones) {
        List<String> stages = new ArrayList<>();
        List<ReachedStage> reached = ReachedStage.of(history);
        reached.forEach(each -> stages.add(each.stage().stageId()));
        if (history.status() == Status.WON) {
            stages.add(history.pipeline().wonStage().map(Stage::stageId).orElseThrow());
        }
        for (int i = 0; i < reached.size(); i++) {
            StageVisit visit = reached.get(i).visit();
            milestones.add(new Milestone(
                    MilestoneKind.REACHED,
                    history.pipelineId(),
                    stages.get(i),
                    visit,
                    visit.enteredAt(),
                    null,
                    null,
                    stages.subList(i + 1, stages.size()),
                    visit.onEntry()));
        }
    }

    private static void addLeft(DealHistory history, List<Milestone> milestones) {
        int firstPresent = history.presentVisits().get(0).number();
        for (StageVisit visit : history.visits()) {
            Instant exitedAt = visit.exitedAt();
            if (exitedAt != null && visit.stage().kind() == StageKind.OPEN) {
                milestones.add(new Milestone(
                        visit.number() < firstPresent ? MilestoneKind.LEFT_BEFORE : MilestoneKind.LEFT,
                        visit.pipelineId(),
                        visit.stage().stageId(),
                        visit,
                        exitedAt,
                        visit.movement(),
                        visit.seconds().orElseThrow(),
                        List.of(),
                        visit.lastKnown()));
            }
        }
    }

    /** How it stands: open, won or lost. */
    private static Milestone standing(DealHistory history) {
        MilestoneKind kind = switch (history.status()) {
            case OPEN -> MilestoneKind.OPEN;
            case WON -> MilestoneKind.WON;
            case LOST -> MilestoneKind.LOST;
        };
        StageVisit closing = history.closingVisit().orElse(null);
        StageVisit visit = closing == null ? history.currentVisit() : closing;
        OptionalLong cycle = history.cycleSeconds();
        return new Milestone(
                kind,
                history.pipelineId(),
                visit.stage().stageId(),
                visit,
                visit.enteredAt(),
                null,
                cycle.isPresent() ? (Long) cycle.getAsLong() : null,
                List.of(),
                closing == null ? history.current() : closing.onEntry());
    }
}
