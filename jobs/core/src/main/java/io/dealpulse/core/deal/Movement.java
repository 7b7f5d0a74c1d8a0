package io.dealpulse.core.deal;

/** How a deal left a stage; {@link #CURRENT} while it has not. */
public enum Movement {
    /** To an open stage further on in the same pipeline. */
    ADVANCED,
    /** To an open stage further back in the same pipeline. */
    REGRESSED,
    /** Into a won stage. */
    WON,
    /** Into a lost stage. */
    LOST,
    /** From a won or lost stage back to an open one. */
    REOPENED,
    /** To another pipeline. */
    MOVED,
    /** Not left yet. */
    CURRENT;

    /** The lower-case word under which tables show it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
