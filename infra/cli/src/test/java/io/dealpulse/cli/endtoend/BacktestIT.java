package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.schemas.EventTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code backtest} on the real Kafka and registry; all its figures are counted by hand. */
class BacktestIT {

    private static final String PIPELINE = "kites";

    private static final String RULES = """
            pipelines:
              kites:
                all stages:
                  idle_after_days: [5, 10]
                  stall_after_days: [8, learned]
                agreed:
                  idle_after_days: 5
            """;

    /** A port on which nothing listens. */
    private static final String NO_CLICKHOUSE = "http://127.0.0.1:9";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @Test
    void tellsForEachRuleWhatItWouldHaveBeenWorth() throws Exception {
        Deployment kites = Deployment.of(STACK.stack(), directory, "backtest", Map.of());
        Path rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        sendHistory(kites);

        CommandLineRun run = kites.succeed("backtest", "--rules", rules.toString(), "--clickhouse", NO_CLICKHOUSE);

        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("Backtest from 2024-03-01 to 2024-03-31 (31 days, UTC): 4 deals, 15 records");
        assertThat(lines.get(2)).isEqualTo("Kites (kites)");
        assertThat(lines.subList(5, 12).stream().map(BacktestIT::cells))
                .containsExactly(
                        cells("idle  all  5  4  0.9  3.0  3  1  1  1  0  50.0  66.7  0.75  3.0  50.0"),
                        cells("idle  all  10  2  0.5  2.0  2  0  1  1  0  0.0  66.7  0.00  –  100.0"),
                        cells("idle  agreed  5  1  0.2  7.0  1  0  1  0  0  0.0  0.0  –  –  –"),
                        cells("stage_overdue  all  8  3  0.7  3.0  3  1  1  1  0  50.0  66.7  0.75  3.0  50.0"),
                        cells("stage_overdue  all  learned  0  0.0  –  0  0  0  0  0  –  66.7  –  –  100.0"),
                        cells("close_date_passed  all  –  1  0.2  –  1  0  0  1  0  –  66.7  –  –  100.0"),
                        cells("pushed  all  –  0  0.0  –  0  0  0  0  0  –  66.7  –  –  100.0"));
        assertThat(lines.subList(12, lines.size()))
                .containsExactly(
                        "",
                        "deals left out, as their stage or pipeline is not known: 1",
                        "",
                        "records left out, as they can't be read or make no sense: 1");

        assertCsv(kites, rules);
        assertJson(kites, rules);
        assertThat(kites.succeed("backtest").out())
                .as("as the pipeline is defined")
                .contains("idle               all     as defined       1")
                .contains("idle               agreed           7       1")
                .contains("stage_overdue      asked      learned       0");
    }

