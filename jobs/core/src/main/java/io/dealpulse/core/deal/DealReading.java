package io.dealpulse.core.deal;

import org.jspecify.annotations.Nullable;

/** What a deal's log says at present: a history that counts, or a deal that must wait. */
public sealed interface DealReading permits DealHistory, WaitingDeal {

    /** The deal. */
    String dealId();

    /**
     * From which event on two readings of one deal must be read to know all in which they differ, as
     * {@link DealHistory#firstDifference} says; 0 unless both are histories.
     */
    static int firstDifference(@Nullable DealReading before, @Nullable DealReading after) {
        return before instanceof DealHistory former && after instanceof DealHistory present
                ? present.firstDifference(former)
                : 0;
    }
}
