package io.dealpulse.jobs.sink;

import io.dealpulse.core.metric.Histogram;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a column holds: its Java value in a {@link TableRow}, and how the JDBC driver is given it and gives it back. */
@SuppressWarnings("ImmutableEnumChecker") // the defaults are of immutable classes
public enum ColumnType {
    /** A {@link String}. */
    TEXT("") {
        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getString(column);
        }
    },
    /** A {@link Long}. */
    NUMBER(0L) {
        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getLong(column);
        }
    },
    /** A {@link Double}. */
    REAL(0.0) {
        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getDouble(column);
        }
    },
    /** A {@link Long} in hundredths; a Decimal with two places in the table. */
    MONEY(0L) {
        @Override
        Object stored(Object value) {
            return Math.max(-MOST_CENTS, Math.min(MOST_CENTS, (Long) value));
        }

        @Override
        Object toJdbc(Object value) {
            return BigDecimal.valueOf((Long) stored(value), 2);
        }

        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getBigDecimal(column).movePointRight(2).longValueExact();
        }
    },
    /** A {@link BigDecimal}. */
    DECIMAL(BigDecimal.ZERO) {
        @Override
        Object stored(Object value) {
            return ((BigDecimal) value).stripTrailingZeros();
        }

        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return stored(row.getBigDecimal(column));
        }
    },
    /** An {@link Instant}; never a Timestamp, which would shift with the JVM's zone. */
    INSTANT(Instant.EPOCH) {
        @Override
        Object stored(Object value) {
            Instant instant = ((Instant) value).truncatedTo(ChronoUnit.MILLIS);
            return instant.isBefore(FIRST_INSTANT)
                    ? FIRST_INSTANT
                    : instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant;
        }

        /**
         * As text, for which the server takes half as long: of an Instant the driver makes a call of a function, and a row with
         * such a call is not read as values any more, but worked out as an expression.
         */
        @Override
        Object toJdbc(Object value) {
            return DATE_TIME.format(LocalDateTime.ofInstant((Instant) stored(value), ZoneOffset.UTC));
        }

        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
    },
    /** A {@link LocalDate}. */
    DATE(LocalDate.EPOCH) {
        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return row.getObject(column, LocalDate.class);
        }
    },
    /** A list of texts. */
    TEXT_LIST(List.of()) {
        @Override
        Object read(ResultSet row, int column) throws SQLException {
            return List.of((Object[]) row.getArray(column).getArray());
        }
    },
    /** A map from text to text. */
    TEXT_MAP(Map.of()) {
        @Override
        @SuppressWarnings("unchecked") // what the column holds
        Object read(ResultSet row, int column) throws SQLException {
            return new TreeMap<>((Map<String, String>) row.getObject(column));
        }
    },
    /** A {@link Histogram}; a map from index to count in the table. */
    HISTOGRAM(Histogram.empty()) {
        @Override
        Object toJdbc(Object value) {
            return new LinkedHashMap<>(((Histogram) value).countsByIndex());
        }

        @Override
        @SuppressWarnings("unchecked") // what the column holds
        Object read(ResultSet row, int column) throws SQLException {
            return Histogram.of(new TreeMap<>((Map<Short, Long>) row.getObject(column)));
        }
    };

    /** What Decimal(18,2) holds at most, in hundredths; a sum beyond it is shown as this. */
    private static final long MOST_CENTS = 999_999_999_999_999_999L;

    /** What DateTime64(3) holds at least; a time beyond, such as that of a record with a broken timestamp, is shown as this. */
    private static final Instant FIRST_INSTANT = Instant.parse("1900-01-01T00:00:00Z");

    /** The last time in nanoseconds that 64 bits hold, as clients of the tables keep times; a time beyond is shown as this. */
    private static final Instant LAST_INSTANT = Instant.parse("2262-04-11T23:47:16.854Z");

    /** How a DateTime64(3, 'UTC') is written. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private final Object absent;

    ColumnType(Object absent) {
        this.absent = absent;
    }

    /** What stands in a column of this type, not nullable, of a row that is deleted. */
    Object absent() {
        return absent;
    }

    /** The value that comes back when this one was written: cut to what the table can hold, in the one form of its kind. */
    Object stored(Object value) {
        return value;
    }

    /** A value, not null, as the driver gives it, in the form of {@link #stored}. */
    abstract Object read(ResultSet row, int column) throws SQLException;

    /** The value as the driver takes it. */
    Object toJdbc(Object value) {
        return value;
    }
}
