package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.ColumnReference;
import io.dealpulse.cli.importing.mapping.InputMapping;
import io.dealpulse.cli.importing.mapping.JoinMapping;
import io.dealpulse.cli.importing.mapping.Mapping;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import io.dealpulse.cli.publish.EventAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Reads the files row by row and hands on the events they give, in the mapping's order of inputs. */
final class Importer {

    private final Mapping mapping;
    private final ImportFiles files;
    private final Consumer<SpecificRecord> events;
    private final RejectsFile rejects;
    private final ImportProgress progress;
    private final BooleanSupplier interrupted;
    private final ImportSummary summary = new ImportSummary();

    /**
     * An import.
     *
     * @param events takes each event
     * @param interrupted asked before each row: whether to stop there
     */
    Importer(
            Mapping mapping,
            ImportFiles files,
            Consumer<SpecificRecord> events,
            RejectsFile rejects,
            ImportProgress progress,
            BooleanSupplier interrupted) {
        this.mapping = mapping;
        this.files = files;
        this.events = events;
        this.rejects = rejects;
        this.progress = progress;
        this.interrupted = interrupted;
    }

    /**
     * Imports.
     *
     * @param limit at most so many rows of each input file are read
     * @throws ImportException where a file can't be read as the mapping says
     */
    ImportSummary run(long limit) {
        mapping.pipelines().forEach(this::emit);
        mapping.rates().forEach(this::emit);
        for (InputMapping input : mapping.inputs()) {
            Map<String, JoinTable> tables = load(input);
            for (Path path : files.of(input.file())) {
                read(input, path, tables, limit);
            }
        }
        return summary;
    }

    private Map<String, JoinTable> load(InputMapping input) {
        Map<String, JoinTable> tables = new HashMap<>();
        for (JoinMapping join : input.joins()) {
            Path path = files.of(join.file()).get(0);
            tables.put(join.name(), JoinTable.load(join, path, mapping.csv(), input.columns()));
        }
        return tables;
    }

    private void read(InputMapping input, Path path, Map<String, JoinTable> tables, long limit) {
        try (CsvReader reader = CsvReader.open(path, mapping.csv())) {
            Columns.require(
                    reader,
                    input.columns().stream().filter(ColumnReference::isOwn).toList());
            RowEvents rowEvents = new RowEvents(mapping.name(), input, reader, tables);
            progress.begin(path);
            for (long row = 0; row < limit && !interrupted.getAsBoolean(); row++) {
                if (!readRow(reader, rowEvents)) {
                    break;
                }
                progress.reached(reader.bytesRead(), row + 1);
            }
            // Half of a pipeline's stages would be another pipeline.
            if (!interrupted.getAsBoolean()) {
                rowEvents.ofAllRows().forEach(this::emit);
            }
            progress.end();
        }
    }

    private boolean readRow(CsvReader reader, RowEvents rowEvents) {
        try {
            if (!reader.next()) {
                return false;
            }
            List<SpecificRecord> given = rowEvents.ofRow();
            if (given == null) {
                summary.addSkipped(reader.path());
            } else {
                given.forEach(this::emit);
            }
        } catch (UnmappableRowException e) {
            summary.addRejected(reader.path());
            rejects.add(reader.path(), reader.line(), String.valueOf(e.getMessage()), reader.raw());
        }
        summary.addRow(reader.path());
        return true;
    }

    private void emit(SpecificRecord event) {
        events.accept(event);
        summary.addEvent(EventAddress.of(event).topic());
    }
}
