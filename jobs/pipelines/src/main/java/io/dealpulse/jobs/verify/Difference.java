package io.dealpulse.jobs.verify;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.jobs.sink.Column;
import io.dealpulse.jobs.sink.ColumnType;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row in which a table and the events differ.
 *
 * @param kind in what way
 * @param key the row's key, each column with its value
 * @param cells the columns that differ, with what was expected and what was found; empty unless {@link Kind#DIFFERENT}
 */
public record Difference(Kind kind, String key, List<String> cells) {

    /** Ways to differ. */
    public enum Kind {
        /** The row is there, with another value. */
        DIFFERENT,
        /** The events make the row, but the table lacks it. */
        MISSING,
        /** The table has the row, but no event makes it. */
        UNEXPECTED
    }

    static Difference missing(Table table, TableRow expected) {
        return new Difference(Kind.MISSING, keyOf(table, expected), List.of());
    }

    static Difference unexpected(Table table, TableRow found) {
        return new Difference(Kind.UNEXPECTED, keyOf(table, found), List.of());
    }

    /** The difference of two rows of one key that are not the same. */
    static Difference different(Table table, TableRow expected, TableRow found) {
        List<String> cells = new ArrayList<>();
        List<Column> columns = table.valueColumns();
        for (int i = 0; i < columns.size(); i++) {
            Object wanted = Objects.requireNonNull(expected.values()).get(i);
            Object present = Objects.requireNonNull(found.values()).get(i);
            if (!Objects.equals(wanted, present)) {
                cells.add("%s: expected %s, found %s"
                        .formatted(
                                columns.get(i).name(),
                                text(columns.get(i).type(), wanted, present),
                                text(columns.get(i).type(), present, wanted)));
            }
        }
        return new Difference(Kind.DIFFERENT, keyOf(table, expected), cells);
    }

    private static String keyOf(Table table, TableRow row) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < row.key().size(); i++) {
            Column column = table.keyColumns().get(i);
            columns.add(column.name() + "=" + text(column.type(), row.key().get(i), null));
        }
        return String.join(", ", columns);
    }

    /** A value as people read it; of a map, only the entries that another one has not. */
    private static String text(ColumnType type, @Nullable Object value, @Nullable Object other) {
        if (value == null) {
            return "NULL";
        }
        return switch (type) {
            case TEXT -> "'" + value + "'";
            case MONEY -> BigDecimal.valueOf((Long) value, 2).toPlainString();
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case TEXT_LIST -> list((List<?>) value);
            case TEXT_MAP, HISTOGRAM -> entries(value, other);
            case NUMBER, REAL, INSTANT, DATE -> value.toString();
        };
    }

    private static String list(List<?> texts) {
        return texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    private static String entries(Object value, @Nullable Object other) {
        Map<Object, Object> entries = new TreeMap<>(map(value));
        if (other != null) {
            entries.entrySet().removeAll(map(other).entrySet());
        }
        return entries.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @SuppressWarnings("unchecked") // what columns of maps hold
    private static Map<Object, Object> map(Object value) {
        return value instanceof Histogram histogram
                ? Map.copyOf(histogram.countsByIndex())
                : (Map<Object, Object>) value;
    }
}
