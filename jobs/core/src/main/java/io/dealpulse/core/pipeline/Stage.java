package io.dealpulse.core.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * One stage of a pipeline.
 *
 * @param stageId identity within the pipeline, never empty
 * @param name name for people
 * @param kind what being in it means
 * @param probability chance of winning a deal in this stage, 0 to 1
 * @param idleAfterDays days without activity or change after which a deal in it is idle; null: never
 * @param stallAfterDays days in it after which a deal is overdue; null: learnt from won deals
 */
public record Stage(
        String stageId,
        String name,
        StageKind kind,
        double probability,
        @Nullable Integer idleAfterDays,
        @Nullable Integer stallAfterDays) {}
