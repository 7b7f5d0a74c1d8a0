package io.dealpulse.core.deal;

import io.dealpulse.core.pipeline.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A stay of a deal in one stage: a maximal run of consecutive events in it.
 *
 * @param number from 1, in business order over the deal's whole history
 * @param pipelineId the pipeline of the stage
 * @param stage the stage as its pipeline defines it now
 * @param position the stage's place in its pipeline, from 0
 * @param firstEvent the index in the timeline, from 0, of the event that entered the stage
 * @param enteredAt when that event occurred
 * @param exitedAt when the next visit began; null if this one is current
 * @param movement how the deal left
 * @param nextStageId where it went; null if this visit is current
 * @param onEntry what was known after the entry event
 * @param lastKnown what was known just before the exit event, or is known now if this visit is current
 */
public record StageVisit(
        int number,
        String pipelineId,
        Stage stage,
        int position,
        int firstEvent,
        Instant enteredAt,
        @Nullable Instant exitedAt,
        Movement movement,
        @Nullable String nextStageId,
        DealFields onEntry,
        DealFields lastKnown) {

    /** How long it lasted in whole seconds, rounded down; empty while it is current. */
    public OptionalLong seconds() {
        return exitedAt == null
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(enteredAt, exitedAt).toSeconds());
    }
}
