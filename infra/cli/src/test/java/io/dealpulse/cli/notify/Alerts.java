package io.dealpulse.cli.notify;

import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Alerts for tests. */
public final class Alerts {

    /** When the deals went idle. */
    public static final Instant SINCE = Instant.parse("2026-05-04T08:00:00Z");

    private Alerts() {}

    /** Deal D-17 of Anna, idle in its proposal. */
    public static DealAlert raised(String alertId, int sequence) {
        return DealAlert.newBuilder()
                .setAlertId(alertId)
                .setDealId("D-" + alertId)
                .setPipelineId("new-business")
                .setStageId("proposal")
                .setOwnerId("anna")
                .setKind(AlertKind.IDLE)
                .setState(AlertState.RAISED)
                .setSince(SINCE)
                .setRaisedAt(SINCE.plus(Duration.ofDays(14)))
                .setAmount(new BigDecimal("12500.00"))
                .setCurrency("EUR")
                .setSequence(sequence)
                .build();
    }

    /** The same when there was an activity at last. */
    public static DealAlert resolved(String alertId, int sequence) {
        return DealAlert.newBuilder(raised(alertId, sequence))
                .setState(AlertState.RESOLVED)
                .setResolvedAt(SINCE.plus(Duration.ofDays(15)))
                .setResolution("activity_done")
                .build();
    }

    /** The same, of somebody else. */
    public static DealAlert ownedBy(String owner, DealAlert alert) {
        return DealAlert.newBuilder(alert).setOwnerId(owner).build();
    }
}
