package io.dealpulse.jobs.source;

import static io.dealpulse.jobs.source.Events.SENT;
import static io.dealpulse.jobs.source.Events.activity;
import static io.dealpulse.jobs.source.Events.deal;
import static io.dealpulse.jobs.source.Events.key;
import static io.dealpulse.jobs.source.Events.rate;
import static io.dealpulse.jobs.source.Events.wire;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.schemas.EventTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecodeRecordsTest {

    private static final int DEALS = 1;
    private static final int RATES = 2;
    private static final int NOT_READABLE = 3;
    private static final int ACTIVITIES = 4;
    private static final int UNKNOWN = 77;
    private static final Instant OCCURRED = SENT.minusSeconds(3600);

    private FakeRegistry registry;
    private OneInputStreamOperatorTestHarness<RawRecord, DealMessage> deals;

    @BeforeEach
    void open() throws Exception {
        registry = new FakeRegistry()
                .with(DEALS, EventTopic.DEAL_CHANGED.schemaText())
                .with(RATES, EventTopic.FX_RATE_SET.schemaText())
                .with(NOT_READABLE, """
                        {"type": "record", "name": "DealChanged", "namespace": "io.dealpulse.events.v1",
                         "fields": [{"name": "deal_id", "type": "string"}]}""")
                .with(ACTIVITIES, EventTopic.ACTIVITY_LOGGED.schemaText());
        deals = harness(EventTopic.DEAL_CHANGED, new DealEventReader(Duration.ofDays(1)));
    }

    @AfterEach
    void close() throws Exception {
        deals.close();
        registry.close();
    }

    @Test
    void everyKindOfGarbageCostsExactlyItself() throws Exception {
        byte[] good = wire(DEALS, deal("d-1"));
        byte[] wrongMagic = good.clone();
        wrongMagic[0] = 7;
        DealChanged senseless = deal("d-1");
        senseless.setProbability(2.0);
        List<byte[]> garbage = List.of(
                wrongMagic,
                new byte[0],
                wire(UNKNOWN, deal("d-1")),
                wire(RATES, rate("1")),
                wire(NOT_READABLE, deal("d-1")),
                Arrays.copyOf(good, good.length - 1),
                Arrays.copyOf(good, good.length + 1),
                wire(DEALS, senseless));
        long offset = 0;
        for (byte[] value : garbage) {
            send(record(0, offset++, good));
            send(record(0, offset++, value));
        }
        send(record(0, offset, good));

        assertThat(deals.extractOutputValues())
                .hasSize(garbage.size() + 1)
                .extracting(DealMessage::event)
                .containsOnly(new DealEventReader(Duration.ofDays(1))
                        .read(deal("d-1"), key("d-1"), SENT)
                        .event());
        assertThat(deals.extractOutputValues())
                .extracting(message -> Objects.requireNonNull(message.place()).offset())
                .containsExactly(0L, 2L, 4L, 6L, 8L, 10L, 12L, 14L, 16L);
        assertThat(sent(DecodeRecords.REJECTED))
                .extracting(RejectedRecord::offset, RejectedRecord::reason)
                .containsExactly(
                        tuple(1L, "magic_byte"),
                        tuple(3L, "truncated"),
                        tuple(5L, "unknown_schema_id"),
                        tuple(7L, "wrong_record"),
                        tuple(9L, "incompatible_schema"),
                        tuple(11L, "truncated"),
                        tuple(13L, "trailing_bytes"),
                        tuple(15L, "out_of_range"));
    }

    @Test
    void aRejectedRecordKeepsItsPlaceAndItsBytes() throws Exception {
        byte[] value = {9, 9, 9, 9, 9, 9};
        send(record(3, 42, value));

        assertThat(sent(DecodeRecords.REJECTED)).singleElement().satisfies(rejected -> {
            assertThat(rejected.topic()).isEqualTo("crm.deal.changed.v1");
            assertThat(rejected.partition()).isEqualTo(3);
            assertThat(rejected.offset()).isEqualTo(42);
            assertThat(rejected.timestamp()).isEqualTo(SENT);
            assertThat(rejected.detail()).startsWith("value: ");
            assertThat(rejected.key()).isEqualTo(key("d-1"));
            assertThat(rejected.value()).isEqualTo(value);
        });
    }

    @Test
    void aRejectedRecordNamesTheDealsThatItSpeaksOf() throws Exception {
        send(record("d-1", new byte[] {9}));
        send(record("d-1", wire(DEALS, deal("d-2"))));
        DealChanged senseless = deal("d-1");
        senseless.setProbability(2.0);
        send(record("d-1", wire(DEALS, senseless)));
        send(record("", wire(DEALS, deal("d-3"))));
        send(new RawRecord("crm.deal.changed.v1", 0, 0, SENT, null, wire(DEALS, deal("d-3"))));
        send(new RawRecord("crm.deal.changed.v1", 0, 0, SENT, new byte[] {(byte) 0xC3}, new byte[] {9}));
        send(new RawRecord("crm.deal.changed.v1", 0, 0, SENT, null, null));

        assertThat(sent(DecodeRecords.REJECTED))
                .extracting(RejectedRecord::subjects)
                .containsExactly(
                        List.of("d-1"),
                        List.of("d-1", "d-2"),
                        List.of("d-1"),
                        List.of("d-3"),
                        List.of("d-3"),
                        List.of(),
                        List.of());
    }

    @Test
    void aRejectedActivityNamesTheDealsThatItSpeaksOfAndNoLead() {
        ActivityReader reader = new ActivityReader(Duration.ofDays(1));
        ActivityLogged ofDeal = activity("d-1");
        ofDeal.setLeadId("l-1");
        ActivityLogged ofLead = activity("");
        ofLead.setLeadId("l-1");

        assertThat(reader.subjects(ofDeal, key("d-1"))).containsExactly("d-1");
        assertThat(reader.subjects(ofDeal, key("d-2"))).containsExactly("d-2", "d-1");
        assertThat(reader.subjects(ofDeal, key("l-1"))).containsExactly("d-1");
        assertThat(reader.subjects(ofLead, key("l-1"))).isEmpty();
        assertThat(reader.subjects(ofLead, key("d-2"))).containsExactly("d-2");
        assertThat(reader.subjects(null, key("d-1"))).containsExactly("d-1");
        assertThat(reader.subjects(null, null)).isEmpty();
    }

    @Test
    void aRejectedRecordOfAnotherTopicNamesNoDeal() {
        assertThat(new FxRateReader().subjects(rate("1"), key("d-1"))).isEmpty();
    }

    @Test
    void aTombstoneErases() throws Exception {
        send(record(0, 0, null));

        assertThat(deals.extractOutputValues())
                .containsExactly(new DealMessage("d-1", null, new RecordPlace(0, 0, SENT)));
    }

    @Test
    void aTombstoneOnTheActivityTopicIsIgnoredAndCounted() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, ActivityMessage> activities =
                harness(EventTopic.ACTIVITY_LOGGED, new ActivityReader(Duration.ofDays(1)))) {
            activities.processElement(
                    new StreamRecord<>(new RawRecord("crm.activity.logged.v1", 0, 0, SENT, key("d-1"), null)));
            activities.processElement(new StreamRecord<>(new RawRecord(
                    "crm.activity.logged.v1", 0, 1, SENT, key("d-1"), wire(ACTIVITIES, activity("d-1")))));

            assertThat(activities.extractOutputValues()).hasSize(1);
            assertThat(activities.getSideOutput(DecodeRecords.REJECTED)).isNullOrEmpty();
            assertThat(((DecodeRecords<?, ?>) activities.getOperator()).ignoredTombstones())
                    .isEqualTo(1);
        }
    }

    @Test
    void progressComesOnceInAWhileForEachPartition() throws Exception {
        deals.setProcessingTime(1000);
        send(event(0, 0, OCCURRED));
        send(event(0, 1, OCCURRED.plusSeconds(2)));
        send(event(1, 0, OCCURRED.plusSeconds(1)));
        assertThat(sent(DecodeRecords.PROGRESS)).isEmpty();

        deals.setProcessingTime(1200);
        assertThat(sent(DecodeRecords.PROGRESS))
                .containsExactly(
                        new Progress("crm.deal.changed.v1", 0, 2, OCCURRED.plusSeconds(2)),
                        new Progress("crm.deal.changed.v1", 1, 1, OCCURRED.plusSeconds(1)));

        deals.setProcessingTime(5000);
        assertThat(sent(DecodeRecords.PROGRESS)).hasSize(2);

        send(event(0, 2, OCCURRED));
        deals.setProcessingTime(5200);
        assertThat(sent(DecodeRecords.PROGRESS))
                .hasSize(3)
                .last()
                .isEqualTo(new Progress("crm.deal.changed.v1", 0, 3, OCCURRED.plusSeconds(2)));
    }

    @Test
    void progressCountsRejectedRecordsButTheyMoveNoClock() throws Exception {
        send(record(0, 8, new byte[] {1}));
        deals.prepareSnapshotPreBarrier(1);

        assertThat(sent(DecodeRecords.PROGRESS)).containsExactly(new Progress("crm.deal.changed.v1", 0, 9, null));
    }

    @Test
    void progressIsExactBeforeACheckpointAndAtTheEndOfTheInput() throws Exception {
        send(event(0, 0, OCCURRED));
        deals.prepareSnapshotPreBarrier(1);
        assertThat(sent(DecodeRecords.PROGRESS)).containsExactly(new Progress("crm.deal.changed.v1", 0, 1, OCCURRED));

        send(event(0, 1, OCCURRED.plusSeconds(1)));
        deals.endInput();
        deals.getOperator().finish();
        assertThat(sent(DecodeRecords.PROGRESS))
                .hasSize(2)
                .last()
                .isEqualTo(new Progress("crm.deal.changed.v1", 0, 2, OCCURRED.plusSeconds(1)));
    }

    @Test
    void anUnreachableRegistryDelaysRecordsAndCondemnsNone() throws Exception {
        registry.down(true);
        try (Background background = new Background()) {
            Future<?> sending = background.run(() -> send(record(0, 0, wire(DEALS, deal("d-1")))));
            await().until(() -> registry.refusals() >= 2);
            assertThat(sending).isNotDone();

            registry.down(false);
            sending.get(20, TimeUnit.SECONDS);
        }

        assertThat(deals.extractOutputValues()).hasSize(1);
        assertThat(sent(DecodeRecords.REJECTED)).isEmpty();
    }

    @Test
    void aJobThatIsCancelledDoesNotWaitForTheRegistry() throws Exception {
        registry.down(true);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread task = new Thread(() -> {
            try {
                send(record(0, 0, wire(DEALS, deal("d-1"))));
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        task.start();
        await().until(() -> registry.refusals() >= 1);

        task.interrupt();

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        task.join();
    }

    private void send(RawRecord record) throws Exception {
        deals.processElement(new StreamRecord<>(record));
    }

    private static RawRecord record(int partition, long offset, byte @Nullable [] value) {
        return new RawRecord("crm.deal.changed.v1", partition, offset, SENT, key("d-1"), value);
    }

    private static RawRecord record(String key, byte[] value) {
        return new RawRecord("crm.deal.changed.v1", 0, 0, SENT, key(key), value);
    }

    private static RawRecord event(int partition, long offset, Instant occurredAt) {
        DealChanged deal = deal("d-1");
        deal.setOccurredAt(occurredAt);
        return record(partition, offset, wire(DEALS, deal));
    }

    private <X> List<X> sent(OutputTag<X> tag) {
        Collection<StreamRecord<X>> records = deals.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }

    private <R extends SpecificRecord, T> OneInputStreamOperatorTestHarness<RawRecord, T> harness(
            EventTopic topic, MessageReader<R, T> messages) throws Exception {
        OneInputStreamOperatorTestHarness<RawRecord, T> harness = new OneInputStreamOperatorTestHarness<>(
                new DecodeRecords<>(RecordDecoder.Factory.of(topic, List.of(registry.url()), Map.of()), messages));
        harness.open();
        return harness;
    }

    /** One thread beside the test's. */
    private static final class Background implements AutoCloseable {

        private final ExecutorService executor = Executors.newSingleThreadExecutor();

        Future<?> run(Action action) {
            return executor.submit(() -> {
                action.run();
                return null;
            });
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }

        private interface Action {
            void run() throws Exception;
        }
    }
}
