package io.dealpulse.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.importing.mapping.Mapping;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;

/** Imports texts as files and keeps what comes out. */
final class SampleImport {

    private final Path directory;
    private final Mapping mapping;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<SpecificRecord> events = new ArrayList<>();
    private long limit = Long.MAX_VALUE;
    private BooleanSupplier interrupted = () -> false;

    private SampleImport(Path directory, Mapping mapping) {
        this.directory = directory;
        this.mapping = mapping;
    }

    static SampleImport with(Path directory, Mapping mapping) {
        return new SampleImport(directory, mapping);
    }

    static SampleImport with(Path directory, String mapping) {
        return with(directory, Mapping.parse("sample.yaml", mapping));
    }

    /** A text beside the tests. */
    static String resource(String name) {
        try (InputStream stream = SampleImport.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    SampleImport file(String name, String text) {
        files.put(name, text);
        return this;
    }

    SampleImport resourceFile(String name) {
        return file(name, resource(name));
    }

    SampleImport limit(long rows) {
        limit = rows;
        return this;
    }

    /** Ctrl-C is pressed while the row after this many is read. */
    SampleImport interruptedAfter(int rows) {
        AtomicInteger asked = new AtomicInteger();
        interrupted = () -> asked.getAndIncrement() >= rows;
        return this;
    }

    ImportSummary run() {
        List<String> paths = new ArrayList<>();
        files.forEach((name, text) -> paths.add(write(name, text).toString()));
        ImportFiles matched = ImportFiles.match(mapping, paths);
        try (RejectsFile rejects = RejectsFile.at(rejectsPath(), matched.all())) {
            ImportProgress progress = ImportProgress.forOutput(new PrintWriter(Writer.nullWriter()));
            return new Importer(mapping, matched, events::add, rejects, progress, interrupted).run(limit);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path rejectsPath() {
        return directory.resolve("rejects.csv");
    }

    /** What the rejects file holds, the temporary directory left out. */
    String rejects() {
        try {
            return Files.exists(rejectsPath())
                    ? Files.readString(rejectsPath())
                            .replace(
                                    directory.toString()
                                            + directory.getFileSystem().getSeparator(),
                                    "")
                    : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    List<SpecificRecord> events() {
        return events;
    }

    List<DealChanged> deals() {
        return events.stream()
                .filter(DealChanged.class::isInstance)
                .map(DealChanged.class::cast)
                .toList();
    }

    List<ActivityLogged> activities() {
        return events.stream()
                .filter(ActivityLogged.class::isInstance)
                .map(ActivityLogged.class::cast)
                .toList();
    }
}
