package io.dealpulse.api.slice;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline as last defined.
 *
 * @param stages by position
 */
public record Pipeline(String pipelineId, String name, List<Stage> stages) {

    /** The open stages, by position. */
    public List<Stage> openStages() {
        return stages.stream().filter(Stage::isOpen).toList();
    }

    /** The stage that stands for every win in the tables, if there is one. */
    public Optional<Stage> won() {
        return stages.stream().filter(stage -> stage.kind().equals("won")).findFirst();
    }

    public Optional<Stage> find(String stageId) {
        return stages.stream().filter(stage -> stage.stageId().equals(stageId)).findFirst();
    }

    /** A stage's name; its id where it is not defined. */
    public String nameOf(String stageId) {
        return find(stageId).map(Stage::name).orElse(stageId);
    }
}
