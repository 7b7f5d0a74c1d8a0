package io.dealpulse.jobs.alerts;

import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Dimensions;
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

    /**
     * The row of an alert, under its state and pipeline.
     *
     * @param slices what the deal has in each dimension now, as {@link Dimensions#slices} tells it
     */
    public static TableRow of(String dealId, Alert alert, List<String> slices) {
        return TableRow.of(
                Tables.DEAL_ALERTS,
                key(dealId, alert).values(),
                dealId,
                alert.stageId(),
                alert.ownerId(),
                alert.kind().word(),
                alert.since(),
                alert.raisedAt(),
                alert.resolvedAt(),
                word(alert.resolution()),
                alert.amountCents(),
                alert.currency(),
                slices);
    }

    /** What a deal has in each dimension now; nothing of one that waits, or of none. */
    static List<String> slices(Dimensions dimensions, @Nullable DealReading reading) {
        return reading instanceof DealHistory history ? dimensions.slices(history.current()) : List.of();
    }

    /** Which row is an alert's while it is as it is. */
    static RowKey key(String dealId, Alert alert) {
        return key(alert.isOpen() ? OPEN : RESOLVED, alert.pipelineId(), alert.id(dealId));
    }

    /** Which rows may be an alert's in a pipeline, whatever its state. */
    static List<RowKey> keys(String pipelineId, String alertId) {
        return List.of(key(OPEN, pipelineId, alertId), key(RESOLVED, pipelineId, alertId));
    }

    /** Whose row it is. */
    public static String alertIdOf(RowKey key) {
        return (String) key.values().get(2);
    }

    private static RowKey key(String state, String pipelineId, String alertId) {
        return new RowKey(Tables.DEAL_ALERTS.name(), List.of(state, pipelineId, alertId));
    }

    private static String word(@Nullable Resolution resolution) {
        return resolution == null ? "" : resolution.word();
    }
}
