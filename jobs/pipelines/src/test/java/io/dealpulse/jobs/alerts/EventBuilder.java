package io.dealpulse.jobs.alerts;

import io.dealpulse.core.deal.DealEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A deal's event as one would tell it: {@code event("e1", "2024-03-01T09:00:00Z").in("lead")}. */
final class EventBuilder {

    private final String eventId;
    private final Instant occurredAt;
    private @Nullable Instant recordedAt;
    private boolean deleted;
    private @Nullable String stageId;
    private @Nullable Long amountCents;
    private @Nullable String ownerId;
    private @Nullable LocalDate expectedCloseOn;
    private Map<String, String> attributes = Map.of();

    private EventBuilder(String eventId, Instant occurredAt) {
        this.eventId = eventId;
        this.occurredAt = occurredAt;
    }

    static EventBuilder event(String eventId, String at) {
        return event(eventId, Instant.parse(at));
    }

    static EventBuilder event(String eventId, Instant at) {
        return new EventBuilder(eventId, at);
    }

    /** In a stage of the pipeline "sales". */
    EventBuilder in(String stage) {
        stageId = stage;
        return this;
    }

    EventBuilder owner(String owner) {
        ownerId = owner;
        return this;
    }

    /** In cents of a euro. */
    EventBuilder amount(long cents) {
        amountCents = cents;
        return this;
    }

    EventBuilder segment(String segment) {
        attributes = Map.of("segment", segment);
        return this;
    }

    EventBuilder closing(String on) {
        expectedCloseOn = LocalDate.parse(on);
        return this;
    }

    EventBuilder deleted() {
        deleted = true;
        return this;
    }

    /** A correction of an event that says nothing of when it was recorded. */
    EventBuilder corrected() {
        recordedAt = occurredAt;
        return this;
    }

    /** The same, recorded at a time. */
    EventBuilder correctedAt(String at) {
        recordedAt = Instant.parse(at);
        return this;
    }

    DealEvent build() {
        return new DealEvent(
                eventId,
                occurredAt,
                recordedAt,
                null,
                deleted,
                stageId == null ? null : "sales",
                stageId,
                amountCents,
                amountCents == null ? null : "EUR",
                ownerId,
                null,
                null,
                expectedCloseOn,
                null,
                null,
                null,
                attributes,
                List.of());
    }
}
