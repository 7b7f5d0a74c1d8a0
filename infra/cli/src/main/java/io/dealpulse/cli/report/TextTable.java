package io.dealpulse.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table for a terminal: columns as wide as their widest cell, two spaces apart, a rule under the headings. */
public final class TextTable {

    private static final String GAP = "  ";

    private enum Alignment {
        LEFT,
        RIGHT
    }

    private record Column(String heading, Alignment alignment) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of words. Only before the first row. */
    public TextTable words(String heading) {
        columns.add(new Column(heading, Alignment.LEFT));
        return this;
    }

    /** Adds columns of numbers. Only before the first row. */
    public TextTable numbers(String... headings) {
        Arrays.stream(headings).forEach(heading -> columns.add(new Column(heading, Alignment.RIGHT)));
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException where there are more or fewer cells than columns
     */
    public TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Whether there are no rows. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines of the table, without trailing spaces. */
    public List<String> lines() {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            int index = column;
            widths[column] = rows.stream()
                    .mapToInt(row -> length(row.get(index)))
                    .reduce(length(columns.get(column).heading()), Math::max);
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::heading).toList(), widths));
        lines.add(line(Arrays.stream(widths).mapToObj("─"::repeat).toList(), widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        List<String> padded = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            padded.add(columns.get(column).alignment() == Alignment.LEFT ? cell + padding : padding + cell);
        }
        return String.join(GAP, padded).stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
