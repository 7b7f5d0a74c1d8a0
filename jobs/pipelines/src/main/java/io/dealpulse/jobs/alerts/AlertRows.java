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

    /** The row of an alert. */
    public static TableRow of(String dealId, Alert alert) {
        return TableRow.of(
                Tables.DEAL_ALERTS,
                List.of(alert.id(dealId)),
                dealId,
                alert.pipelineId(),
                alert.stageId(),
                alert.ownerId(),
                alert.kind().word(),
                alert.isOpen() ? OPEN : RESOLVED,
                alert.since(),
                alert.raisedAt(),
                alert.resolvedAt(),
                word(alert.resolution()),
                alert.amountCents(),
                alert.currency());
    }

    /** Which row is an alert's. */
    static RowKey key(String alertId) {
        return new RowKey(Tables.DEAL_ALERTS.name(), List.of(alertId));
    }

    private static String word(@Nullable Resolution resolution) {
        return resolution == null ? "" : resolution.word();
    }
}
