package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.EventMapping;
import io.dealpulse.cli.importing.mapping.Field;
import io.dealpulse.cli.importing.mapping.Row;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Gathers rows that are stages into pipelines; the order of a pipeline's rows is that of its stages. */
final class PipelineRows {

    private final Map<String, PipelineDefined> pipelines = new LinkedHashMap<>();

    void add(EventMapping event, Row row) throws UnmappableRowException {
        String pipelineId = event.required(Field.PIPELINE_ID, row);
        String name = event.value(Field.NAME, row);
        StageDefined stage = stage(event, row);
        PipelineDefined pipeline = pipelines.get(pipelineId);
        if (pipeline == null) {
            pipeline = new PipelineDefined(pipelineId, Objects.requireNonNullElse(name, pipelineId), new ArrayList<>());
            pipelines.put(pipelineId, pipeline);
        }
        for (StageDefined earlier : pipeline.getStages()) {
            if (earlier.getStageId().equals(stage.getStageId())) {
                throw new UnmappableRowException(
                        "stage_id: '" + stage.getStageId() + "' is in pipeline '" + pipelineId + "' already");
            }
        }
        pipeline.getStages().add(stage);
    }

    private static StageDefined stage(EventMapping event, Row row) throws UnmappableRowException {
        String stageId = event.required(Field.STAGE_ID, row);
        String name = event.value(Field.STAGE_NAME, row);
        return new StageDefined(
                stageId,
                Objects.requireNonNullElse(name, stageId),
                event.required(Field.KIND, row),
                event.required(Field.PROBABILITY, row),
                event.value(Field.IDLE_AFTER_DAYS, row),
                event.value(Field.STALL_AFTER_DAYS, row));
    }

    List<PipelineDefined> definitions() {
        return List.copyOf(pipelines.values());
    }
}
