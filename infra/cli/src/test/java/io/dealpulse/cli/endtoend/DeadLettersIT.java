package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.deadletters.Letters;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dead letters, listed and replayed as users do it, on the real Kafka, registry, job and ClickHouse engine. The topics are
 * shared: one test has the letters of today, the other those of a day in 2025.
 */
class DeadLettersIT {

    private static final String DEALS = "crm.deal.changed.v1";
    private static final byte[] UNREADABLE = {9, 9, 9};
    private static final byte[] TORN = {0, 0};

    /** What is told of a record that does not belong into the topic, once a test has written one. */
    private static final String PASSED_OVER =
            "Passed over, as they are no dead letters: 1 of the records of sales.dead-letter.v1. The log names them.";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Deployment deployment;

    @BeforeAll
    static void setUp() throws Exception {
        deployment = Deployment.of(STACK.stack(), directory, "dead_letters", Map.of());
    }

    @Test
    void aRejectedRecordCountsOnceItsCauseIsMendedAndItIsReplayed() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (Writer writer = new Writer(deployment)) {
            writer.send(EventTopic.PIPELINE_DEFINED, "kites", writer.pipelines.encode(pipeline()));
            writer.send(EventTopic.DEAL_CHANGED, "readable", writer.deals.encode(deal("readable", now)));
            writer.send(
                    EventTopic.DEAL_CHANGED, "early", writer.deals.encode(deal("early", now.plus(Duration.ofDays(3)))));
            writer.send(EventTopic.DEAL_CHANGED, "torn", TORN);
        }
        deployment.succeed("run", "deal-metrics", "--until-caught-up");

        assertThat(succeed("list", "--from", now.toString()).out())
                .containsPattern("(?m)^" + DEALS + "/\\d/\\d  .*Z  future_event +early +\\d+  occurred_at: ")
                .containsPattern("(?m)^" + DEALS + "/\\d/\\d  .*Z  truncated +torn +2  ")
                .containsPattern("(?m)^future_event +" + DEALS + " +1$");
        assertThat(succeed("list", "--from", now.toString(), "--reason", "truncated", "--format", "csv", "--payload")
                        .out())
                .containsPattern(",torn,4,2,dG9ybg==,AAA=\n$")
                .hasLineCount(2);

        List<ConsumerRecord<byte[], byte[]>> before = deployment.records(EventTopic.DEAL_CHANGED);
        assertThat(succeed("replay", "--reason", "future_event", "--dry-run").out())
                .containsPattern("(?m)^would send " + DEALS + "/\\d/\\d \\(future_event\\)$")
                .endsWith("Dry run: 1 record would be sent, nothing was.\n");
        assertThat(deployment.records(EventTopic.DEAL_CHANGED)).hasSameSizeAs(before);

        ConsumerRecord<byte[], byte[]> original = keyed(before, "early").get(0);
        CommandLineRun replay = succeed("replay", "--reason", "future_event");
        ConsumerRecord<byte[], byte[]> again =
                keyed(deployment.records(EventTopic.DEAL_CHANGED), "early").get(1);
        assertThat(replay.out())
                .isEqualToIgnoringNewLines("sent    %s -> %s1 record sent.".formatted(place(original), place(again)));
        assertThat(again.key()).isEqualTo(original.key());
        assertThat(again.value()).isEqualTo(original.value());
        assertThat(again.timestamp()).isEqualTo(original.timestamp());
        assertThat(again.headers().lastHeader("dealpulse.replayed-from").value())
                .asString(UTF_8)
                .isEqualTo(place(original));
        assertThat(deployment.records(EventTopic.DEAL_CHANGED)).hasSize(before.size() + 1);

