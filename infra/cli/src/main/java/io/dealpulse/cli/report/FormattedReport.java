package io.dealpulse.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** What a command found, for people and for programs. Each text ends with the end of its last line. */
public interface FormattedReport {

    /** What ends a line. */
    String LINE_END = "\n";

    /** For people. */
    String table();

    /** A line for each row, under the columns' names. */
    String csv();

    /** One object. */
    String json();

    /**
     * Rows as CSV; what has no value is empty.
     *
     * @param columns the names above them
     * @param rows of each the values by column, in the columns' order
     */
    static String csv(List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        StringWriter text = new StringWriter();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator(LINE_END)
                .setHeader(columns.toArray(String[]::new))
                .get();
        try (CSVPrinter printer = new CSVPrinter(text, format)) {
            for (Map<String, ? extends @Nullable Object> row : rows) {
                printer.printRecord(row.values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return text.toString();
    }

    /** An object as indented JSON; what has no value is null. */
    static String json(Map<String, ? extends @Nullable Object> object) {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(object) + LINE_END;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
