package io.dealpulse.cli.backtest;

import io.dealpulse.cli.yaml.Place;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.backtest.TestedRule;
import io.dealpulse.core.stall.backtest.Threshold;
import io.dealpulse.jobs.options.EditDistance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file of rules says.
 *
 * @param file its name for messages
 * @param byDefault what is tested of pipelines that have nothing of their own; null: nothing
 * @param pipelines what is tested of a pipeline, by its id
 */
record WrittenRules(String file, @Nullable PipelineRules byDefault, Map<String, PipelineRules> pipelines)
        implements RuleChoice {

    /** What is tested of a pipeline: idle deals first, of each kind all stages together first, in written order. */
    record PipelineRules(Place place, List<Alternatives> alternatives) {}

    /**
     * Thresholds to try.
     *
     * @param place where the stage stands
     * @param kind the rule
     * @param stageId the stage; null: all stages together
     * @param thresholds each once, at least one
     */
    record Alternatives(
            Place place, AlertKind kind, @Nullable String stageId, List<Threshold> thresholds) {}

    @Override
    public List<TestedRule> of(Map<String, PipelineDefinition> definitions) {
        pipelines.forEach((id, ofPipeline) -> {
            PipelineDefinition pipeline = definitions.get(id);
            if (pipeline == null) {
                throw ofPipeline
                        .place()
                        .error("no pipeline '%s' is defined%s".formatted(id, hint(id, definitions.keySet())));
            }
            ofPipeline.alternatives().forEach(alternatives -> check(alternatives, List.of(pipeline)));
        });
        List<PipelineDefinition> others = definitions.values().stream()
                .filter(pipeline -> !pipelines.containsKey(pipeline.pipelineId()))
                .toList();
        if (byDefault != null && !others.isEmpty()) {
            byDefault.alternatives().forEach(alternatives -> check(alternatives, others));
        }
        List<TestedRule> rules = new ArrayList<>();
        definitions.values().forEach(pipeline -> {
            PipelineRules ofPipeline = pipelines.getOrDefault(pipeline.pipelineId(), byDefault);
            if (ofPipeline != null) {
                add(pipeline, ofPipeline, rules);
            }
        });
        return rules;
    }

    private static void add(PipelineDefinition pipeline, PipelineRules ofPipeline, List<TestedRule> rules) {
        for (Alternatives alternatives : ofPipeline.alternatives()) {
            String stageId = alternatives.stageId();
            if (stageId == null || pipeline.positionOf(stageId) >= 0) {
                alternatives
                        .thresholds()
                        .forEach(threshold -> rules.add(
                                new TestedRule(pipeline.pipelineId(), alternatives.kind(), stageId, threshold)));
            }
        }
        rules.addAll(DefinedRules.withoutThreshold(pipeline));
    }

    /** Makes sure that the stage is an open one of one of these pipelines. */
    private static void check(Alternatives alternatives, List<PipelineDefinition> pipelines) {
        String stageId = alternatives.stageId();
        if (stageId == null) {
            return;
        }
        List<String> open = pipelines.stream()
                .flatMap(pipeline -> pipeline.openStages().stream())
                .map(Stage::stageId)
                .distinct()
                .toList();
        if (open.contains(stageId)) {
            return;
        }
        String of =
                pipelines.size() == 1 ? "pipeline '" + pipelines.get(0).pipelineId() + "' has" : "these pipelines have";
        boolean closes = pipelines.stream().anyMatch(pipeline -> pipeline.positionOf(stageId) >= 0);
        throw alternatives
                .place()
                .error(
                        closes
                                ? "stage '%s' closes deals, and only open deals can be stalled".formatted(stageId)
                                : "%s no stage '%s'%s".formatted(of, stageId, hint(stageId, open)));
    }

    /** What a name that is not there was meant to be. */
    static String hint(String name, Collection<String> names) {
        return EditDistance.nearest(name, names)
                .map("; did you mean '%s'?"::formatted)
                .orElse("");
    }
}
