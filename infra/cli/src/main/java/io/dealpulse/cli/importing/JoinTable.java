package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.ColumnReference;
import io.dealpulse.cli.importing.mapping.CsvDialect;
import io.dealpulse.cli.importing.mapping.JoinMapping;
import io.dealpulse.cli.importing.mapping.Row;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A joined file in memory: by key, those of its columns that the mapping reads. */
final class JoinTable {

    private record Entry(long line, List<String> values) {}

    private final JoinMapping mapping;
    private final Path path;
    private final List<String> columns;
    private final Map<String, Entry> entries = new HashMap<>();

    private JoinTable(JoinMapping mapping, Path path, List<String> columns) {
        this.mapping = mapping;
        this.path = path;
        this.columns = columns;
    }

    /**
     * Reads a joined file.
     *
     * @param references the columns that the mapping reads, of which those of this join count
     * @throws ImportException where it lacks one of them, has a key twice or a malformed row
     */
    static JoinTable load(JoinMapping mapping, Path path, CsvDialect dialect, List<ColumnReference> references) {
        List<ColumnReference> own = references.stream()
                .filter(reference -> reference.join().equals(mapping.name()))
                .toList();
        JoinTable table = new JoinTable(
                mapping,
                path,
                List.copyOf(new LinkedHashSet<>(
                        own.stream().map(ColumnReference::column).toList())));
        try (CsvReader reader = CsvReader.open(path, dialect)) {
            Columns.require(reader, List.of(mapping.keyColumn()));
            Columns.require(reader, own);
            table.readAll(reader);
        }
        return table;
    }

    private void readAll(CsvReader reader) {
        try {
            while (reader.next()) {
                String key = reader.value(mapping.keyColumn().column());
                // Nothing can point to a row without a key.
                if (!key.isEmpty()) {
                    add(key, new Entry(reader.line(), values(reader)));
                }
            }
        } catch (UnmappableRowException e) {
            throw new ImportException(path + ":" + reader.line() + ": " + e.getMessage(), e);
        }
    }

    private List<String> values(CsvReader reader) {
        return columns.stream().map(reader::value).toList();
    }

    private void add(String key, Entry entry) {
        Entry earlier = entries.putIfAbsent(key, entry);
        if (earlier != null) {
            throw new ImportException(path + ":" + entry.line() + ": '" + key + "' stands in line " + earlier.line()
                    + " already, and rows are looked up by "
                    + mapping.keyColumn().column() + ": keep one of them");
        }
    }

    /**
     * The values that belong to a row; null if it has no counterpart and need not.
     *
     * @throws UnmappableRowException where it needs one
     */
    @Nullable
    List<String> find(Row row) throws UnmappableRowException {
        String key = mapping.key(row);
        if (key.isEmpty()) {
            return null;
        }
        Entry entry = entries.get(key);
        if (entry == null && !mapping.isOptional()) {
            throw new UnmappableRowException("'" + key + "' is not in " + mapping.file() + " (column "
                    + mapping.keyColumn().column() + ")");
        }
        return entry == null ? null : entry.values();
    }

    /** The value in a column, of the values that were found. */
    String value(List<String> values, String column) {
        return values.get(columns.indexOf(column));
    }
}
