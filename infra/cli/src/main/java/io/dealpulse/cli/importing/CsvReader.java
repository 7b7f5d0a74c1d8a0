package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.CsvDialect;
import io.dealpulse.cli.importing.mapping.UnmappableRowException;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file with a header, row by row, in bounded memory. Values come without the blanks around them, empty lines
 * are passed over, and lines are counted as an editor counts them, whatever quoted fields hold.
 */
final class CsvReader implements AutoCloseable {

    private final Path path;
    private final CsvDialect dialect;
    private final CountingStream bytes;
    private final RecentText text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final Map<String, Integer> columns;
    private final int width;

    private @Nullable CSVRecord record;
    private long firstLine;
    private long lastLine;

    private CsvReader(Path path, CsvDialect dialect, CountingStream bytes, RecentText text) throws IOException {
        this.path = path;
        this.dialect = dialect;
        this.bytes = bytes;
        this.text = text;
        this.parser = CSVParser.parse(
                text,
                CSVFormat.Builder.create()
                        .setDelimiter(dialect.delimiter())
                        .setQuote(dialect.quote())
                        .setIgnoreEmptyLines(false)
                        .get());
        this.records = parser.iterator();
        CSVRecord header = header();
        this.width = header.size();
        this.columns = columns(header);
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws ImportException where there is none, or a column's name stands in it twice
     */
    static CsvReader open(Path path, CsvDialect dialect) {
        CountingStream bytes = null;
        try {
            bytes = new CountingStream(Files.newInputStream(path));
            return new CsvReader(path, dialect, bytes, new RecentText(withoutByteOrderMark(bytes, dialect)));
        } catch (CharacterCodingException e) {
            closeAfter(e, bytes);
            throw notInEncoding(path, dialect, 0, e);
        } catch (IOException e) {
            closeAfter(e, bytes);
            throw new ImportException(path + " can't be read: " + e, e);
        } catch (ImportException e) {
            closeAfter(e, bytes);
            throw e;
        }
    }

    private static void closeAfter(Exception failure, @Nullable InputStream stream) {
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static Reader withoutByteOrderMark(InputStream bytes, CsvDialect dialect) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(
                bytes,
                dialect.encoding()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private CSVRecord header() {
        try {
            CSVRecord header = nextRecord();
            if (header == null) {
                throw new ImportException(path + " is empty: a header line with the columns' names is expected");
            }
            return header;
        } catch (UnmappableRowException e) {
            throw new ImportException(path + ":1: the header can't be read: " + e.getMessage(), e);
        }
    }

    private Map<String, Integer> columns(CSVRecord header) {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int index = 0; index < header.size(); index++) {
            String name = header.get(index).strip();
            // Spreadsheets leave nameless columns behind; nobody can ask for them.
            if (!name.isEmpty() && named.put(name, index) != null) {
                throw new ImportException(path + ":" + firstLine + ": the header has the column '" + name
                        + "' twice; rename one of them");
            }
        }
        return named;
    }

    /** The named columns, in the file's order. */
    Set<String> columns() {
        return columns.keySet();
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end
     * @throws UnmappableRowException where it is malformed; the next call goes on after it
     * @throws ImportException where nothing after it can be read either
     */
    boolean next() throws UnmappableRowException {
        do {
            record = nextRecord();
            if (record == null) {
                return false;
            }
        } while (record.size() == 1 && record.get(0).isBlank());
        if (record.size() != width) {
            throw new UnmappableRowException("the row has " + record.size() + " fields and the header " + width);
        }
        return true;
    }

    private @Nullable CSVRecord nextRecord() throws UnmappableRowException {
        firstLine = lastLine + 1;
        text.forgetBefore(firstLine);
        try {
            CSVRecord next = records.hasNext() ? records.next() : null;
            lastLine = parser.getCurrentLineNumber();
            return next;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException malformed) {
                skipRest();
                throw new UnmappableRowException(reasonOf(malformed));
            }
            throw unreadable(e);
        }
    }

    /** After a syntax error the parser stands in the middle of a row; what it makes of the rest is not a row. */
    private void skipRest() {
        while (true) {
            try {
                if (records.hasNext()) {
                    records.next();
                }
                lastLine = parser.getCurrentLineNumber();
                return;
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof CSVException)) {
                    throw unreadable(e);
                }
            }
        }
    }

    private String reasonOf(CSVException malformed) {
        String message = String.valueOf(malformed.getMessage());
        return message.contains("EOF")
                ? "a quote is opened and not closed before the end of the file"
                : "malformed quotes: after a closing " + dialect.quote() + " comes neither '" + dialect.delimiter()
                        + "' nor the line's end; a quote inside a quoted field is doubled";
    }

    private static ImportException notInEncoding(Path path, CsvDialect dialect, long line, IOException cause) {
        return new ImportException(
                path + ": somewhere after line " + line + " is text that is not " + dialect.encoding()
                        + "; set csv.encoding in the mapping",
                cause);
    }

    private ImportException unreadable(UncheckedIOException e) {
        IOException cause = Objects.requireNonNull(e.getCause());
        if (cause instanceof CharacterCodingException) {
            return notInEncoding(path, dialect, firstLine, cause);
        }
        if (cause instanceof RecentText.OverlongRowException) {
            return new ImportException(
                    path + ":" + firstLine + ": this row is longer than " + RecentText.LONGEST_ROW
                            + " characters; is a quote in it not closed?",
                    cause);
        }
        return new ImportException(path + ":" + firstLine + ": can't be read: " + cause, cause);
    }

    /** The first line of the current row, or of the malformed one. */
    long line() {
        return firstLine;
    }

    /** The current row as written, or the malformed one. */
    String raw() {
        return text.lines(firstLine, lastLine);
    }

    /** A value of the current row, '' if it is empty. The column is one of {@link #columns()}. */
    String value(String column) {
        Integer index = columns.get(column);
        if (index == null || record == null) {
            throw new IllegalStateException("No column '" + column + "' or no row in " + path);
        }
        return record.get(index).strip();
    }

    /** How many bytes of the file were read so far, those read ahead included. */
    long bytesRead() {
        return bytes.count;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new ImportException(path + " can't be closed: " + e, e);
        }
    }

    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
