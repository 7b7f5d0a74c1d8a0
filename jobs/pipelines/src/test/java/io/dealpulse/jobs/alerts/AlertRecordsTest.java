package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertRecordsTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void anOpenAlertReadsAsItWasWritten(AlertKind kind) {
        Alert alert = alert(kind, null, null, "ann", -100_01L, "EUR");
        DealAlert record = AlertRecords.toAvro(alert.id("d/1"), alert, 1);
        assertThat(record.getState()).isEqualTo(AlertState.RAISED);
        assertThat(record.getDealId()).isEqualTo("d/1");
        assertThat(record.getAmount()).isEqualTo(new BigDecimal("-100.01"));
        assertThat(AlertRecords.fromAvro(record)).isEqualTo(new AlertMessage(alert.id("d/1"), alert, 1));
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void aResolvedAlertOfNobodyAndNoValueReadsAsItWasWritten(Resolution resolution) {
        Alert alert = alert(AlertKind.IDLE, NOON, resolution, "", null, "");
        DealAlert record = AlertRecords.toAvro(alert.id("d1"), alert, 7);
        assertThat(record.getState()).isEqualTo(AlertState.RESOLVED);
        assertThat(record.getOwnerId()).isNull();
        assertThat(record.getAmount()).isNull();
        assertThat(record.getCurrency()).isNull();
        assertThat(AlertRecords.fromAvro(record)).isEqualTo(new AlertMessage(alert.id("d1"), alert, 7));
    }

    @Test
    void whatThisReleaseCouldNotHaveWrittenIsRefused() {
        DealAlert stateless = record();
        stateless.setState(AlertState.RESOLVED);
        assertRefused(stateless, "state: is RESOLVED, but resolved_at is null");
        DealAlert halfResolved = record();
        halfResolved.setResolvedAt(NOON);
        assertRefused(halfResolved, "state");
        DealAlert unknown = record();
        unknown.setKind(io.dealpulse.events.v1.AlertKind.UNKNOWN);
        assertRefused(unknown, "kind");
        DealAlert others = record();
        others.setDealId("d2");
        assertRefused(others, "alert_id: is d1/idle/");
        DealAlert newer = record();
        newer.setState(AlertState.RESOLVED);
        newer.setResolvedAt(NOON);
        newer.setResolution("forgotten");
        assertRefused(newer, "FORGOTTEN");
    }

    private static void assertRefused(DealAlert record, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlertRecords.fromAvro(record))
                .withMessageContaining(why);
    }

    private static DealAlert record() {
        Alert alert = alert(AlertKind.IDLE, null, null, "ann", 100L, "EUR");
        return AlertRecords.toAvro(alert.id("d1"), alert, 1);
    }

    private static Alert alert(
            AlertKind kind,
            @Nullable Instant resolvedAt,
            @Nullable Resolution resolution,
            String ownerId,
            @Nullable Long amountCents,
            String currency) {
        return new Alert(
                kind,
                NOON.minusSeconds(60),
                NOON,
                resolvedAt,
                resolution,
                "sales",
                "lead",
                ownerId,
                amountCents,
                currency);
    }
}
