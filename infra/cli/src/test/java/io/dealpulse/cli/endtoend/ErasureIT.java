package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The erasure of a deal, by the commands that users give, on the real Kafka, registry and ClickHouse engine. */
class ErasureIT {

    private static final String PIPELINE = "kites";
    private static final String ERASED = "erased-deal-71c9";
    private static final String KEPT = "kept-deal-71c9";
    private static final Instant CREATED = Instant.parse("2025-03-03T09:00:00Z");
    private static final byte[] UNREADABLE = {9, 9, 9};

    @TempDir
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private static LocalStack stack;

    @BeforeAll
    static void takeStack() {
        stack = STACK.stack();
    }

    @Test
    void erasedDealIsFoundNowhereAndTheOthersAreAsTheyWere() throws Exception {
        Deployment kites = Deployment.of(stack, directory, "erasure", Map.of());
        assertThat(kites.succeed("setup").out())
                .as("the topic is as setup wants it")
                .containsPattern("(?m)sales.dead-letter.v1 was there already$");
        try (Crm crm = new Crm(kites.settings())) {
            crm.send(EventTopic.PIPELINE_DEFINED, PIPELINE, crm.pipelines.encode(pipeline()));
            for (String deal : List.of(ERASED, KEPT)) {
                crm.send(EventTopic.DEAL_CHANGED, deal, crm.deals.encode(change(deal, 0, "open")));
                crm.send(EventTopic.ACTIVITY_LOGGED, deal, crm.activities.encode(call(deal)));
                crm.send(EventTopic.DEAL_CHANGED, deal, UNREADABLE);
                crm.send(EventTopic.ACTIVITY_LOGGED, deal, UNREADABLE);
            }
            crm.send(EventTopic.DEAL_CHANGED, KEPT, crm.deals.encode(change(KEPT, 1, "won")));
            crm.send(EventTopic.DEAL_CHANGED, KEPT, crm.deals.encode(change(ERASED, 2, "open")));
            crm.send(EventTopic.DEAL_CHANGED, ERASED, crm.deals.encode(change(KEPT, 2, "open")));
            crm.send(EventTopic.ACTIVITY_LOGGED, KEPT, crm.activities.encode(call(ERASED)));

            kites.succeed("run", "deal-metrics", "deal-alerts", "--until-caught-up");

            assertThat(columnsWith(kites, ERASED))
                    .contains(
                            "deals.deal_id",
                            "stage_visits.deal_id",
                            "deal_flows.deal_id",
                            "deal_milestones.deal_id",
                            "deal_alerts.alert_id",
                            "deal_alerts.deal_id",
                            "dead_letters.detail",
                            "dead_letters.payload");
            assertThat(lettersWith(kites, ERASED))
                    .hasSize(6)
                    .contains("sales.deal-alert.v1 " + ERASED + "/idle/" + CREATED);
            assertThat(kites.count("SELECT count() FROM v_dead_letters")).isEqualTo(7);

            CommandLineRun erase = kites.succeed("erase", ERASED);
            assertThat(erase.out()).contains("'" + ERASED + "'");
            // What comes too late for a deal that is gone.
            crm.send(EventTopic.DEAL_CHANGED, ERASED, crm.deals.encode(change(ERASED, 3, "open")));
            crm.send(EventTopic.DEAL_CHANGED, ERASED, UNREADABLE);
            crm.send(EventTopic.DEAL_CHANGED, KEPT, crm.deals.encode(change(ERASED, 3, "open")));
        }
        kites.succeed("run", "deal-metrics", "deal-alerts", "--until-caught-up");
        assertThat(kites.succeed("purge").out())
                .contains("table   deals: ", "table   dead_letters: ", "rows of deleted keys removed");

        assertErased(kites);

        kites.succeed("run", "deal-metrics", "deal-alerts", "--until-caught-up", "--from-scratch");
        kites.succeed("purge");

        assertErased(kites);
    }

