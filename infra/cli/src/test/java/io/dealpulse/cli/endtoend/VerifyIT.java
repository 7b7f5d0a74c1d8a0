package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.Home;
import io.dealpulse.cli.generate.CrmTraffic;
import io.dealpulse.cli.generate.Scenario;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.Progress;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} says of the tables of a job that has seen everything, and of tables that somebody changed. */
class VerifyIT {

    private static final int TABLES = 18;

    @TempDir
    static Path directory;

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(Home.directory(), directory.resolve("stack"), Progress.silent());
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    /**
     * One wrong row.
     *
     * @param table where it is
     * @param row tells which row is changed
     * @param error what takes the place of its columns
     * @param told what must be said of it
     */
    private record WrongRow(String table, String row, String error, List<String> told) {

        /** Puts it in, made from the row as it stands, which is kept. */
        void plant(Deployment deployment) {
            deployment.execute(
                    "CREATE TABLE kept_%1$s ENGINE = Memory AS SELECT * FROM %1$s FINAL WHERE %2$s ORDER BY ALL LIMIT 1"
                            .formatted(table, row));
            assertThat(deployment.count("SELECT count() FROM kept_" + table))
                    .as(table)
                    .isEqualTo(1);
            deployment.execute("INSERT INTO %1$s SELECT * REPLACE (%2$s, version + 1 AS version) FROM kept_%1$s"
                    .formatted(table, error));
        }

        /** Deletes it, which has another key than the kept one if it was added, and puts the kept one back. */
        void undo(Deployment deployment) {
            deployment.execute(
                    "INSERT INTO %1$s SELECT * REPLACE (version + 2 AS version, 1 AS is_deleted) FROM (SELECT * REPLACE (%2$s) FROM kept_%1$s)"
                            .formatted(table, error));
            deployment.execute(
                    "INSERT INTO %1$s SELECT * REPLACE (version + 3 AS version) FROM kept_%1$s".formatted(table));
            deployment.execute("DROP TABLE kept_" + table);
        }
    }

    @Test
    void everyTableOfACaughtUpJobAgreesAndEachWrongRowIsNamed() throws Exception {
        Deployment shop = Deployment.of(stack, directory, "shop", Map.of());
        RecordMetadata duplicate = sendHistory(shop);
        shop.succeed("run", "deal-metrics", "deal-alerts", "--until-caught-up");

        assertThat(shop.succeed("verify").out())
                .containsPattern("verified: [0-9,]+ rows in " + TABLES + " tables equal a fresh computation of [0-9,]+")
                .doesNotContainPattern(" 0 rows")
                .doesNotContain("left out", "not compared");

        for (List<WrongRow> round :
                List.of(wrongRows(), moreWrongRows(), wrongSlices(), rowUnderAnotherState(), rowInAnotherPipeline())) {
            round.forEach(wrong -> wrong.plant(shop));
            CommandLineRun run = shop.run("verify");
            assertThat(run.exitCode()).as(run.out()).isEqualTo(1);
            assertThat(run.err())
                    .as(run.out())
                    .startsWith("dealpulse: " + (round.size() == 1 ? "1 row is" : round.size() + " rows are")
                            + " not as a fresh computation of ")
                    .hasLineCount(1);
            String tables = run.err().substring(run.err().lastIndexOf(": ") + 2).replaceFirst("\\.\\R$", "");
            assertThat(tables.split(", ", -1))
                    .containsExactlyInAnyOrder(
                            round.stream().map(WrongRow::table).toArray(String[]::new));
            assertThat(run.out())
                    .contains(round.stream()
                            .flatMap(wrong -> wrong.told().stream())
                            .toList());
            round.forEach(wrong -> wrong.undo(shop));
        }

        shop.execute(
                "INSERT INTO dead_letters (topic, partition, offset, reason, version) VALUES ('%s', %d, %d, '%s', 1)"
                        .formatted(duplicate.topic(), duplicate.partition(), duplicate.offset(), "too_late"));
        assertThat(shop.succeed("verify").out())
                .contains("verified: ", "left out because they came too late to count, as their dead letters say: 1");
    }

