package io.dealpulse.jobs.sink;

import io.dealpulse.core.metric.Histogram;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a column holds: its Java value in a {@link TableRow}, and how the JDBC driver is given it. */
@SuppressWarnings("ImmutableEnumChecker") // the defaults are of immutable classes
public enum ColumnType {
    /** A {@link String}. */
    TEXT(""),
    /** A {@link Long}. */
    NUMBER(0L),
    /** A {@link Double}. */
    REAL(0.0),
    /** A {@link Long} in hundredths; a Decimal with two places in the table. */
    MONEY(0L) {
        @Override
        Object toJdbc(Object value) {
            return BigDecimal.valueOf(Math.max(-MOST_CENTS, Math.min(MOST_CENTS, (Long) value)), 2);
        }
    },
    /** A {@link BigDecimal}. */
    DECIMAL(BigDecimal.ZERO),
    /** An {@link Instant}; never a Timestamp, which would shift with the JVM's zone. */
    INSTANT(Instant.EPOCH) {
        @Override
        Object toJdbc(Object value) {
            Instant instant = (Instant) value;
            return instant.isBefore(FIRST_INSTANT)
                    ? FIRST_INSTANT
                    : instant.isAfter(LAST_INSTANT) ? LAST_INSTANT : instant;
        }
    },
    /** A {@link LocalDate}. */
    DATE(LocalDate.EPOCH),
    /** A map from text to text. */
    TEXT_MAP(Map.of()),
    /** A {@link Histogram}; a map from index to count in the table. */
    HISTOGRAM(Histogram.empty()) {
        @Override
        Object toJdbc(Object value) {
            return new LinkedHashMap<>(((Histogram) value).countsByIndex());
        }
    };

    /** What Decimal(18,2) holds at most, in hundredths; a sum beyond it is shown as this. */
    private static final long MOST_CENTS = 999_999_999_999_999_999L;

    /** What DateTime64(3) holds at least; a time beyond, such as that of a record with a broken timestamp, is shown as this. */
    private static final Instant FIRST_INSTANT = Instant.parse("1900-01-01T00:00:00Z");

    /** The last time that the driver can send, for which it takes nanoseconds; a time beyond is shown as this. */
    private static final Instant LAST_INSTANT = Instant.parse("2262-04-11T23:47:16.854Z");

    private final Object absent;

    ColumnType(Object absent) {
        this.absent = absent;
    }

    /** What stands in a column of this type, not nullable, of a row that is deleted. */
    Object absent() {
        return absent;
    }

    /** The value as the driver takes it. */
    Object toJdbc(Object value) {
        return value;
    }
}
