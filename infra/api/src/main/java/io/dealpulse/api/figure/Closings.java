package io.dealpulse.api.figure;

import io.dealpulse.api.clickhouse.Row;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Deals closed.
 *
 * @param wonCents in the base currency, without those that no rate converts
 * @param lostCents likewise
 * @param wonUnconverted won deals with an amount that no rate converts
 * @param wonSeconds the sum of the won deals' cycles
 */
record Closings(long won, long lost, long wonCents, long lostCents, long wonUnconverted, long wonSeconds) {

    static final Closings NONE = new Closings(0, 0, 0, 0, 0, 0);

    /** The columns that {@link #of} reads, of v_closing_daily_stored. */
    static final String COLUMNS = """
            sumIf(deals, outcome = 'won') AS won,
            sumIf(deals, outcome = 'lost') AS lost,
            sumIf(amount_base, outcome = 'won') AS won_amount,
            sumIf(amount_base, outcome = 'lost') AS lost_amount,
            sumIf(unconverted, outcome = 'won') AS won_unconverted,
            sumIf(seconds, outcome = 'won') AS won_seconds
            """;

    static Closings of(Row row) throws SQLException {
        return new Closings(
                row.count("won"),
                row.count("lost"),
                row.cents("won_amount"),
                row.cents("lost_amount"),
                row.count("won_unconverted"),
                row.count("won_seconds"));
    }

    Closings plus(Closings other) {
        return new Closings(
                won + other.won,
                lost + other.lost,
                wonCents + other.wonCents,
                lostCents + other.lostCents,
                wonUnconverted + other.wonUnconverted,
                wonSeconds + other.wonSeconds);
    }

    /** What takes these back when added. */
    Closings negated() {
        return new Closings(-won, -lost, -wonCents, -lostCents, -wonUnconverted, -wonSeconds);
    }

    long deals() {
        return won + lost;
    }

    @Nullable
    Double winRate() {
        return Numbers.ratio(won, deals());
    }

    @Nullable
    Double winRateValue() {
        return Numbers.ratio(wonCents, wonCents + lostCents);
    }

    /** In cents. */
    @Nullable
    Double averageCents() {
        return Numbers.ratio(wonCents, won - wonUnconverted);
    }

    @Nullable
    BigDecimal averageDealSize() {
        return Numbers.amount(averageCents());
    }

    @Nullable
    Double cycleMeanDays() {
        return Numbers.meanDays(wonSeconds, won);
    }

    BigDecimal wonAmount() {
        return Numbers.amount(wonCents);
    }

    BigDecimal lostAmount() {
        return Numbers.amount(lostCents);
    }
}
