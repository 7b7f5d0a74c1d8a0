package io.dealpulse.core.stall;

import java.util.Locale;

/** Why a deal counts as stalled; the order is that of the event schema, without UNKNOWN. */
public enum AlertKind {
    /** Nothing was done for it and nothing changed for more than its stage allows. */
    IDLE,
    /** It has been in its stage for longer than it should. */
    STAGE_OVERDUE,
    /** The day on which it was expected to close is over. */
    CLOSE_DATE_PASSED,
    /** Its expected close date was moved to a later month, and not for the first time. */
    PUSHED;

    /** The lower-case word under which tables and alert ids show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
