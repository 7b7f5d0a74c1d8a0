package io.dealpulse.cli.backtest;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.backtest.TestedRule;
import io.dealpulse.core.stall.backtest.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every pipeline's own thresholds: of all its stages together, and of each on its own. */
final class DefinedRules implements RuleChoice {

    @Override
    public List<TestedRule> of(Map<String, PipelineDefinition> definitions) {
        return definitions.values().stream()
                .flatMap(definition -> of(definition).stream())
                .toList();
    }

    private static List<TestedRule> of(PipelineDefinition pipeline) {
        List<TestedRule> rules = new ArrayList<>();
        List<Stage> idle = pipeline.openStages().stream()
                .filter(stage -> stage.idleAfterDays() != null)
                .toList();
        if (!idle.isEmpty()) {
            rules.add(rule(pipeline, AlertKind.IDLE, null, Threshold.AS_DEFINED));
        }
        idle.forEach(stage -> rules.add(rule(pipeline, AlertKind.IDLE, stage, threshold(stage.idleAfterDays()))));
        rules.add(rule(pipeline, AlertKind.STAGE_OVERDUE, null, Threshold.AS_DEFINED));
        pipeline.openStages()
                .forEach(stage ->
                        rules.add(rule(pipeline, AlertKind.STAGE_OVERDUE, stage, threshold(stage.stallAfterDays()))));
        rules.addAll(withoutThreshold(pipeline));
        return rules;
    }

    /** The rules that have no threshold. */
    static List<TestedRule> withoutThreshold(PipelineDefinition pipeline) {
        return List.of(
                rule(pipeline, AlertKind.CLOSE_DATE_PASSED, null, Threshold.AS_DEFINED),
                rule(pipeline, AlertKind.PUSHED, null, Threshold.AS_DEFINED));
    }

    private static Threshold threshold(@Nullable Integer days) {
        return days == null ? Threshold.LEARNED : Threshold.days(days);
    }

    private static TestedRule rule(
            PipelineDefinition pipeline, AlertKind kind, @Nullable Stage stage, Threshold threshold) {
        return new TestedRule(pipeline.pipelineId(), kind, stage == null ? null : stage.stageId(), threshold);
    }
}
