package io.dealpulse.cli.importing.mapping;

import java.util.List;

/**
 * What becomes of one CSV file's rows.
 *
 * @param file the file's name
 * @param joins files to look things up in
 * @param filter the rows to map; the others are skipped
 * @param id the columns whose values identify a row; empty: all columns of the file
 * @param events the events that a row gives, in this order
 * @param columns every column that the mapping reads, its own and joined ones
 */
public record InputMapping(
        String file,
        List<JoinMapping> joins,
        RowFilter filter,
        List<ColumnReference> id,
        List<EventMapping> events,
        List<ColumnReference> columns) {

    public InputMapping {
        joins = List.copyOf(joins);
        id = List.copyOf(id);
        events = List.copyOf(events);
        columns = List.copyOf(columns);
    }
}
