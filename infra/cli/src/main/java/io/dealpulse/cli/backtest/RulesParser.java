package io.dealpulse.cli.backtest;

import io.dealpulse.cli.backtest.WrittenRules.Alternatives;
import io.dealpulse.cli.backtest.WrittenRules.PipelineRules;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.cli.yaml.YamlNode;
import io.dealpulse.cli.yaml.YamlReader;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.backtest.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the thresholds to try from YAML, as far as it can be told without knowing the pipelines. */
final class RulesParser {

    /** Stands in place of a stage's id for all stages together. */
    static final String ALL_STAGES = "all stages";

    private static final Map<AlertKind, String> KEYS =
            Map.of(AlertKind.IDLE, "idle_after_days", AlertKind.STAGE_OVERDUE, "stall_after_days");

    private RulesParser() {}

    /**
     * Reads rules.
     *
     * @param file its name for messages
     * @throws YamlFileException where it says something that can't be
     */
    static WrittenRules parse(String file, String yaml) {
        YamlNode.Keys root = YamlReader.read("file of rules", file, yaml).keys().knowing("default", "pipelines");
        PipelineRules byDefault =
                root.find("default").map(RulesParser::pipeline).orElse(null);
        Map<String, PipelineRules> pipelines = new LinkedHashMap<>();
        root.keysOf("pipelines").entries().forEach((id, node) -> pipelines.put(id, pipeline(node)));
        if (byDefault == null && pipelines.isEmpty()) {
            throw root.place().error("a file of rules needs default or pipelines");
        }
        return new WrittenRules(file, byDefault, pipelines);
    }

    private static PipelineRules pipeline(YamlNode node) {
        YamlNode.Keys keys = node.keys();
        List<Alternatives> alternatives = new ArrayList<>();
        for (AlertKind kind : List.of(AlertKind.IDLE, AlertKind.STAGE_OVERDUE)) {
            // All stages together come first.
            keys.find(ALL_STAGES).ifPresent(stage -> alternatives(kind, null, stage, alternatives));
            keys.entries().forEach((id, stage) -> {
                if (!id.equals(ALL_STAGES)) {
                    alternatives(kind, id, stage, alternatives);
                }
            });
        }
        return new PipelineRules(node.place(), alternatives);
    }

    private static void alternatives(
            AlertKind kind, @Nullable String stageId, YamlNode node, List<Alternatives> alternatives) {
        YamlNode.Keys keys = node.keys().knowing(KEYS.values().stream().sorted().toList());
        keys.find(KEYS.getOrDefault(kind, ""))
                .ifPresent(list ->
                        alternatives.add(new Alternatives(node.place(), kind, stageId, thresholds(kind, list))));
    }

    private static List<Threshold> thresholds(AlertKind kind, YamlNode node) {
        List<Threshold> thresholds = new ArrayList<>();
        for (YamlNode each : node instanceof YamlNode.Sequence ? node.list() : List.of(node)) {
            Threshold threshold = threshold(kind, each);
            if (thresholds.contains(threshold)) {
                throw each.place().error("%s is in this list twice".formatted(threshold.word()));
            }
            thresholds.add(threshold);
        }
        if (thresholds.isEmpty()) {
            throw node.place().error("the list is empty");
        }
        return thresholds;
    }

    private static Threshold threshold(AlertKind kind, YamlNode node) {
        String text = node.text();
        if (text.equals(Threshold.LEARNED.word())) {
            if (kind == AlertKind.STAGE_OVERDUE) {
                return Threshold.LEARNED;
            }
            throw node.place().error("only stall_after_days can be learned");
        }
        try {
            int days = Integer.parseInt(text);
            if (days >= 1) {
                return Threshold.days(days);
            }
        } catch (NumberFormatException e) {
            throw new YamlFileException(node.place(), expected(kind, text), e);
        }
        throw node.place().error(expected(kind, text));
    }

    private static String expected(AlertKind kind, String text) {
        return "'%s' is not a whole number of days, 1 or more%s"
                .formatted(text, kind == AlertKind.STAGE_OVERDUE ? ", and not 'learned'" : "");
    }
}
