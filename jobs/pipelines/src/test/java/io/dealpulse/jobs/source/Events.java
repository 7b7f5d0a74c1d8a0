package io.dealpulse.jobs.source;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.schemas.EventBytes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Records of the topics that make sense, for tests to change. */
final class Events {

    /** When all of them were sent. */
    static final Instant SENT = Instant.parse("2024-03-31T12:00:00Z");

    private Events() {}

    /** A deal's event an hour before it was sent. */
    static DealChanged deal(String dealId) {
        return DealChanged.newBuilder()
                .setEventId("e-1")
                .setDealId(dealId)
                .setOccurredAt(SENT.minusSeconds(3600))
                .setPipelineId("sales")
                .setStageId("lead")
                .setAmount(new BigDecimal("1234.50"))
                .setCurrency("EUR")
                .setProbability(0.5)
                .setAttributes(Map.of("segment", "smb"))
                .setCleared(List.of())
                .build();
    }

    /** A call that was made an hour before it was sent. */
    static ActivityLogged activity(String dealId) {
        return ActivityLogged.newBuilder()
                .setActivityId("a-1")
                .setDealId(dealId)
                .setRepId("ann")
                .setType(ActivityType.CALL)
                .setState(ActivityState.DONE)
                .setOccurredAt(SENT.minusSeconds(3600))
                .setDurationSeconds(60L)
                .build();
    }

    /** A pipeline of an open, a won and a lost stage. */
    static PipelineDefined pipeline(String pipelineId) {
        return PipelineDefined.newBuilder()
                .setPipelineId(pipelineId)
                .setName("Sales")
                .setStages(List.of(
                        stage("lead", StageKind.OPEN, 0.1),
                        stage("won", StageKind.WON, 1),
                        stage("lost", StageKind.LOST, 0)))
                .build();
    }

    static StageDefined stage(String stageId, StageKind kind, double probability) {
        return StageDefined.newBuilder()
                .setStageId(stageId)
                .setName(stageId)
                .setKind(kind)
                .setProbability(probability)
                .build();
    }

    /** A rate of a dollar for the euro. */
    static FxRateSet rate(String rate) {
        return FxRateSet.newBuilder()
                .setBase("EUR")
                .setQuote("USD")
                .setDate(LocalDate.parse("2024-03-31"))
                .setRate(new BigDecimal(rate).setScale(10))
                .build();
    }

    static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The record in the wire format. */
    static byte[] wire(int schemaId, SpecificRecord record) {
        byte[] body = EventBytes.canonical(record);
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(schemaId)
                .put(body)
                .array();
    }
}
