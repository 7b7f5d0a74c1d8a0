package io.dealpulse.jobs.source;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the definition of a sales pipeline. */
record PipelineDefinitionReader() implements MessageReader<PipelineDefined, PipelineMessage> {

    @Override
    public PipelineMessage read(PipelineDefined record, byte @Nullable [] key, Instant timestamp)
            throws RejectionException {
        String pipelineId = FieldRules.requireId("pipeline_id", record.getPipelineId());
        FieldRules.requireKey(key, "pipeline_id", pipelineId);
        return new PipelineMessage(
                pipelineId, new PipelineDefinition(pipelineId, record.getName(), stages(record.getStages())));
    }

    /** Withdraws the definition. */
    @Override
    public PipelineMessage readTombstone(byte @Nullable [] key) throws RejectionException {
        return new PipelineMessage(FieldRules.requireKeyText(key), null);
    }

    @Override
    public @Nullable Instant clockTime(PipelineMessage message) {
        return null;
    }

    private static List<Stage> stages(List<StageDefined> defined) throws RejectionException {
        if (defined.isEmpty()) {
            throw new RejectionException(RejectionReason.NO_STAGES, "stages", "is empty");
        }
        List<Stage> stages = new ArrayList<>();
        Set<String> stageIds = new HashSet<>();
        for (StageDefined each : defined) {
            Stage stage = stage("stages[%d].".formatted(stages.size()), each);
            if (!stageIds.add(stage.stageId())) {
                throw new RejectionException(
                        RejectionReason.DUPLICATE_STAGE,
                        "stages[%d].stage_id".formatted(stages.size()),
                        "is %s, as that of an earlier stage".formatted(FieldRules.quoted(stage.stageId())));
            }
            stages.add(stage);
        }
        return stages;
    }

    private static Stage stage(String path, StageDefined defined) throws RejectionException {
        return new Stage(
                FieldRules.requireId(path + "stage_id", defined.getStageId()),
                defined.getName(),
                kind(path + "kind", defined.getKind()),
                FieldRules.requireProbability(path + "probability", defined.getProbability()),
                days(path + "idle_after_days", defined.getIdleAfterDays()),
                days(path + "stall_after_days", defined.getStallAfterDays()));
    }

    private static StageKind kind(String field, io.dealpulse.events.v1.StageKind kind) throws RejectionException {
        return switch (kind) {
            case OPEN -> StageKind.OPEN;
            case WON -> StageKind.WON;
            case LOST -> StageKind.LOST;
            case UNKNOWN ->
                throw new RejectionException(RejectionReason.UNKNOWN_KIND, field, "is UNKNOWN, not OPEN, WON or LOST");
        };
    }

    private static @Nullable Integer days(String field, @Nullable Integer days) throws RejectionException {
        if (days != null && days < 0) {
            throw new RejectionException(RejectionReason.OUT_OF_RANGE, field, "is %d, less than 0".formatted(days));
        }
        return days;
    }
}
