package io.dealpulse.core.deal;

import java.time.Instant;
import java.util.Comparator;
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

    /** Of two versions of one activity the greater stands; a total order, so that arrival never decides. */
    private static final Comparator<Activity> STANDING = Comparator.comparing(
                    Activity::recordedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
            .thenComparing(Activity::state)
            .thenComparing(Activity::occurredAt)
            .thenComparingLong(Activity::durationSeconds)
            .thenComparing(Activity::repId, EventOrder::compareUtf8)
            .thenComparing(Activity::type)
            .thenComparing(Activity::leadId, Comparator.nullsFirst(EventOrder::compareUtf8))
            .thenComparing(Activity::dealId, Comparator.nullsFirst(EventOrder::compareUtf8));

    /**
     * Whether this version of an activity takes the place of another: the one that was recorded later does (null being
     * earliest); recorded at the same instant, done stands over cancelled over planned, then the later one.
     *
     * @param known the version that stood before; null: none
     */
    public boolean standsOver(@Nullable Activity known) {
        return known == null || STANDING.compare(this, known) > 0;
    }

    /** The same activity, of no deal. */
    public Activity withoutDeal() {
        return new Activity(activityId, null, leadId, repId, type, state, occurredAt, recordedAt, durationSeconds);
    }

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
