package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the table of alerts shows. */
public final class AlertRows {

    private static final String OPEN = "open";
    private static final String RESOLVED = "resolved";

    private AlertRows() {}

    /** The row of an alert, under its state. */
    public static TableRow of(String dealId, Alert alert) {
        return TableRow.of(
                Tables.DEAL_ALERTS,
                key(dealId, alert).values(),
                dealId,
                alert.pipelineId(),
                alert.stageId(),
                alert.ownerId(),
                alert.kind().word(),
                alert.since(),
                alert.raisedAt(),
                alert.resolvedAt(),
                word(alert.resolution()),
                alert.amountCents(),
                alert.currency());
    }

    /** Which row is an alert's while it is as it is. */
    static RowKey key(String dealId, Alert alert) {
        return key(alert.isOpen() ? OPEN : RESOLVED, alert.id(dealId));
    }

    /** Which rows may be an alert's, whatever its state. */
    public static List<RowKey> keys(String alertId) {
        return List.of(key(OPEN, alertId), key(RESOLVED, alertId));
    }

    /** Whose row it is. */
    public static String alertIdOf(RowKey key) {
        return (String) key.values().get(1);
    }

    private static RowKey key(String state, String alertId) {
        return new RowKey(Tables.DEAL_ALERTS.name(), List.of(state, alertId));
    }

    private static String word(@Nullable Resolution resolution) {
        return resolution == null ? "" : resolution.word();
    }
}