    @Test
    void emptyIdIsRefused() {
        CommandLineRun run = CommandLineRun.of("erase", "some-deal", "", "--data-dir", directory.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("A DEAL_ID is empty; nothing was erased.")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void purgeWithoutClickHouseSaysTheWayOut() {
        CommandLineRun run =
                CommandLineRun.of("purge", "--clickhouse", "http://127.0.0.1:1", "--data-dir", directory.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("ClickHouse can't be reached at http://127.0.0.1:1")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private static void assertErased(Deployment kites) {
        assertThat(columnsWith(kites, ERASED)).isEmpty();
        assertThat(lettersWith(kites, ERASED)).isEmpty();
        assertThat(kites.column("SELECT deal_id FROM v_deals")).containsExactly(KEPT);
        assertThat(kites.rows("SELECT topic, key FROM v_dead_letters ORDER BY topic"))
                .containsExactly(List.of("crm.activity.logged.v1", KEPT), List.of("crm.deal.changed.v1", KEPT));
        assertThat(lettersWith(kites, KEPT)).hasSize(2);
        assertThat(kites.rows("SELECT deals, amount FROM v_closing_daily WHERE dimension = 'all'"))
                .containsExactly(List.of("1", "100"));
    }

    /** Every column, whatever the table, in which the text stands physically: superseded, deleted, or as Base64. */
    private static List<String> columnsWith(Deployment deployment, String text) {
        List<String> found = new ArrayList<>();
        for (List<String> column : deployment.rows("""
                SELECT table, name FROM system.columns
                WHERE database = currentDatabase() AND match(type, 'String|Map|Array|JSON|Tuple')
                    AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine != 'View')
                """)) {
            String cell = "ifNull(toString(`" + column.get(1) + "`), '')";
            String query =
                    "SELECT countIf(position(%1$s, '%2$s') > 0 OR position(tryBase64Decode(%1$s), '%2$s') > 0) FROM %3$s"
                            .formatted(cell, text, column.get(0));
            if (deployment.count(query) > 0) {
                found.add(column.get(0) + "." + column.get(1));
            }
        }
        return found;
    }

    /** The keys of our own topics' records that stay after compaction and have the text anywhere. */
    private static List<String> lettersWith(Deployment deployment, String text) {
        Map<String, byte @Nullable []> latest = new HashMap<>();
        for (EventTopic topic : EventTopic.values()) {
            if (topic.topicName().startsWith("sales.")) {
                for (ConsumerRecord<byte[], byte[]> record : deployment.records(topic)) {
                    latest.put(record.topic() + " " + new String(record.key(), UTF_8), record.value());
                }
            }
        }
        TreeSet<String> found = new TreeSet<>();
        latest.forEach((key, value) -> {
            // A tombstone bears the id too, until compaction takes it away with what was before it.
            if (value != null && (key.contains(text) || new String(value, ISO_8859_1).contains(text))) {
                found.add(key);
            }
        });
        return List.copyOf(found);
    }

    private static DealChanged change(String dealId, int number, String stageId) {
        return DealChanged.newBuilder()
                .setEventId("event-" + number)
                .setDealId(dealId)
                .setOccurredAt(CREATED.plus(Duration.ofDays(number)))
                .setPipelineId(PIPELINE)
                .setStageId(stageId)
                .setAmount(new BigDecimal("100.00"))
                .setCurrency("EUR")
                .build();
    }

    private static ActivityLogged call(String dealId) {
        return ActivityLogged.newBuilder()
                .setActivityId("call-1")
                .setDealId(dealId)
                .setType(ActivityType.CALL)
                .setState(ActivityState.DONE)
                .setOccurredAt(CREATED.plus(Duration.ofHours(1)))
                .build();
    }

    private static PipelineDefined pipeline() {
        return PipelineDefined.newBuilder()
                .setPipelineId(PIPELINE)
                .setName("Kites")
                .setStages(List.of(stage("open", StageKind.OPEN), stage("won", StageKind.WON)))
                .build();
    }

    private static StageDefined stage(String stageId, StageKind kind) {
        return StageDefined.newBuilder()
                .setStageId(stageId)
                .setName(stageId)
                .setKind(kind)
                .setProbability(0.5)
                .setIdleAfterDays(0)
                .build();
    }

    /** A producer that may send anything. */
    private static final class Crm implements AutoCloseable {

        private final RegistryClient registry;
        private final KafkaProducer<byte[], byte[]> producer;
        private final AvroEncoder<DealChanged> deals;
        private final AvroEncoder<ActivityLogged> activities;
        private final AvroEncoder<PipelineDefined> pipelines;

        Crm(Settings settings) {
            List<String> urls =
                    settings.get(Options.REGISTRY).stream().map(URI::toString).toList();
            registry = new RegistryClient(urls, settings.registryClientSettings());
            producer = new KafkaProducer<>(
                    settings.kafkaProperties(), new ByteArraySerializer(), new ByteArraySerializer());
            deals = new AvroEncoder<>(EventTopic.DEAL_CHANGED, registry);
            activities = new AvroEncoder<>(EventTopic.ACTIVITY_LOGGED, registry);
            pipelines = new AvroEncoder<>(EventTopic.PIPELINE_DEFINED, registry);
        }

        void send(EventTopic topic, String key, byte[] value) throws Exception {
            producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), value))
                    .get();
        }

        @Override
        public void close() {
            producer.close();
            registry.close();
        }
    }
}
