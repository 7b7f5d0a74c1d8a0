package io.dealpulse.api.deal;

import io.dealpulse.api.slice.Reference;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deal as it stands now. Of a deleted one there is its id, its status, and the stage of what it is listed for.
 *
 * @param amountBase in the base currency, at the rate of the day of closing, or of today while it is open; null if no rate
 *     converts it
 * @param cycleDays from creation to closing
 */
record DealRow(
        String dealId,
        String stageId,
        String stage,
        String status,
        @Nullable String ownerId,
        @Nullable String accountId,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal amountBase,
        @Nullable Double probability,
        @Nullable Instant createdAt,
        @Nullable Instant stageEnteredAt,
        @Nullable Instant closedAt,
        @Nullable LocalDate expectedCloseOn,
        @Nullable Instant lastActivityAt,
        long activities,
        @Nullable Double cycleDays,
        @Nullable String lossReason,
        Map<String, String> attributes) {

    static final double SECONDS_PER_DAY = 86_400;

    private static final double MILLIS_PER_DAY = 86_400_000;

    static DealRow of(DealDocument deal, Reference reference, ZoneId zone) {
        Instant createdAt = Instant.ofEpochMilli(deal.createdAt());
        Instant closedAt = instant(deal.closedAt());
        BigDecimal amount = deal.amount() == null ? null : deal.amount().setScale(2);
        LocalDate valuedOn = closedAt == null ? reference.today() : LocalDate.ofInstant(closedAt, zone);
        return new DealRow(
                deal.dealId(),
                deal.stageId(),
                reference
                        .find(deal.pipelineId())
                        .map(pipeline -> pipeline.nameOf(deal.stageId()))
                        .orElse(deal.stageId()),
                deal.status(),
                known(deal.ownerId()),
                known(deal.accountId()),
                amount,
                known(deal.currency()),
                converted(amount, deal.currency(), reference, valuedOn),
                deal.probability(),
                createdAt,
                Instant.ofEpochMilli(deal.stageEnteredAt()),
                closedAt,
                deal.expectedCloseOn(),
                instant(deal.lastActivityAt()),
                deal.activities(),
                closedAt == null ? null : Duration.between(createdAt, closedAt).toMillis() / MILLIS_PER_DAY,
                known(deal.lossReason()),
                new TreeMap<>(deal.attributes()));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    /** A deal that was deleted. */
    static DealRow deleted(String dealId, String stageId, String stage) {
        return new DealRow(
                dealId, stageId, stage, "deleted", null, null, null, null, null, null, null, null, null, null, null, 0,
                null, null, Map.of());
    }

    /** An amount in the base currency at the rate of a day; null if there is none. */
    static @Nullable BigDecimal converted(
            @Nullable BigDecimal amount, String currency, Reference reference, LocalDate day) {
        if (amount == null) {
            return null;
        }
        var cents = reference.money().convert(amount.movePointRight(2), currency, day);
        return cents.isPresent() ? BigDecimal.valueOf(cents.getAsLong(), 2) : null;
    }
}
