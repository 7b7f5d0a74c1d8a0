package io.dealpulse.cli.notify.message;

import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.ToldState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell: that an alert was raised, or that it is resolved.
 *
 * @param alert what is known of it; when a raise is told again, the alert may have been resolved since
 * @param told RAISED or RESOLVED
 */
public record Telling(DealAlert alert, ToldState told) {

    /** Whether it is told as raised. */
    public boolean raised() {
        return told == ToldState.RAISED;
    }

    /** When what is told happened. */
    public Instant at() {
        Instant resolvedAt = resolvedAt();
        return resolvedAt == null ? alert.getRaisedAt() : resolvedAt;
    }

    /** When the cause ended; null if it is told as raised, or not known. */
    @Nullable
    Instant resolvedAt() {
        return raised() ? null : alert.getResolvedAt();
    }

    /** What ended the cause; null if it is told as raised, or not known. */
    @Nullable
    String resolution() {
        return raised() ? null : alert.getResolution();
    }

    /** The state in lower case, as messages write it. */
    String word() {
        return raised() ? "raised" : "resolved";
    }
}
