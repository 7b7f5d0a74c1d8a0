package io.dealpulse.core.deal;

import java.time.Instant;
import java.util.Locale;

/**
 * A deal that can not count yet, anywhere.
 *
 * @param dealId the deal
 * @param reason what is missing
 * @param since its first event
 * @param deleted whether it is deleted at present, and so is not shown as waiting either
 */
public record WaitingDeal(String dealId, Reason reason, Instant since, boolean deleted) implements DealReading {

    /** What a deal may wait for. */
    public enum Reason {
        /** No event of the deal names a stage. */
        NO_STAGE,
        /** A pipeline of the deal, or the name of its pipeline, is not known. */
        PIPELINE_UNDEFINED,
        /** The pipeline's definition lacks a stage that the deal was in. */
        STAGE_UNDEFINED;

        /** The lower-case word under which tables show it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
