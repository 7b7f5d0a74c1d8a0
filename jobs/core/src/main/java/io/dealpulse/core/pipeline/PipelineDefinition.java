package io.dealpulse.core.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A sales pipeline: its stages in order. A stage's index in the list is its position.
 *
 * @param pipelineId identity, never empty
 * @param name name for people
 * @param stages at least one, each id once
 */
public record PipelineDefinition(String pipelineId, String name, List<Stage> stages) {

    public PipelineDefinition {
        stages = List.copyOf(stages);
    }

    /** The place of a stage in this pipeline, counted from 0, or -1 if it has no such stage. */
    public int positionOf(String stageId) {
        for (int position = 0; position < stages.size(); position++) {
            if (stages.get(position).stageId().equals(stageId)) {
                return position;
            }
        }
        return -1;
    }

    /** The stage of that id; empty if this pipeline has none. */
    public Optional<Stage> find(String stageId) {
        int position = positionOf(stageId);
        return position < 0 ? Optional.empty() : Optional.of(stages.get(position));
    }

    /** The open stages in order. */
    public List<Stage> openStages() {
        return stages.stream().filter(stage -> stage.kind() == StageKind.OPEN).toList();
    }

    /** The first won stage, whose id stands for WON in tables; empty if deals can't be won in this pipeline. */
    public Optional<Stage> wonStage() {
        return stages.stream().filter(stage -> stage.kind() == StageKind.WON).findFirst();
    }
}
