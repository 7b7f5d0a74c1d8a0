package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.Moment;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a deal stood at some time in the past, by what is known today of the events up to then.
 *
 * @param deleted whether it was deleted
 * @param pipelineId the pipeline it was in; null: none yet
 * @param status whether it was open, won or lost
 * @param closedAt since when it was won or lost; null: it was open
 */
record Standing(
        boolean deleted,
        @Nullable String pipelineId,
        Status status,
        @Nullable Instant closedAt) {

    private static final Standing NOWHERE = new Standing(false, null, Status.OPEN, null);

    /** After the last event before an instant. */
    static Standing before(Instant end, DealHistory history) {
        List<Moment> moments = history.moments();
        int last = moments.size() - 1;
        while (last >= 0 && !moments.get(last).at().isBefore(end)) {
            last--;
        }
        StageVisit visit = last < 0 ? null : history.visitAfter(last).orElse(null);
        if (visit == null) {
            return NOWHERE;
        }
        Status status = Status.of(visit.stage().kind());
        return new Standing(
                moments.get(last).fields().deleted(),
                visit.pipelineId(),
                status,
                status == Status.OPEN ? null : closing(history, visit).enteredAt());
    }

    /** The first of the run of visits of one closing kind that ends with this one. */
    private static StageVisit closing(DealHistory history, StageVisit visit) {
        StageVisit first = visit;
        for (int i = visit.number() - 2; i >= 0; i--) {
            StageVisit earlier = history.visits().get(i);
            if (!earlier.pipelineId().equals(visit.pipelineId())
                    || earlier.stage().kind() != visit.stage().kind()) {
                break;
            }
            first = earlier;
        }
        return first;
    }

    /** Whether it was no longer there for a pipeline: deleted, or moved to another one. */
    boolean isGoneFrom(String pipeline) {
        return deleted || !pipeline.equals(pipelineId);
    }
}
