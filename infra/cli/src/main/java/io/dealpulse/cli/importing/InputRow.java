package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.ColumnReference;
import io.dealpulse.cli.importing.mapping.Row;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The row at which a reader stands, with what is joined to it, looked up when first asked for. */
final class InputRow implements Row {

    private final CsvReader reader;
    private final Map<String, JoinTable> tables;
    private final Map<String, Optional<List<String>>> joined = new HashMap<>(4);

    InputRow(CsvReader reader, Map<String, JoinTable> tables) {
        this.reader = reader;
        this.tables = tables;
    }

    @Override
    public String value(ColumnReference column) throws UnmappableRowException {
        if (column.isOwn()) {
            return reader.value(column.column());
        }
        JoinTable table = tables.get(column.join());
        if (table == null) {
            throw new IllegalStateException("No join '" + column.join() + "'");
        }
        Optional<List<String>> values = joined.get(column.join());
        if (values == null) {
            values = Optional.ofNullable(table.find(this));
            joined.put(column.join(), values);
        }
        return values.isEmpty() ? "" : table.value(values.get(), column.column());
    }
}
