package io.dealpulse.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The rows that could not be mapped, as CSV: file, line, reason, row (as it was written). There is no file if there are
 * no such rows.
 */
final class RejectsFile implements AutoCloseable {

    private static final String HEADER = "file,line,reason,row";

    private final Path path;
    private @Nullable CSVPrinter printer;

    private RejectsFile(Path path) {
        this.path = path;
    }

    /**
     * Prepares the file; an earlier import's rejects go.
     *
     * @param inputs the import's files, none of which it may be
     * @throws ImportException where something else than rejects is there
     */
    static RejectsFile at(Path path, List<Path> inputs) {
        try {
            if (Files.exists(path)) {
                for (Path input : inputs) {
                    if (Files.isSameFile(path, input)) {
                        throw new ImportException("--rejects " + path + " is one of the files to import");
                    }
                }
                if (!isRejects(path)) {
                    throw new ImportException("--rejects " + path + " exists and is not a file of rejects;"
                            + " remove it or name another");
                }
                Files.delete(path);
            }
            return new RejectsFile(path);
        } catch (IOException e) {
            throw new ImportException("--rejects " + path + " can't be replaced: " + e, e);
        }
    }

    private static boolean isRejects(Path path) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(path, UTF_8)) {
            return HEADER.equals(reader.readLine());
        } catch (MalformedInputException e) {
            return false;
        }
    }

    void add(Path file, long line, String reason, String row) {
        try {
            if (printer == null) {
                printer = new CSVPrinter(Files.newBufferedWriter(path, UTF_8), CSVFormat.DEFAULT);
                printer.printRecord((Object[]) HEADER.split(",", -1));
            }
            printer.printRecord(file, line, reason, row);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            if (printer != null) {
                printer.close();
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private ImportException unwritable(IOException e) {
        return new ImportException("the rejects file " + path + " can't be written: " + e, e);
    }
}
