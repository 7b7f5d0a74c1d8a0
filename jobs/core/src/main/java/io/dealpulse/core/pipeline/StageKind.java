package io.dealpulse.core.pipeline;

/** What being in a stage means for a deal. */
public enum StageKind {
    /** The deal is being worked on. */
    OPEN,
    /** The deal is won. */
    WON,
    /** The deal is lost. */
    LOST;

    /** Whether a deal in such a stage is closed. */
    public boolean isClosing() {
        return this != OPEN;
    }
}
