package io.dealpulse.jobs.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page of the documentation, as far as it can be tested: its tables, and its queries with the results below them. */
public record MarkdownPage(String text, List<Table> tables, List<Query> queries) {

    private static final Path DOCS = Path.of(System.getProperty("dealpulse.home"), "docs");
    private static final String BEGIN = "```sql";
    private static final String END = "```";

    /**
     * A table.
     *
     * @param rows without the one that parts them from the header
     */
    public record Table(List<String> header, List<List<String>> rows) {

        /** As the page shows it, for a reader of a failed test to paste. */
        @Override
        public String toString() {
            List<String> lines = new ArrayList<>();
            lines.add(line(header));
            lines.add("|" + "---|".repeat(header.size()));
            rows.forEach(row -> lines.add(line(row)));
            return String.join("\n", lines);
        }

        private static String line(List<String> cells) {
            return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
        }
    }

    /**
     * A query.
     *
     * @param line where it begins
     * @param result the table that follows it, with nothing but empty lines between; null: none does
     */
    public record Query(int line, String sql, @Nullable Table result) {

        @Override
        public String toString() {
            return "line " + line;
        }
    }

    /** Reads a page of {@code docs/}. */
    public static MarkdownPage read(String name) throws IOException {
        List<String> lines = Files.readAllLines(DOCS.resolve(name));
        List<Table> tables = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals(BEGIN)) {
                int end = i + lines.subList(i, lines.size()).indexOf(END);
                int next = end + 1;
                while (next < lines.size() && lines.get(next).isEmpty()) {
                    next++;
                }
                Table result = next < lines.size() && lines.get(next).startsWith("|") ? tableAt(lines, next) : null;
                queries.add(new Query(i + 1, String.join("\n", lines.subList(i + 1, end)), result));
                i = end;
            } else if (lines.get(i).startsWith("|")) {
                Table table = tableAt(lines, i);
                tables.add(table);
                i += table.rows().size() + 1;
            }
        }
        return new MarkdownPage(String.join("\n", lines), tables, queries);
    }

    /** The rows of the page's only table with that header. */
    public List<List<String>> rows(String... header) {
        List<Table> found = tables.stream()
                .filter(table -> table.header().equals(List.of(header)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "The page has " + found.size() + " tables with the header " + List.of(header));
        }
        return found.get(0).rows();
    }

    private static Table tableAt(List<String> lines, int first) {
        List<List<String>> rows = lines.subList(first, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(MarkdownPage::cells)
                .toList();
        return new Table(rows.get(0), rows.subList(2, rows.size()));
    }

    private static List<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
