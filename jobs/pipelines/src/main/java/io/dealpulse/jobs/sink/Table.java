package io.dealpulse.jobs.sink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that the jobs write: its columns without version, checkpoint and is_deleted, which every table has.
 *
 * @param name the table's name
 * @param keyColumns the columns that identify a row, in the order of the table's sorting key
 * @param valueColumns the others
 */
public record Table(String name, List<Column> keyColumns, List<Column> valueColumns) implements Serializable {

    public Table {
        // Lists of the JDK's that Java serializes: the sink travels to the task managers with its table.
        keyColumns = Collections.unmodifiableList(new ArrayList<>(keyColumns));
        valueColumns = Collections.unmodifiableList(new ArrayList<>(valueColumns));
    }

    /** All columns, those of the key first. */
    public List<Column> columns() {
        return Stream.concat(keyColumns.stream(), valueColumns.stream()).toList();
    }

    /** The row that is read back when this one, which stands, was written. */
    public TableRow stored(TableRow row) {
        List<@Nullable Object> values = Objects.requireNonNull(row.values(), "a row that is gone");
        List<@Nullable Object> stored = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            stored.add(value == null ? null : valueColumns.get(i).type().stored(value));
        }
        return new TableRow(name, row.key(), stored);
    }

    /** The statement that writes one row: its columns in order, then version, checkpoint and is_deleted. */
    public String insertStatement(String database) {
        List<String> names = Stream.concat(
                        columns().stream().map(Column::name), Stream.of("version", "checkpoint", "is_deleted"))
                .toList();
        return "INSERT INTO `%s`.`%s` (%s) VALUES (%s)"
                .formatted(
                        database,
                        name,
                        names.stream().map(column -> "`" + column + "`").collect(Collectors.joining(", ")),
                        String.join(", ", Collections.nCopies(names.size(), "?")));
    }
}
