package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.Reference;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An alert of a stalled deal.
 *
 * @param ageDays how long it has stood, or stood; to the second and hundredth, as in v_deal_alerts
 * @param stalledDays how long its cause has lasted, or lasted, likewise
 */
record AlertRow(
        String alertId,
        String dealId,
        String kind,
        String state,
        String stageId,
        String stage,
        @Nullable String ownerId,
        @Nullable String accountId,
        Instant since,
        Instant raisedAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolution,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal amountBase,
        double ageDays,
        double stalledDays,
        @Nullable LocalDate expectedCloseOn,
        @Nullable Instant lastActivityAt) {

    private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

    /** The columns that {@link #of} reads, of v_deal_alerts_stored. */
    static final String COLUMNS = """
            alert_id, deal_id, pipeline_id, stage_id, owner_id, kind, state, since, raised_at, resolved_at, resolution, amount,
            currency
            """;

    /** Without what the deal tells. */
    static AlertRow of(Row row, Reference reference) throws SQLException {
        String stageId = row.text("stage_id");
        BigDecimal amount = row.amount("amount");
        Instant since = row.instant("since");
        Instant raisedAt = row.instant("raised_at");
        Instant resolvedAt = row.instantOrNull("resolved_at");
        Instant end = resolvedAt == null ? reference.alertsAt() : resolvedAt;
        return new AlertRow(
                row.text("alert_id"),
                row.text("deal_id"),
                row.text("kind"),
                row.text("state"),
                stageId,
                reference
                        .find(row.text("pipeline_id"))
                        .map(pipeline -> pipeline.nameOf(stageId))
                        .orElse(stageId),
                row.textOrNull("owner_id"),
                null,
                since,
                raisedAt,
                resolvedAt,
                row.textOrNull("resolution"),
                amount,
                row.textOrNull("currency"),
                DealRow.converted(amount, row.text("currency"), reference, reference.today()),
                days(raisedAt, end),
                days(since, end),
                null,
                null);
    }

    private static double days(Instant from, Instant to) {
        long seconds = Math.max(0, to.getEpochSecond() - from.getEpochSecond());
        return BigDecimal.valueOf(seconds)
                .divide(SECONDS_PER_DAY, 2, RoundingMode.HALF_EVEN)
                .doubleValue();
    }

    /** With what the deal tells; a deal that was deleted tells nothing. */
    AlertRow with(@Nullable DealRow deal) {
        return deal == null
                ? this
                : new AlertRow(
                        alertId,
                        dealId,
                        kind,
                        state,
                        stageId,
                        stage,
                        ownerId,
                        deal.accountId(),
                        since,
                        raisedAt,
                        resolvedAt,
                        resolution,
                        amount,
                        currency,
                        amountBase,
                        ageDays,
                        stalledDays,
                        deal.expectedCloseOn(),
                        deal.lastActivityAt());
    }
}
