package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a sales person did, or plans to do.
 *
 * @param maxFuture how far an activity may lie ahead of its own Kafka timestamp, unless it is planned
 */
record ActivityReader(Duration maxFuture) implements MessageReader<ActivityLogged, ActivityMessage> {

    /** A thousand years, in seconds: nothing lasts that long, and sums of longer ones would overflow. */
    static final long DURATION_LIMIT = 1000L * 365 * 24 * 60 * 60;

    @Override
    public ActivityMessage read(ActivityLogged record, byte @Nullable [] key, Instant timestamp)
            throws RejectionException {
        String activityId = FieldRules.requireId("activity_id", record.getActivityId());
        String dealId = FieldRules.emptyToNull(record.getDealId());
        String leadId = FieldRules.emptyToNull(record.getLeadId());
        String expectedKey = requireEither(dealId, leadId);
        FieldRules.requireKey(key, dealId != null ? "deal_id" : "lead_id", expectedKey);
        Activity.State state = state(record.getState());
        Instant occurredAt = FieldRules.requireTime("occurred_at", record.getOccurredAt());
        if (state != Activity.State.PLANNED) {
            FieldRules.requireNotAhead("occurred_at", occurredAt, timestamp, maxFuture);
        }
        String repId = record.getRepId();
        Instant recordedAt = record.getRecordedAt();
        return new ActivityMessage(
                expectedKey,
                new Activity(
                        activityId,
                        dealId,
                        leadId,
                        repId == null ? "" : repId,
                        type(record.getType()),
                        state,
                        occurredAt,
                        recordedAt == null ? null : recordedAt.truncatedTo(ChronoUnit.MILLIS),
                        durationSeconds(record.getDurationSeconds())));
    }

    /** Nothing: an activity can't be erased on its own. */
    @Override
    public @Nullable ActivityMessage readTombstone(byte @Nullable [] key) {
        return null;
    }

    /**
     * The key's deal and the value's, as for deals. A key that the value shows to be its lead names no deal; where there is
     * no value to tell, it may be one.
     */
    @Override
    public List<String> subjects(@Nullable ActivityLogged record, byte @Nullable [] key) {
        String keyText = FieldRules.textOf(key);
        if (record == null) {
            return FieldRules.ids(keyText);
        }
        return keyText != null && keyText.equals(record.getLeadId())
                ? FieldRules.ids(record.getDealId())
                : FieldRules.ids(keyText, record.getDealId());
    }

    @Override
    public ActivityMessage at(RecordPlace place, ActivityMessage message) {
        return new ActivityMessage(message.key(), message.activity(), place);
    }

    /** Only what was done moves the clock: what is planned or cancelled may lie in the future. */
    @Override
    public @Nullable Instant clockTime(ActivityMessage message) {
        Activity activity = message.activity();
        return activity.state() == Activity.State.DONE ? activity.occurredAt() : null;
    }

    private static String requireEither(@Nullable String dealId, @Nullable String leadId) throws RejectionException {
        if (dealId != null) {
            return dealId;
        }
        if (leadId != null) {
            return leadId;
        }
        throw new RejectionException(RejectionReason.EMPTY_FIELD, "deal_id", "is empty, and so is lead_id");
    }

    private static long durationSeconds(@Nullable Long seconds) throws RejectionException {
        if (seconds == null) {
            return 0;
        }
        if (seconds < 0 || seconds > DURATION_LIMIT) {
            throw new RejectionException(
                    RejectionReason.OUT_OF_RANGE,
                    "duration_seconds",
                    "is %d, not from 0 to %d".formatted(seconds, DURATION_LIMIT));
        }
        return seconds;
    }

    private static Activity.Type type(ActivityType type) {
        return switch (type) {
            case UNKNOWN -> Activity.Type.UNKNOWN;
            case CALL -> Activity.Type.CALL;
            case EMAIL -> Activity.Type.EMAIL;
            case MEETING -> Activity.Type.MEETING;
            case DEMO -> Activity.Type.DEMO;
            case NOTE -> Activity.Type.NOTE;
            case TASK -> Activity.Type.TASK;
            case OTHER -> Activity.Type.OTHER;
        };
    }

    private static Activity.State state(ActivityState state) {
        return switch (state) {
            case UNKNOWN -> Activity.State.UNKNOWN;
            case PLANNED -> Activity.State.PLANNED;
            case CANCELLED -> Activity.State.CANCELLED;
            case DONE -> Activity.State.DONE;
        };
    }
}
