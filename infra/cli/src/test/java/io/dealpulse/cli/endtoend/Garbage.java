package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record of each kind that costs exactly itself, beside sound ones of the same ids. */
final class Garbage {

    /** A pipeline, two deals and a rate that are sound. */
    static final String PIPELINE = "kites";

    static final String DEAL = "kite-1";
    static final Instant CREATED = Instant.parse("2025-03-03T09:00:00Z");

    /**
     * A message for Kafka. All go to partition 0.
     *
     * @param record what is sent
     * @param reason the reason that its dead letter must give; '' if it is sound
     * @param field what the dead letter's detail must begin with
     */
    record Message(ProducerRecord<byte[], byte[]> record, String reason, String field) {

        boolean isSound() {
            return reason.isEmpty();
        }
    }

    private final AvroEncoder<DealChanged> deals;
    private final AvroEncoder<ActivityLogged> activities;
    private final AvroEncoder<PipelineDefined> pipelines;
    private final AvroEncoder<FxRateSet> rates;

    Garbage(RegistryClient registry) {
        deals = new AvroEncoder<>(EventTopic.DEAL_CHANGED, registry);
        activities = new AvroEncoder<>(EventTopic.ACTIVITY_LOGGED, registry);
        pipelines = new AvroEncoder<>(EventTopic.PIPELINE_DEFINED, registry);
        rates = new AvroEncoder<>(EventTopic.FX_RATE_SET, registry);
    }

    /** All messages, to be sent in this order: what is garbage speaks of the same ids as its neighbours. */
    List<Message> messages() {
        byte[] sound = deals.encode(change(0).build());
        return List.of(
                pipeline(kites().build(), "", ""),
                pipeline(kites().setStages(List.of()).build(), "no_stages", "stages:"),
                pipeline(
                        kites().setStages(List.of(stage("open", StageKind.OPEN), stage("open", StageKind.WON)))
                                .build(),
                        "duplicate_stage",
                        "stages[1].stage_id:"),
                rate("1.1", "", ""),
                rate("0", "out_of_range", "rate:"),
                deal(DEAL, sound, "", ""),
                deal(DEAL, withMagicByte(1, sound), "magic_byte", "value:"),
                deal(1),
                deal(DEAL, withSchemaId(987_654, sound), "unknown_schema_id", "value:"),
                deal(DEAL, Arrays.copyOf(sound, sound.length - 1), "truncated", "value:"),
                deal(2),
                deal(DEAL, Arrays.copyOf(sound, sound.length + 1), "trailing_bytes", "value:"),
                deal(DEAL, activities.encode(activity(0).build()), "wrong_record", "value:"),
                deal(3),
                deal("kite-2", sound, "key_mismatch", "key:"),
                deal("", deals.encode(change(4).setDealId("").build()), "empty_field", "deal_id:"),
                deal(DEAL, deals.encode(change(4).setEventId("").build()), "empty_field", "event_id:"),
                deal(4),
                deal(DEAL, deals.encode(change(5).setProbability(2.0).build()), "out_of_range", "probability:"),
                deal(DEAL, deals.encode(change(5).setCurrency("eur").build()), "unknown_currency", "currency:"),
                deal(DEAL, deals.encode(change(5).setOccurredAt(inTwoDays()).build()), "future_event", "occurred_at:"),
                deal(5),
                activity(activity(1).build(), "", ""),
                activity(activity(2).setDurationSeconds(-1L).build(), "out_of_range", "duration_seconds:"),
                activity(activity(3).build(), "", ""),
                deal(DEAL, deals.encode(change(6).setStageId("won").build()), "", ""));
    }

    /** A sound event, which raises the amount by 1 dollar. */
    private Message deal(int number) {
        return deal(DEAL, deals.encode(change(number).build()), "", "");
    }

    private static DealChanged.Builder change(int number) {
        return DealChanged.newBuilder()
                .setEventId("event-" + number)
                .setDealId(DEAL)
                .setOccurredAt(CREATED.plus(Duration.ofDays(number)))
                .setPipelineId(PIPELINE)
                .setStageId("open")
                .setAmount(new BigDecimal("100.00").add(BigDecimal.valueOf(number)))
                .setCurrency("USD");
    }

    private static Message deal(String key, byte[] value, String reason, String field) {
        return message(EventTopic.DEAL_CHANGED, key, value, reason, field);
    }

    private static ActivityLogged.Builder activity(int number) {
        return ActivityLogged.newBuilder()
                .setActivityId("call-" + number)
                .setDealId(DEAL)
                .setType(ActivityType.CALL)
                .setState(ActivityState.DONE)
                .setOccurredAt(CREATED.plus(Duration.ofHours(number)));
    }

    private Message activity(ActivityLogged activity, String reason, String field) {
        return message(EventTopic.ACTIVITY_LOGGED, DEAL, activities.encode(activity), reason, field);
    }

    private static PipelineDefined.Builder kites() {
        return PipelineDefined.newBuilder()
                .setPipelineId(PIPELINE)
                .setName("Kites")
                .setStages(List.of(stage("open", StageKind.OPEN), stage("won", StageKind.WON)));
    }

    private static StageDefined stage(String stageId, StageKind kind) {
        return StageDefined.newBuilder()
                .setStageId(stageId)
                .setName(stageId)
                .setKind(kind)
                .setProbability(0.5)
                .build();
    }

    private Message pipeline(PipelineDefined pipeline, String reason, String field) {
        return message(EventTopic.PIPELINE_DEFINED, PIPELINE, pipelines.encode(pipeline), reason, field);
    }

    private Message rate(String rate, String reason, String field) {
        FxRateSet set = FxRateSet.newBuilder()
                .setBase("EUR")
                .setQuote("USD")
                .setDate(LocalDate.of(2025, 3, 1))
                .setRate(new BigDecimal(rate).setScale(10))
                .build();
        return message(EventTopic.FX_RATE_SET, "EUR/USD/2025-03-01", rates.encode(set), reason, field);
    }

    private static Message message(EventTopic topic, String key, byte[] value, String reason, String field) {
        return new Message(new ProducerRecord<>(topic.topicName(), 0, key.getBytes(UTF_8), value), reason, field);
    }

    private static Instant inTwoDays() {
        return Instant.now().plus(Duration.ofDays(2));
    }

    private static byte[] withMagicByte(int magic, byte[] value) {
        byte[] changed = value.clone();
        changed[0] = (byte) magic;
        return changed;
    }

    private static byte[] withSchemaId(int id, byte[] value) {
        byte[] changed = value.clone();
        ByteBuffer.wrap(changed).putInt(1, id);
        return changed;
    }
}
