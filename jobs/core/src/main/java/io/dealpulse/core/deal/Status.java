package io.dealpulse.core.deal;

import io.dealpulse.core.pipeline.StageKind;
import java.util.Locale;

/** Where a deal stands: the kind of its current stage. */
public enum Status {
    /** Being worked on; a re-opened deal is open too. */
    OPEN,
    /** Closed with a sale. */
    WON,
    /** Closed without one. */
    LOST;

    /** The status of a deal that is now in a stage of this kind. */
    public static Status of(StageKind kind) {
        return switch (kind) {
            case OPEN -> OPEN;
            case WON -> WON;
            case LOST -> LOST;
        };
    }

    /** The lower-case word under which tables show it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
