package io.dealpulse.cli.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.core.stall.backtest.TestedRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rules a file, or the pipelines' own definitions, ask for; what is wrong in a file is named with its place. */
class RulesTest {

    private static final Map<String, PipelineDefinition> DEFINED = defined(
            pipeline("repairs", stage("asked", null, null), stage("agreed", 14, 30)),
            pipeline("sales", stage("lead", null, null), stage("offer", 7, null)));

    private static final String WITHOUT_THRESHOLD_OF_SALES = "sales close_date_passed all -, sales pushed all -";

    private static final String VALID = """
            default:
              all stages:
                stall_after_days: 20
              agreed:
                idle_after_days: [3]
            pipelines:
              sales:
                offer:
                  idle_after_days: [5, 10]
                  stall_after_days: [learned, 30]
                all stages:
                  idle_after_days: [15]
            """;

    @Test
    void aPipelinesOwnRulesStandInPlaceOfTheDefault() {
        assertThat(told(RulesParser.parse("rules.yaml", VALID).of(DEFINED)))
                .isEqualTo("repairs idle agreed 3, repairs stage_overdue all 20, "
                        + "repairs close_date_passed all -, repairs pushed all -, "
                        + "sales idle all 15, sales idle offer 5, sales idle offer 10, "
                        + "sales stage_overdue offer learned, sales stage_overdue offer 30, "
                        + WITHOUT_THRESHOLD_OF_SALES);
    }

    @Test
    void withoutADefaultOtherPipelinesAreNotTested() {
        assertThat(told(RulesParser.parse("rules.yaml", VALID.substring(VALID.indexOf("pipelines:")))
                        .of(DEFINED)))
                .doesNotContain("repairs")
                .contains("sales idle all 15");
    }

    @Test
    void withoutAFileThePipelinesOwnThresholdsAreTested() {
        assertThat(told(new DefinedRules().of(DEFINED)))
                .isEqualTo("repairs idle all as defined, repairs idle agreed 14, "
                        + "repairs stage_overdue all as defined, repairs stage_overdue asked learned, "
                        + "repairs stage_overdue agreed 30, repairs close_date_passed all -, repairs pushed all -, "
                        + "sales idle all as defined, sales idle offer 7, "
                        + "sales stage_overdue all as defined, sales stage_overdue lead learned, "
                        + "sales stage_overdue offer learned, " + WITHOUT_THRESHOLD_OF_SALES);
        assertThat(told(new DefinedRules().of(defined(pipeline("plain", stage("new", null, null))))))
                .as("no stage says when it is idle")
                .isEqualTo("plain stage_overdue all as defined, plain stage_overdue new learned, "
                        + "plain close_date_passed all -, plain pushed all -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sales:           | salse:        | rules.yaml:7: pipelines.salse: no pipeline 'salse' is defined; did you mean 'sales'?",
                "offer:           | ofer:         | rules.yaml:8: pipelines.sales.ofer: pipeline 'sales' has no stage 'ofer'; did you mean 'offer'?",
                "offer:           | won:          | rules.yaml:8: pipelines.sales.won: stage 'won' closes deals, and only open deals can be stalled",
                "agreed:          | lead:         | rules.yaml:4: default.lead: pipeline 'repairs' has no stage 'lead'; did you mean 'asked'?",
                "pipelines:       | pipeline:     | rules.yaml:6: pipeline: unknown key; known here: default, pipelines",
                "idle_after_days: | idle_after:   | rules.yaml:5: default.agreed.idle_after: unknown key; known here: idle_after_days, stall_after_days",
                "[5, 10]          | [5, 5]        | rules.yaml:9: pipelines.sales.offer.idle_after_days[1]: 5 is in this list twice",
                "[5, 10]          | []            | rules.yaml:9: pipelines.sales.offer.idle_after_days: the list is empty",
                "[5, 10]          | [learned]     | rules.yaml:9: pipelines.sales.offer.idle_after_days[0]: only stall_after_days can be learned",
                "[5, 10]          | [0]           | rules.yaml:9: pipelines.sales.offer.idle_after_days[0]: '0' is not a whole number of days, 1 or more",
                "[learned, 30]    | [soon]        | rules.yaml:10: pipelines.sales.offer.stall_after_days[0]: 'soon' is not a whole number of days, 1 or more, and not 'learned'",
                "[learned, 30]    | [3.5]         | rules.yaml:10: pipelines.sales.offer.stall_after_days[0]: '3.5' is not a whole number of days, 1 or more, and not 'learned'",
                "[3]              | {a: 1}        | rules.yaml:5: default.agreed.idle_after_days: a single value is expected here; a text that begins with { or [ needs quotes",
            })
    void anErrorNamesFileLineAndKey(String right, String wrong, String message) {
        assertThat(VALID).contains(right);

        assertThatThrownBy(() -> RulesParser.parse("rules.yaml", VALID.replaceFirst(Pattern.quote(right), wrong))
                        .of(DEFINED))
                .isInstanceOf(YamlFileException.class)
                .hasMessage(message);
    }

    @Test
    void aFileThatSaysNothingIsAnError() {
        assertThatThrownBy(() -> RulesParser.parse("rules.yaml", "{}"))
                .hasMessage("rules.yaml:1: a file of rules needs default or pipelines");
        assertThatThrownBy(() -> RulesParser.parse("rules.yaml", ""))
                .hasMessage("rules.yaml:1: the file of rules is empty");
    }

    @Test
    void theListOfShippedFilesIsTheDirectory() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("dealpulse.home"), "infra", "cli", "rules"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(RulesFile.SHIPPED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"common", "common.yaml"})
    void aShippedFileIsFoundByItsName(String name) {
        assertThat(RulesFile.read(name).of(DEFINED)).hasSize(2 * (4 + 5 + 2));
    }

    @Test
    void theExampleInTheDocumentationIsValid() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("dealpulse.home"), "docs", "backtest.md"));
        String example = page.substring(page.indexOf("```yaml") + "```yaml".length());

        assertThat(told(RulesParser.parse("backtest.md", example.substring(0, example.indexOf("```")))
                        .of(DEFINED)))
                .contains("sales idle offer 5", "repairs stage_overdue all learned");
    }

    private static String told(List<TestedRule> rules) {
        return String.join(
                ", ",
                rules.stream()
                        .map(rule -> "%s %s %s %s"
                                .formatted(
                                        rule.pipelineId(),
                                        rule.kind().word(),
                                        rule.stageId() == null ? "all" : rule.stageId(),
                                        rule.hasThreshold() ? rule.threshold().word() : "-"))
                        .toList());
    }

    private static Map<String, PipelineDefinition> defined(PipelineDefinition... pipelines) {
        Map<String, PipelineDefinition> defined = new TreeMap<>();
        Arrays.stream(pipelines).forEach(pipeline -> defined.put(pipeline.pipelineId(), pipeline));
        return defined;
    }

    private static PipelineDefinition pipeline(String id, Stage... open) {
        List<Stage> stages = new ArrayList<>(List.of(open));
        stages.add(new Stage("won", "Won", StageKind.WON, 1, null, null));
        stages.add(new Stage("lost", "Lost", StageKind.LOST, 0, null, null));
        return new PipelineDefinition(id, id, stages);
    }

    private static Stage stage(String id, @Nullable Integer idleAfterDays, @Nullable Integer stallAfterDays) {
        return new Stage(id, id, StageKind.OPEN, 0.5, idleAfterDays, stallAfterDays);
    }
}