    @Test
    void rowsAreMissingWhereNoJobHasRunAndSoIsWhatSetupMakes() throws Exception {
        Deployment idle = Deployment.withoutSetup(stack, directory, "idle", Map.of());
        assertThat(idle.run("verify").err()).contains("lacks the topics").hasLineCount(1);
        Deployment.of(stack, directory, "another", Map.of());
        assertThat(idle.run("verify").err())
                .contains("lacks migrations of database idle", "'./dealpulse setup'")
                .hasLineCount(1);

        idle.succeed("setup");
        assertThat(idle.succeed("verify").out())
                .contains("deal_alerts          not compared: deal-alerts has never run")
                .contains("verified: 0 rows in " + (TABLES - 1) + " tables");
        try (EventPublisher publisher = EventPublisher.open(idle.settings())) {
            publisher.publish(change("deal-1", Instant.parse("2025-03-01T00:00:00Z")));
        }

        CommandLineRun run = idle.run("verify", "--differences", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("1 row is not as a fresh computation of 1 records gives: waiting_deals.");
        assertThat(run.out())
                .contains("0 rows: 0 different, 1 missing, 0 unexpected")
                .doesNotContain("deal-1");
    }

    private static List<WrongRow> wrongRows() {
        return List.of(
                new WrongRow(
                        "closing_daily",
                        "dimension = 'owner' AND outcome = 'won'",
                        "amount + 1 AS amount",
                        List.of("  different   pipeline_id='", "dimension='owner'", "; amount: expected ")),
                new WrongRow(
                        "conversion_daily",
                        "dimension = 'segment'",
                        "1 AS is_deleted",
                        List.of(
                                "  missing     pipeline_id='",
                                "dimension='segment'",
                                "in the events, not in the table")),
                new WrongRow(
                        "deals",
                        "status = 'open'",
                        "'ghost' AS deal_id",
                        List.of("  unexpected  deal_id='ghost': in the table, not in the events")),
                new WrongRow(
                        "stage_exit_daily",
                        "notEmpty(histogram)",
                        "mapAdd(histogram, map(mapKeys(histogram)[1], toInt64(1))) AS histogram",
                        List.of("  different   pipeline_id='", "; histogram: expected {")),
                new WrongRow(
                        "pipeline_value",
                        "dimension = 'all'",
                        "as_of - 1 AS as_of",
                        List.of("  different   pipeline_id='", "; as_of: expected 2")),
                new WrongRow(
                        "deal_alerts",
                        "state = 'open'",
                        "since - INTERVAL 1 DAY AS since",
                        List.of("  different   state='open', pipeline_id='", "; since: expected ")));
    }

    /** Others in the same tables. */
    private static List<WrongRow> moreWrongRows() {
        return List.of(
                new WrongRow(
                        "pipeline_value",
                        "dimension = 'all'",
                        "weighted_amount + 0.01 AS weighted_amount",
                        List.of("  different   pipeline_id='", "; weighted_amount: expected ")),
                new WrongRow(
                        "pipeline_flow_daily",
                        "dimension = 'all'",
                        "weighted_own + toDecimal128('0.00000000001', 11) AS weighted_own",
                        List.of("  different   pipeline_id='", "; weighted_own: expected ")),
                new WrongRow(
                        "deal_flows",
                        "cause = 'won'",
                        "step + 1000 AS step",
                        List.of("  unexpected  pipeline_id='", "cause='won'")),
                new WrongRow(
                        "deal_milestones",
                        "milestone = 'reached'",
                        "arrayPushBack(slices, 'tier=1') AS slices",
                        List.of("  different   pipeline_id='", "milestone='reached'", "; slices: expected ['")),
                new WrongRow(
                        "deal_alerts",
                        "state = 'resolved'",
                        "'late_event' AS resolution",
                        List.of("  different   state='resolved', pipeline_id='", "; resolution: expected ")));
    }

    /** Those of its deal as it was, say. */
    private static List<WrongRow> wrongSlices() {
        return List.of(new WrongRow(
                "deal_alerts",
                "state = 'resolved'",
                "arrayPushBack(slices, 'tier=1') AS slices",
                List.of("  different   state='resolved', pipeline_id='", "; slices: expected ['owner=")));
    }

    /** Of an alert that is there under its other state as well. */
    private static List<WrongRow> rowUnderAnotherState() {
        return List.of(new WrongRow(
                "deal_alerts",
                "state = 'open'",
                "'resolved' AS state, 'late_event' AS resolution",
                List.of("  unexpected  state='resolved', pipeline_id='")));
    }

    /** Of an alert that is there in another pipeline as well. */
    private static List<WrongRow> rowInAnotherPipeline() {
        return List.of(new WrongRow(
                "deal_alerts",
                "state = 'open'",
                "'elsewhere' AS pipeline_id, 'late_event' AS resolution",
                List.of("  unexpected  state='open', pipeline_id='elsewhere', alert_id='")));
    }

    /** Sends all that makes histories messy, and returns the place of a record that says nothing new. */
    private static RecordMetadata sendHistory(Deployment deployment) throws Exception {
        List<String> deals = new ArrayList<>();
        try (EventPublisher publisher = EventPublisher.open(deployment.settings())) {
            new CrmTraffic(history()).forEachRemaining(delivery -> {
                publisher.publish(delivery.event());
                if (delivery.event() instanceof DealChanged deal && !deals.contains(deal.getDealId())) {
                    deals.add(deal.getDealId());
                }
            });
            DealChanged deletion = change(deals.get(0), Instant.parse("2025-07-01T00:00:00Z"));
            deletion.setDeleted(true);
            deletion.setPipelineId(null);
            deletion.setStageId(null);
            publisher.publish(deletion);
            publisher.publish(change("waiting", Instant.parse("2025-03-01T00:00:00Z")));
        }
        try (RegistryClient registry = deployment.registry();
                KafkaProducer<byte[], byte[]> producer = deployment.producer()) {
            producer.send(new ProducerRecord<>(
                            EventTopic.DEAL_CHANGED.topicName(), deals.get(1).getBytes(UTF_8), null))
                    .get();
            List<Garbage.Message> garbage = new Garbage(registry).messages();
            for (Garbage.Message message : garbage) {
                producer.send(message.record()).get();
            }
            return producer.send(garbage.get(garbage.size() - 1).record()).get();
        }
    }

    private static DealChanged change(String dealId, Instant occurredAt) {
        return DealChanged.newBuilder()
                .setEventId("change-of-" + dealId)
                .setDealId(dealId)
                .setOccurredAt(occurredAt)
                .setPipelineId("not defined")
                .setStageId("lead")
                .build();
    }

    private static Scenario history() {
        return new Scenario(
                20_260_102, 120, LocalDate.of(2025, 1, 1), 200, false, Scenario.Shares.DEMO, Scenario.DEMO_CURRENCIES);
    }
}
