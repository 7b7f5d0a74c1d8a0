package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import org.jspecify.annotations.Nullable;

/**
 * A rule under one threshold in one place: what one line of the report is about.
 *
 * @param pipelineId the pipeline
 * @param kind the rule
 * @param stageId the stage; null: all stages of the pipeline together
 * @param threshold from when on it speaks; {@link Threshold#AS_DEFINED} for a kind that has none
 */
public record TestedRule(
        String pipelineId, AlertKind kind, @Nullable String stageId, Threshold threshold) {

    /** Whether it raised this alert, which the rules raised under its threshold. */
    boolean raised(Alert alert) {
        return alert.kind() == kind
                && alert.pipelineId().equals(pipelineId)
                && (stageId == null || alert.stageId().equals(stageId));
    }

    /** Whether the kind has a threshold at all. */
    public boolean hasThreshold() {
        return kind == AlertKind.IDLE || kind == AlertKind.STAGE_OVERDUE;
    }
}
