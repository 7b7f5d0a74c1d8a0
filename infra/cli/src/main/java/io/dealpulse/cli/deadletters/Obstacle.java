package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.notify.RefusedAlert;
import io.dealpulse.jobs.source.RejectionReason;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a dead letter's record is not sent again. */
enum Obstacle {
    /** Of a deal that has left saved state. */
    TOO_LATE(
            RejectionReason.TOO_LATE.word(),
            "nothing is wrong with a record that came too late, and it would be too late again;"
                    + " 'run deal-metrics --from-scratch' counts it"),
    /** An alert that a receiver refused. */
    WEBHOOK_REFUSED(
            RefusedAlert.REASON,
            "these are alerts that a receiver refused, and their record was read well; mend the route, notify tells what"
                    + " comes next"),
    /** No producer outside of Dealpulse writes there. */
    OTHER_TOPIC(null, "they come from a topic whose records Dealpulse does not take from a producer"),
    /** Without a value it would be a tombstone, which erases. */
    NO_VALUE(
            null,
            "the letter has no value: the record was a tombstone, which would erase, or it is so large that its letter"
                    + " leaves it out; it is still at its place"),
    /** For definitions and rates the last record counts. */
    SUPERSEDED(null, "they are not the last of their key in the topic, and the one that comes last counts"),
    /** The same bytes. */
    REPEATED(null, "the same key and value have been sent from another letter");

    private final @Nullable String reason;
    private final String explanation;

    Obstacle(@Nullable String reason, String explanation) {
        this.reason = reason;
        this.explanation = explanation;
    }

    /** What keeps every letter of that reason from being sent, if anything does. */
    static Optional<Obstacle> of(String reason) {
        return Arrays.stream(values())
                .filter(obstacle -> reason.equals(obstacle.reason))
                .findFirst();
    }

    /** Why, for the user. */
    String explanation() {
        return explanation;
    }
}
