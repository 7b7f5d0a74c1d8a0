package io.dealpulse.jobs.sink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The present content of one row of a table, or that the row is gone.
 *
 * @param table the table's name
 * @param key the values of its key columns
 * @param values the values of its other columns; null if the row is deleted
 */
public record TableRow(
        String table, List<Object> key, @Nullable List<@Nullable Object> values) {

    public TableRow {
        key = List.copyOf(key);
        values = values == null ? null : Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** A row as it stands now. */
    public static TableRow of(Table table, List<Object> key, @Nullable Object... values) {
        if (key.size() != table.keyColumns().size()
                || values.length != table.valueColumns().size()) {
            throw new IllegalArgumentException("Table %s has %d key and %d other columns, not %d and %d"
                    .formatted(
                            table.name(),
                            table.keyColumns().size(),
                            table.valueColumns().size(),
                            key.size(),
                            values.length));
        }
        return new TableRow(table.name(), key, Arrays.asList(values));
    }

    /** A row that is gone. */
    public static TableRow deleted(RowKey key) {
        return new TableRow(key.table(), key.values(), null);
    }

    /** Whether the row is gone. */
    public boolean isDeleted() {
        return values == null;
    }

    /** Which row it is. */
    public RowKey rowKey() {
        return new RowKey(table, key);
    }
}
