package io.dealpulse.core.metric.conversion;

import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.Status;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * An open stage that a deal has reached: by its first entry into that stage or an open one further on, or by the closing of
 * a deal that is won now, whichever is earlier. A stage that was skipped counts as passed, and moving back changes nothing.
 *
 * @param stage the stage, of the deal's present pipeline
 * @param visit the visit that reached it: to that stage, to one further on, or the closing one
 */
public record ReachedStage(Stage stage, StageVisit visit) {

    /** Those of a deal in the order of its pipeline: the first open stages, without a gap. */
    public static List<ReachedStage> of(DealHistory history) {
        List<Stage> openStages = history.pipeline().openStages();
        List<ReachedStage> reached = new ArrayList<>(openStages.size());
        for (StageVisit visit : history.presentVisits()) {
            if (visit.stage().kind() == StageKind.OPEN) {
                reachUpTo(openStages.indexOf(visit.stage()), visit, openStages, reached);
            }
        }
        if (history.status() == Status.WON) {
            reachUpTo(openStages.size() - 1, history.closingVisit().orElseThrow(), openStages, reached);
        }
        return reached;
    }

    private static void reachUpTo(int position, StageVisit visit, List<Stage> openStages, List<ReachedStage> reached) {
        while (reached.size() <= position) {
            reached.add(new ReachedStage(openStages.get(reached.size()), visit));
        }
    }
}
