package io.dealpulse.cli.notify;

import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.ToldState;
import org.jspecify.annotations.Nullable;

/** What a new message of an alert asks for on one route. */
enum Step {
    /** Tell that it was raised. */
    TELL_RAISED,
    /** Tell that it is resolved. */
    TELL_RESOLVED,
    /** Note that there is nothing to tell. */
    SKIP,
    /** Do nothing, and forget what waited to be told. */
    NOTHING;

    /**
     * The step from what a receiver knows to where the alert stands.
     *
     * <p>A raise is told once, whatever changes in the alert later, and also if it was refused: trying again with each change
     * would only be refused again. An end is told only to a receiver that knows of the raise, or may.
     *
     * @param note what the ledger says; null: nothing
     * @param state where the alert stands
     * @param meant whether the route is for the alert as it is now
     * @param tellResolved whether the route wants to hear of ends
     */
    static Step next(@Nullable Note note, AlertState state, boolean meant, boolean tellResolved) {
        return switch (state) {
            case RAISED -> meant && (note == null || note.told() != ToldState.RAISED) ? TELL_RAISED : NOTHING;
            case RESOLVED -> resolved(note, meant, tellResolved);
            case UNKNOWN -> NOTHING;
        };
    }

    private static Step resolved(@Nullable Note note, boolean meant, boolean tellResolved) {
        if (note == null) {
            return meant ? SKIP : NOTHING;
        }
        if (note.knowsRaised()) {
            return tellResolved ? TELL_RESOLVED : SKIP;
        }
        return note.told() == ToldState.RAISED ? SKIP : NOTHING;
    }
}
