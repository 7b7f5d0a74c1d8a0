package io.dealpulse.jobs.sink;

import java.util.List;

/**
 * Which row of which table.
 *
 * @param table the table's name
 * @param values the values of its key columns
 */
public record RowKey(String table, List<Object> values) {

    public RowKey {
        values = List.copyOf(values);
    }
}
