package io.dealpulse.core.metric.milestone;

import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.Movement;
import io.dealpulse.core.deal.StageVisit;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a deal counts for, or did before it moved on to another pipeline.
 *
 * @param kind what
 * @param pipelineId the pipeline of its stage
 * @param stageId the stage that it reached, left, is in or was closed in
 * @param visit the visit by which it happened; of a stage that was reached by skipping it, one further on
 * @param at when it happened
 * @param movement how it left; null unless it left
 * @param seconds the whole seconds in the stage, if it left; those from its first event to its closing, if it is closed; else null
 * @param wentOnTo of a stage that it reached, the ids of those further on that it has reached by now too, in order: open ones,
 *     then the one that stands for WON if it is won now; else empty
 * @param fields what was known of it when this counted: the value of every dimension is read from here
 */
public record Milestone(
        MilestoneKind kind,
        String pipelineId,
        String stageId,
        StageVisit visit,
        Instant at,
        @Nullable Movement movement,
        @Nullable Long seconds,
        List<String> wentOnTo,
        DealFields fields) {

    public Milestone {
        wentOnTo = List.copyOf(wentOnTo);
    }

    /** The class of its stay in the stage, if it left; else the one without a bound. */
    public StayClass stay() {
        return kind.isExit() ? StayClass.of(Objects.requireNonNull(seconds)) : StayClass.UNBOUNDED;
    }
}
