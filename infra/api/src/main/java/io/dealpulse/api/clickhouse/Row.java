package io.dealpulse.api.clickhouse;

import io.dealpulse.api.http.Json;
import io.dealpulse.core.metric.Histogram;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
        return Objects.requireNonNull(dayOrNull(column), column);
    }

    public @Nullable LocalDate dayOrNull(String column) throws SQLException {
        return result.getObject(column, LocalDate.class);
    }

    public Instant instant(String column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(column), column);
    }

    public @Nullable Instant instantOrNull(String column) throws SQLException {
        OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** A document in JSON. */
    public <T> T json(String column, Class<T> type) throws SQLException {
        return Json.read(text(column), type);
    }

    /** An array of integers. */
    public long[] counts(String column) throws SQLException {
        Object array = result.getArray(column).getArray();
        return IntStream.range(0, Array.getLength(array))
                .mapToLong(index -> ((Number) Array.get(array, index)).longValue())
                .toArray();
    }

    public Histogram histogram(String column) throws SQLException {
        Map<?, ?> countsByIndex = (Map<?, ?>) result.getObject(column);
        short[] indexes = new short[countsByIndex.size()];
        long[] counts = new long[indexes.length];
        int size = 0;
        boolean ascending = true;
        for (Map.Entry<?, ?> entry : countsByIndex.entrySet()) {
            indexes[size] = ((Number) entry.getKey()).shortValue();
            counts[size] = ((Number) entry.getValue()).longValue();
            ascending &= size == 0 || indexes[size - 1] < indexes[size];
            size += counts[size] == 0 ? 0 : 1;
        }
        // As ClickHouse adds them up. A chart has hundreds, for which a sorted map takes longer than all else.
        return ascending
                ? Histogram.of(Arrays.copyOf(indexes, size), Arrays.copyOf(counts, size))
                : sorted(countsByIndex);
    }

    private static Histogram sorted(Map<?, ?> countsByIndex) {
        TreeMap<Short, Long> counts = new TreeMap<>();
        countsByIndex.forEach(
                (index, count) -> counts.put(((Number) index).shortValue(), ((Number) count).longValue()));
        return Histogram.of(counts);
    }
}
