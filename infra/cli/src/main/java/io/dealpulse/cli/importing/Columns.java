package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.ColumnReference;
import java.util.List;

/** What a mapping asks of a file's header. */
final class Columns {

    private Columns() {}

    /**
     * Makes sure that a file has the columns that the mapping reads.
     *
     * @throws ImportException naming the first that it lacks and where the mapping reads it
     */
    static void require(CsvReader reader, List<ColumnReference> references) {
        for (ColumnReference reference : references) {
            if (!reader.columns().contains(reference.column())) {
                throw new ImportException(reader.path() + " has no column '" + reference.column() + "', which "
                        + reference.place() + " reads; it has " + String.join(", ", reader.columns()));
            }
        }
    }
}
