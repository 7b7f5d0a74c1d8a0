package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages of the alert topic as its records. */
final class AlertRecords {

    private static final int CENTS = 2;

    private AlertRecords() {}

    /** The record of an alert. */
    static DealAlert toAvro(String alertId, Alert alert, int sequence) {
        DealAlert record = new DealAlert();
        record.setAlertId(alertId);
        record.setDealId(Alert.dealOf(alertId));
        record.setPipelineId(alert.pipelineId());
        record.setStageId(alert.stageId());
        record.setOwnerId(emptyToNull(alert.ownerId()));
        record.setKind(kind(alert.kind()));
        record.setState(alert.isOpen() ? AlertState.RAISED : AlertState.RESOLVED);
        record.setSince(alert.since());
        record.setRaisedAt(alert.raisedAt());
        record.setResolvedAt(alert.resolvedAt());
        record.setResolution(
                alert.resolution() == null ? null : alert.resolution().word());
        record.setAmount(alert.amountCents() == null ? null : BigDecimal.valueOf(alert.amountCents(), CENTS));
        record.setCurrency(emptyToNull(alert.currency()));
        record.setSequence(sequence);
        return record;
    }

    /**
     * What a record says.
     *
     * @throws IllegalArgumentException if this release could not have written it
     */
    static AlertMessage fromAvro(DealAlert record) {
        AlertKind kind = kind(record.getKind());
        Instant resolvedAt = record.getResolvedAt();
        String resolution = record.getResolution();
        if ((record.getState() == AlertState.RAISED) != (resolvedAt == null && resolution == null)
                || (resolvedAt == null) != (resolution == null)) {
            throw new IllegalArgumentException("state: is %s, but resolved_at is %s and resolution %s"
                    .formatted(record.getState(), resolvedAt, resolution));
        }
        BigDecimal amount = record.getAmount();
        Alert alert = new Alert(
                kind,
                record.getSince(),
                record.getRaisedAt(),
                resolvedAt,
                resolution == null ? null : Resolution.valueOf(resolution.toUpperCase(Locale.ROOT)),
                record.getPipelineId(),
                record.getStageId(),
                Objects.requireNonNullElse(record.getOwnerId(), ""),
                amount == null ? null : (Long) amount.movePointRight(CENTS).longValueExact(),
                Objects.requireNonNullElse(record.getCurrency(), ""));
        if (record.getDealId().isEmpty()) {
            throw new IllegalArgumentException("deal_id: is empty");
        }
        if (!alert.id(record.getDealId()).equals(record.getAlertId())) {
            throw new IllegalArgumentException(
                    "alert_id: is %s, not %s".formatted(record.getAlertId(), alert.id(record.getDealId())));
        }
        return new AlertMessage(record.getAlertId(), alert, record.getSequence());
    }

    private static io.dealpulse.events.v1.AlertKind kind(AlertKind kind) {
        return switch (kind) {
            case IDLE -> io.dealpulse.events.v1.AlertKind.IDLE;
            case STAGE_OVERDUE -> io.dealpulse.events.v1.AlertKind.STAGE_OVERDUE;
            case CLOSE_DATE_PASSED -> io.dealpulse.events.v1.AlertKind.CLOSE_DATE_PASSED;
            case PUSHED -> io.dealpulse.events.v1.AlertKind.PUSHED;
        };
    }

    private static AlertKind kind(io.dealpulse.events.v1.AlertKind kind) {
        return switch (kind) {
            case IDLE -> AlertKind.IDLE;
            case STAGE_OVERDUE -> AlertKind.STAGE_OVERDUE;
            case CLOSE_DATE_PASSED -> AlertKind.CLOSE_DATE_PASSED;
            case PUSHED -> AlertKind.PUSHED;
            case UNKNOWN -> throw new IllegalArgumentException("kind: is one that this release does not know");
        };
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
