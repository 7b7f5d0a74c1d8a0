package io.dealpulse.api.clickhouse;

import io.dealpulse.api.http.Json;
import io.dealpulse.core.metric.Histogram;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The row that a result stands at, by column. What is null in a column that has none is an error. */
public final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) throws SQLException {
        return Objects.requireNonNull(result.getString(column), column);
    }

    /** Null where it is null or empty. */
    public @Nullable String textOrNull(String column) throws SQLException {
        String text = result.getString(column);
        return text == null || text.isEmpty() ? null : text;
    }

    public long count(String column) throws SQLException {
        return result.getLong(column);
    }

    public boolean flag(String column) throws SQLException {
        return result.getLong(column) != 0;
    }

    public @Nullable Double number(String column) throws SQLException {
        double value = result.getDouble(column);
        return result.wasNull() || Double.isNaN(value) ? null : value;
    }

    /** Exact. */
    public BigDecimal decimal(String column) throws SQLException {
        return Objects.requireNonNull(result.getBigDecimal(column), column);
    }

    /** An amount in its currency; null where it is null. */
    public @Nullable BigDecimal amount(String column) throws SQLException {
        return result.getBigDecimal(column);
    }

    /** An amount in hundredths of its currency. */
    public long cents(String column) throws SQLException {
        return decimal(column).movePointRight(2).longValueExact();
    }

    public LocalDate day(String column) throws SQLException {
        return Objects.requireNonNull(result.getObject(column, LocalDate.class), column);
    }

    public Instant instant(String column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(column), column);
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A document in JSON. Arrays should come so too: the driver itself takes 0.3 µs for each element of one. */
    public <T> T json(String column, Class<T> type) throws SQLException {
        return Json.read(text(column), type);
    }

    /** A sum of histograms, which {@code sumMap} gives in ascending order. */
    public Histogram histogram(String column) throws SQLException {
        Map<?, ?> countsByIndex = (Map<?, ?>) result.getObject(column);
        short[] indexes = new short[countsByIndex.size()];
        long[] counts = new long[indexes.length];
        int size = 0;
        for (Map.Entry<?, ?> entry : countsByIndex.entrySet()) {
            indexes[size] = ((Number) entry.getKey()).shortValue();
            counts[size] = ((Number) entry.getValue()).longValue();
            size += counts[size] == 0 ? 0 : 1;
        }
        return Histogram.of(Arrays.copyOf(indexes, size), Arrays.copyOf(counts, size));
    }
}
