package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.Reference;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
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

    /** The columns that {@link #of} reads, of v_deals. */
    static final String COLUMNS = """
            deal_id, pipeline_id, stage_id, status, owner_id, account_id, amount, currency, probability, created_at,
            stage_entered_at, closed_at, expected_close_on, last_activity_at, activities, loss_reason, attributes
            """;

    static DealRow of(Row row, Reference reference, ZoneId zone) throws SQLException {
        String stageId = row.text("stage_id");
        BigDecimal amount = row.amount("amount");
        Instant createdAt = row.instant("created_at");
        Instant closedAt = row.instantOrNull("closed_at");
        LocalDate valuedOn = closedAt == null ? reference.today() : LocalDate.ofInstant(closedAt, zone);
        return new DealRow(
                row.text("deal_id"),
                stageId,
                reference
                        .find(row.text("pipeline_id"))
                        .map(pipeline -> pipeline.nameOf(stageId))
                        .orElse(stageId),
                row.text("status"),
                row.textOrNull("owner_id"),
                row.textOrNull("account_id"),
                amount,
                row.textOrNull("currency"),
                converted(amount, row.text("currency"), reference, valuedOn),
                row.number("probability"),
                createdAt,
                row.instant("stage_entered_at"),
                closedAt,
                row.dayOrNull("expected_close_on"),
                row.instantOrNull("last_activity_at"),
                row.count("activities"),
                closedAt == null ? null : Duration.between(createdAt, closedAt).toMillis() / MILLIS_PER_DAY,
                row.textOrNull("loss_reason"),
                row.texts("attributes"));
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
