package io.dealpulse.schemas;

import io.dealpulse.events.v1.ActivityDirection;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import io.dealpulse.events.v1.ToldState;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record of each topic with every field set, and one with none but those that must be. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

    private Samples() {}

    static DealChanged dealChanged(String dealId) {
        return DealChanged.newBuilder()
                .setEventId("e-1")
                .setDealId(dealId)
                .setOccurredAt(NOON)
                .setRecordedAt(NOON.plusSeconds(1))
                .setRevision(3L)
                .setDeleted(true)
                .setPipelineId("new-business")
                .setStageId("proposal")
                .setAmount(new BigDecimal("-1234567890123456.78"))
                .setCurrency("EUR")
                .setOwnerId("anna")
                .setAccountId("acme")
                .setProbability(0.25)
                .setExpectedCloseOn(LocalDate.of(2026, 3, 31))
                .setLeadId("l-1")
                .setLossReason("price")
                .setCompetitor("Contoso \uFFFD größer 🙂")
                .setAttributes(Map.of("segment", "smb", "territory", "north", "product", ""))
                .setCleared(List.of("owner_id", "attributes.source"))
                .build();
    }

    static DealChanged smallDealChanged(String dealId) {
        return DealChanged.newBuilder()
                .setEventId("e-1")
                .setDealId(dealId)
                .setOccurredAt(NOON)
                .build();
    }

    static FxRateSet fxRateSet() {
        return FxRateSet.newBuilder()
                .setBase("EUR")
                .setQuote("USD")
                .setDate(LocalDate.of(2026, 1, 2))
                .setRate(new BigDecimal("1.0842000000"))
                .build();
    }

    static SpecificRecord full(EventTopic topic) {
        return switch (topic) {
            case DEAL_CHANGED -> dealChanged("d-1");
            case ACTIVITY_LOGGED ->
                ActivityLogged.newBuilder()
                        .setActivityId("a-1")
                        .setDealId("d-1")
                        .setLeadId("l-1")
                        .setRepId("anna")
                        .setType(ActivityType.DEMO)
                        .setState(ActivityState.DONE)
                        .setOccurredAt(NOON)
                        .setRecordedAt(NOON)
                        .setDirection(ActivityDirection.OUTBOUND)
                        .setDurationSeconds(1800L)
                        .build();
            case PIPELINE_DEFINED ->
                PipelineDefined.newBuilder()
                        .setPipelineId("new-business")
                        .setName("New business")
                        .setStages(List.of(
                                stage("proposal", StageKind.OPEN, 0.5, 14, 30),
                                stage("won", StageKind.WON, 1, null, null)))
                        .build();
            case FX_RATE_SET -> fxRateSet();
            case DEAL_ALERT ->
                DealAlert.newBuilder()
                        .setAlertId("d-1/idle/1")
                        .setDealId("d-1")
                        .setPipelineId("new-business")
                        .setStageId("proposal")
                        .setOwnerId("anna")
                        .setKind(AlertKind.IDLE)
                        .setState(AlertState.RESOLVED)
                        .setSince(NOON)
                        .setRaisedAt(NOON)
                        .setResolvedAt(NOON)
                        .setResolution("activity")
                        .setAmount(new BigDecimal("0.00"))
                        .setCurrency("EUR")
                        .setSequence(2)
                        .build();
            case ALERT_DELIVERY ->
                AlertDelivery.newBuilder((AlertDelivery) small(topic))
                        .setTold(ToldState.RESOLVED)
                        .setWebhookId("w-1")
                        .setAttempts(3)
                        .setHttpStatus(410)
                        .setDeadLetters(List.of("sales.deal-alert.v1/3/17"))
                        .build();
            case DEAD_LETTER ->
                DeadLetter.newBuilder(smallDeadLetter())
                        .setKey(ByteBuffer.wrap(new byte[] {1, 2}))
                        .setValue(ByteBuffer.wrap(new byte[0]))
                        .build();
        };
    }

    static SpecificRecord small(EventTopic topic) {
        return switch (topic) {
            case DEAL_CHANGED -> smallDealChanged("d-1");
            case ACTIVITY_LOGGED ->
                ActivityLogged.newBuilder()
                        .setActivityId("a-1")
                        .setOccurredAt(NOON)
                        .build();
            case PIPELINE_DEFINED ->
                PipelineDefined.newBuilder()
                        .setPipelineId("")
                        .setName("")
                        .setStages(List.of())
                        .build();
            case FX_RATE_SET -> fxRateSet();
            case DEAL_ALERT ->
                DealAlert.newBuilder()
                        .setAlertId("d-1/idle/1")
                        .setDealId("d-1")
                        .setPipelineId("new-business")
                        .setStageId("proposal")
                        .setKind(AlertKind.PUSHED)
                        .setState(AlertState.RAISED)
                        .setSince(NOON)
                        .setRaisedAt(NOON)
                        .build();
            case ALERT_DELIVERY ->
                AlertDelivery.newBuilder()
                        .setAlertId("d-1/idle/1")
                        .setDealId("d-1")
                        .setRoute("sales")
                        .setSequence(1)
                        .setOutcome(DeliveryOutcome.SENDING)
                        .setAt(NOON)
                        .build();
            case DEAD_LETTER -> smallDeadLetter();
        };
    }

    private static DeadLetter smallDeadLetter() {
        return DeadLetter.newBuilder()
                .setTopic("crm.deal.changed.v1")
                .setPartition(3)
                .setOffset(Long.MAX_VALUE)
                .setTimestamp(NOON)
                .setReason("truncated")
                .setDetail("ends early")
                .build();
    }

    private static StageDefined stage(
            String id, StageKind kind, double probability, @Nullable Integer idle, @Nullable Integer stall) {
        return StageDefined.newBuilder()
                .setStageId(id)
                .setName(id)
                .setKind(kind)
                .setProbability(probability)
                .setIdleAfterDays(idle)
                .setStallAfterDays(stall)
                .build();
    }
}
