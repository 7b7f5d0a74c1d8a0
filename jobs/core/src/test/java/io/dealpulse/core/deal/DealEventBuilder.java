package io.dealpulse.core.deal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a deal's events as one would tell them: {@code event("e1").at("2024-01-01T00:00:00Z").stage("s", "lead")}. */
public final class DealEventBuilder {

    private final String eventId;
    private Instant occurredAt = Instant.EPOCH;
    private @Nullable Instant recordedAt;
    private @Nullable Long revision;
    private boolean deleted;
    private @Nullable String pipelineId;
    private @Nullable String stageId;
    private @Nullable Long amountCents;
    private @Nullable String currency;
    private @Nullable String ownerId;
    private @Nullable Double probability;
    private @Nullable LocalDate expectedCloseOn;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<String> cleared = new ArrayList<>();

    private DealEventBuilder(String eventId) {
        this.eventId = eventId;
    }

    public static DealEventBuilder event(String eventId) {
        return new DealEventBuilder(eventId);
    }

    public DealEventBuilder at(String instant) {
        return at(Instant.parse(instant));
    }

    public DealEventBuilder at(Instant instant) {
        this.occurredAt = instant;
        return this;
    }

    public DealEventBuilder recordedAt(@Nullable Instant instant) {
        this.recordedAt = instant;
        return this;
    }

    public DealEventBuilder revision(@Nullable Long revision) {
        this.revision = revision;
        return this;
    }

    public DealEventBuilder deleted(boolean deleted) {
        this.deleted = deleted;
        return this;
    }

    public DealEventBuilder stage(@Nullable String pipelineId, @Nullable String stageId) {
        this.pipelineId = pipelineId;
        this.stageId = stageId;
        return this;
    }

    public DealEventBuilder amount(long cents, @Nullable String currency) {
        this.amountCents = cents;
        this.currency = currency;
        return this;
    }

    public DealEventBuilder owner(String ownerId) {
        this.ownerId = ownerId;
        return this;
    }

    public DealEventBuilder probability(double probability) {
        this.probability = probability;
        return this;
    }

    public DealEventBuilder expectedCloseOn(LocalDate day) {
        this.expectedCloseOn = day;
        return this;
    }

    public DealEventBuilder attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    public DealEventBuilder cleared(String... names) {
        cleared.addAll(List.of(names));
        return this;
    }

    public DealEvent build() {
        return new DealEvent(
                eventId,
                occurredAt,
                recordedAt,
                revision,
                deleted,
                pipelineId,
                stageId,
                amountCents,
                currency,
                ownerId,
                null,
                probability,
                expectedCloseOn,
                null,
                null,
                null,
                attributes,
                cleared);
    }
}