        deployment.succeed("run", "deal-metrics", "--until-caught-up", "--set", "max.future=5 d");
        assertThat(deployment.column("SELECT deal_id FROM v_deals ORDER BY deal_id"))
                .containsExactly("early", "readable");
        assertThat(deployment.count("SELECT count() FROM v_dead_letters WHERE key IN ('early', 'torn')"))
                .as("the letter stays, as its record does")
                .isEqualTo(2);
    }

    @Test
    void onlyWhatMayBeReplayedIs() throws Exception {
        DeadLetter sent = Letters.of(EventTopic.DEAL_CHANGED, 100, "truncated", "sent", UNREADABLE);
        DeadLetter erased = Letters.of(EventTopic.DEAL_CHANGED, 101, "truncated", "erased", UNREADABLE);
        DeadLetter late = Letters.of(EventTopic.DEAL_CHANGED, 102, "too_late", "late", null);
        DeadLetter refused = Letters.of(EventTopic.DEAL_ALERT, 103, "webhook_refused", "refused", UNREADABLE);
        DeadLetter old = Letters.of(EventTopic.PIPELINE_DEFINED, 0, "truncated", "boats", UNREADABLE);
        try (Writer writer = new Writer(deployment)) {
            for (DeadLetter letter : List.of(sent, erased, late, refused, old)) {
                writer.send(EventTopic.DEAD_LETTER, Letters.place(letter), writer.letters.encode(letter));
            }
            writer.send(EventTopic.DEAD_LETTER, Letters.place(erased), null);
            writer.send(EventTopic.DEAD_LETTER, "no place", UNREADABLE);
            writer.sendToFirstPartition(EventTopic.PIPELINE_DEFINED, "boats", UNREADABLE);
            writer.sendToFirstPartition(EventTopic.PIPELINE_DEFINED, "boats", UNREADABLE);
        }

        String day = Letters.TIMESTAMP.toString();
        String end = Letters.TIMESTAMP.plusMillis(1).toString();
        CommandLineRun list = deployment.run("dead-letters", "list", "--from", day, "--to", end, "--format", "json");
        assertThat(list.out()).contains("\"letters_chosen\" : 4").doesNotContain("erased");
        assertThat(list.err()).contains(PASSED_OVER);

        CommandLineRun replay = succeed("replay", "--from", day, "--to", end);

        assertThat(replay.out())
                .containsPattern("(?m)^sent    " + Letters.place(sent) + " -> " + DEALS + "/0/\\d$")
                .contains(
                        "left    %s: nothing is wrong with".formatted(Letters.place(late)),
                        "left    %s: these are alerts".formatted(Letters.place(refused)),
                        "left    %s: they are not the last of their key".formatted(Letters.place(old)),
                        "1 record sent.")
                .doesNotContain(Letters.place(erased));
        List<ConsumerRecord<byte[], byte[]>> deals = deployment.records(EventTopic.DEAL_CHANGED);
        assertThat(keyed(deals, "sent"))
                .singleElement()
                .extracting(ConsumerRecord::value)
                .isEqualTo(UNREADABLE);
        assertThat(keyed(deals, "erased")).isEmpty();
        assertThat(keyed(deals, "late")).isEmpty();
        assertThat(keyed(deployment.records(EventTopic.PIPELINE_DEFINED), "boats"))
                .hasSize(2);
        assertThat(deployment.records(EventTopic.DEAL_ALERT)).isEmpty();

        CommandLineRun gone = deployment.run("dead-letters", "replay", "--place", Letters.place(erased));
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.err())
                .isEqualToIgnoringNewLines(
                        "dealpulse: There is no dead letter of %s: its record was not rejected, or its deal is erased. Nothing was sent."
                                .formatted(Letters.place(erased)));
        assertThat(deployment
                        .run("dead-letters", "replay", "--place", Letters.place(late))
                        .exitCode())
                .as("what was asked for by name was not done")
                .isEqualTo(1);
    }

    private static CommandLineRun succeed(String... words) {
        CommandLineRun run = deployment.run(
                Stream.concat(Stream.of("dead-letters"), Stream.of(words)).toArray(String[]::new));
        assertThat(run.err().lines())
                .as("no more than progress, of a slow machine")
                .allMatch(line -> line.equals(PASSED_OVER) || line.matches("(read|sent) .*"));
        assertThat(run.exitCode()).isZero();
        return run;
    }

    private static List<ConsumerRecord<byte[], byte[]>> keyed(
            List<ConsumerRecord<byte[], byte[]>> records, String key) {
        return records.stream()
                .filter(record -> key.equals(new String(record.key(), UTF_8)))
                .toList();
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }

    private static DealChanged deal(String dealId, Instant occurredAt) {
        return DealChanged.newBuilder()
                .setEventId("event-1")
                .setDealId(dealId)
                .setOccurredAt(occurredAt)
                .setPipelineId("kites")
                .setStageId("open")
                .build();
    }

    private static PipelineDefined pipeline() {
        return PipelineDefined.newBuilder()
                .setPipelineId("kites")
                .setName("Kites")
                .setStages(List.of(StageDefined.newBuilder()
                        .setStageId("open")
                        .setName("Open")
                        .setKind(StageKind.OPEN)
                        .setProbability(0.5)
                        .build()))
                .build();
    }

    /** Writes what producers, and the job, would write. */
    private static final class Writer implements AutoCloseable {

        private final RegistryClient registry;
        private final KafkaProducer<byte[], byte[]> producer;
        private final AvroEncoder<DealChanged> deals;
        private final AvroEncoder<PipelineDefined> pipelines;
        private final AvroEncoder<DeadLetter> letters;

        Writer(Deployment deployment) {
            registry = deployment.registry();
            producer = deployment.producer();
            deals = new AvroEncoder<>(EventTopic.DEAL_CHANGED, registry);
            pipelines = new AvroEncoder<>(EventTopic.PIPELINE_DEFINED, registry);
            letters = new AvroEncoder<>(EventTopic.DEAD_LETTER, registry);
        }

        void send(EventTopic topic, String key, byte @Nullable [] value) throws Exception {
            producer.send(new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), value))
                    .get();
        }

        void sendToFirstPartition(EventTopic topic, String key, byte[] value) throws Exception {
            producer.send(new ProducerRecord<>(topic.topicName(), 0, key.getBytes(UTF_8), value))
                    .get();
        }

        @Override
        public void close() {
            producer.close();
            registry.close();
        }
    }
}
