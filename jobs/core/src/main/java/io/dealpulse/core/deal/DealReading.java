package io.dealpulse.core.deal;

/** What a deal's log says at present: a history that counts, or a deal that must wait. */
public sealed interface DealReading permits DealHistory, WaitingDeal {

    /** The deal. */
    String dealId();
}
