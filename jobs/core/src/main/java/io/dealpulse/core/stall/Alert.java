package io.dealpulse.core.stall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cause that has become due.
 *
 * @param kind why the deal counts as stalled
 * @param since start of the cause
 * @param raisedAt when it became due, on the pipeline's clock
 * @param resolvedAt when the cause ended; null: it is open
 * @param resolution what ended the cause; null: it is open
 * @param pipelineId the deal's pipeline when it was raised
 * @param stageId the deal's stage then
 * @param ownerId who owned the deal at the end of the cause, or owns it now if it is open; '' if nobody
 * @param amountCents the deal's value at that time in hundredths of its currency's unit: what is at risk; null if it has none
 * @param currency the currency under which that counts; '' if there is none
 */
public record Alert(
        AlertKind kind,
        Instant since,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable Resolution resolution,
        String pipelineId,
        String stageId,
        String ownerId,
        @Nullable Long amountCents,
        String currency) {

    private static final char SEPARATOR = '/';

    /** The alert of a cause that became due at that time. */
    static Alert of(Cause cause, Instant raisedAt) {
        return new Alert(
                cause.kind(),
                cause.since(),
                raisedAt,
                cause.endsAt(),
                cause.resolution(),
                cause.pipelineId(),
                cause.stageId(),
                cause.ownerId(),
                cause.amountCents(),
                cause.currency());
    }

    /** Its id: the deal's, the kind and the start of the cause, with slashes between. */
    public String id(String dealId) {
        return dealId + SEPARATOR + kind.word() + SEPARATOR + since;
    }

    /**
     * The deal that an alert's id names.
     *
     * @throws IllegalArgumentException if it is no alert's id
     */
    public static String dealOf(String alertId) {
        if (!isId(alertId)) {
            throw new IllegalArgumentException("Not the id of an alert: " + alertId);
        }
        return alertId.substring(0, endOfDeal(alertId));
    }

    /** Whether a text may be an alert's id: something before two slashes. */
    public static boolean isId(String text) {
        return endOfDeal(text) > 0;
    }

    private static int endOfDeal(String alertId) {
        return alertId.lastIndexOf(SEPARATOR, alertId.lastIndexOf(SEPARATOR) - 1);
    }

    /** Whether the cause lasts. */
    public boolean isOpen() {
        return resolvedAt == null;
    }

    /** The same alert, taken back at a time for a reason that {@linkplain Resolution#takesBack takes back}. */
    public Alert takenBack(Instant at, Resolution reason) {
        return new Alert(kind, since, raisedAt, at, reason, pipelineId, stageId, ownerId, amountCents, currency);
    }
}