    @Test
    void saysInOneLineWhyThereIsNothingToTell() throws Exception {
        Deployment empty = Deployment.withoutSetup(STACK.stack(), directory, "nothing", Map.of());
        assertThat(empty.run("backtest").err()).contains("lacks the topics").hasLineCount(1);

        empty.succeed("setup");
        assertThat(empty.run("backtest").err())
                .isEqualTo("dealpulse: There is no pipeline to test: none is defined." + System.lineSeparator());
        try (EventPublisher publisher = EventPublisher.open(empty.settings())) {
            publisher.publish(pipeline());
        }
        assertThat(empty.run("backtest").err()).contains("There is no event of a deal to test the rules on.");
        Path rules = Files.writeString(directory.resolve("wrong.yaml"), RULES.replace("kites:", "kiets:"));
        CommandLineRun wrong = empty.run("backtest", "--rules", rules.toString());
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err())
                .isEqualTo(
                        "dealpulse: wrong.yaml:2: pipelines.kiets: no pipeline 'kiets' is defined; did you mean 'kites'?"
                                + System.lineSeparator());
        assertThat(empty.run("backtest", "--pipeline", "kits").err()).contains("; did you mean 'kites'?");
    }

    private static void assertCsv(Deployment kites, Path rules) throws Exception {
        Path file = directory.resolve("report.csv");
        assertThat(kites.succeed(
                                "backtest",
                                "--rules",
                                rules.toString(),
                                "--format",
                                "csv",
                                "--out",
                                file.toString(),
                                "--since",
                                "2024-03-13",
                                "--until",
                                "2024-03-19")
                        .out())
                .isEqualTo("report written to " + file + System.lineSeparator());
        assertThat(Files.readString(file)).isEqualTo("""
                pipeline_id,kind,stage_id,threshold,alerts,alerts_per_week,alerts_open,median_open_days,deals_alerted,\
                alerted_lost,alerted_won,alerted_open,alerted_gone,loss_rate,base_loss_rate,lift,median_warning_days,\
                missed,missed_rate,deals,lost,won
                kites,idle,,5,2,2.0000,2,,2,0,0,2,0,,,,,0,,2,0,0
                kites,idle,,10,1,1.0000,1,,1,0,0,1,0,,,,,0,,2,0,0
                kites,idle,agreed,5,1,1.0000,1,,1,0,0,1,0,,,,,0,,1,0,0
                kites,stage_overdue,,8,2,2.0000,2,,2,0,0,2,0,,,,,0,,2,0,0
                kites,stage_overdue,,learned,0,0.0000,0,,0,0,0,0,0,,,,,0,,2,0,0
                kites,close_date_passed,,,0,0.0000,0,,0,0,0,0,0,,,,,0,,2,0,0
                kites,pushed,,,0,0.0000,0,,0,0,0,0,0,,,,,0,,2,0,0
                """);
    }

    private static void assertJson(Deployment kites, Path rules) throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(kites.succeed("backtest", "--rules", rules.toString(), "--format", "json")
                        .out());

        assertThat(report.get("since").asText()).isEqualTo("2024-03-01");
        assertThat(report.get("days").asLong()).isEqualTo(31);
        assertThat(report.get("records_rejected").asLong()).isEqualTo(1);
        assertThat(report.get("deals_waiting").asLong()).isEqualTo(1);
        assertThat(report.get("rules")).hasSize(7);
        JsonNode idle = report.get("rules").get(0);
        assertThat(idle.get("stage_id").isNull()).isTrue();
        assertThat(idle.get("loss_rate").asDouble()).isEqualTo(0.5);
        assertThat(idle.get("base_loss_rate").asDouble()).isEqualTo(0.6667);
        assertThat(idle.get("median_warning_days").asDouble()).isEqualTo(3);
        assertThat(report.get("rules").get(6).get("loss_rate").isNull()).isTrue();
    }

    private static void sendHistory(Deployment kites) throws Exception {
        try (EventPublisher publisher = EventPublisher.open(kites.settings())) {
            publisher.publish(pipeline());
            publisher.publish(change("lost", 1, "asked"));
            publisher.publish(activity("call", "lost", 4));
            publisher.publish(change("lost", 12, "refused"));
            publisher.publish(change("won", 1, "asked"));
            publisher.publish(change("won", 8, "agreed"));
            publisher.publish(change("won", 20, "bought"));
            publisher.publish(change("lost at once", 1, "asked"));
            publisher.publish(change("lost at once", 4, "refused"));
            DealChanged open = change("open", 10, "asked");
            open.setExpectedCloseOn(LocalDate.of(2024, 3, 20));
            publisher.publish(open);
            publisher.publish(change("waiting", 2, "not defined"));
            publisher.publish(change("erased", 1, "asked"));
            publisher.eraseDeal("erased");
            // Of a lead alone: it moves the clock on.
            publisher.publish(activity("last", null, 31));
        }
        try (KafkaProducer<byte[], byte[]> producer = kites.producer()) {
            producer.send(new ProducerRecord<>(
                            EventTopic.DEAL_CHANGED.topicName(), "lost".getBytes(UTF_8), new byte[] {9, 9, 9}))
                    .get();
        }
    }

    private static PipelineDefined pipeline() {
        return new PipelineDefined(
                PIPELINE,
                "Kites",
                List.of(
                        new StageDefined("asked", "Asked", StageKind.OPEN, 0.1, null, null),
                        new StageDefined("agreed", "Agreed", StageKind.OPEN, 0.5, 7, null),
                        new StageDefined("bought", "Bought", StageKind.WON, 1.0, null, null),
                        new StageDefined("refused", "Refused", StageKind.LOST, 0.0, null, null)));
    }

    private static DealChanged change(String dealId, int day, String stageId) {
        return DealChanged.newBuilder()
                .setEventId(dealId + " on " + day)
                .setDealId(dealId)
                .setOccurredAt(march(day))
                .setPipelineId(PIPELINE)
                .setStageId(stageId)
                .build();
    }

    private static ActivityLogged activity(String activityId, @Nullable String dealId, int day) {
        return ActivityLogged.newBuilder()
                .setActivityId(activityId)
                .setDealId(dealId)
                .setLeadId("somebody")
                .setType(ActivityType.CALL)
                .setState(ActivityState.DONE)
                .setOccurredAt(march(day))
                .build();
    }

    private static Instant march(int day) {
        return LocalDate.of(2024, 3, day).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static List<String> cells(String line) {
        return Arrays.asList(line.split(" {2,}"));
    }
}
