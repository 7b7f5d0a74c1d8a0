package io.dealpulse.core.deal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a sales person did or plans to do.
 *
 * @param activityId identity of the activity, never empty
 * @param dealId the deal it serves, or null
 * @param leadId the lead it serves, or null; without a deal it counts in activity figures only
 * @param repId who did it, '' if unknown
 * @param type its kind
 * @param state only {@link State#DONE} counts
 * @param occurredAt when it was done, or for when it is planned, to the millisecond
 * @param recordedAt when the CRM wrote it down, null being earliest
 * @param durationSeconds how long it took, 0 or more; 0 if unknown
 */
public record Activity(
        String activityId,
        @Nullable String dealId,
        @Nullable String leadId,
        String repId,
        Type type,
        State state,
        Instant occurredAt,
        @Nullable Instant recordedAt,
        long durationSeconds) {

    /** Kind of activity; the order is that of the event schema. */
    public enum Type {
        UNKNOWN,
        CALL,
        EMAIL,
        MEETING,
        DEMO,
        NOTE,
        TASK,
        OTHER
    }

    /** State of an activity, in ascending order of what stands when two are recorded at once. */
    public enum State {
        UNKNOWN,
        PLANNED,
        CANCELLED,
        DONE
    }
}
