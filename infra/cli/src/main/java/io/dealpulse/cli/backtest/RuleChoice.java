package io.dealpulse.cli.backtest;

import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.stall.backtest.TestedRule;
import java.util.List;
import java.util.Map;

/** Says which rules are tested under which thresholds. */
interface RuleChoice {

    /**
     * The rules for the pipelines that are defined, in the order of the report; of one pipeline they stand together.
     *
     * @throws io.dealpulse.cli.yaml.YamlFileException if it names a pipeline or a stage that is not defined
     */
    List<TestedRule> of(Map<String, PipelineDefinition> definitions);
}
