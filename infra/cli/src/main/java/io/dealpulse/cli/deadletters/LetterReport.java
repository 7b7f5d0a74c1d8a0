package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.report.FormattedReport;
import io.dealpulse.cli.report.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list of dead letters, as text. What has no value is '–' in the table, empty in CSV and null in JSON. */
final class LetterReport implements FormattedReport {

    private static final String NONE = "–";

    /** Longer texts are cut in the table, and only there. */
    private static final int LONGEST_DETAIL = 160;

    private static final int LONGEST_KEY = 40;

    private record Column(String name, Function<ShownLetter, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("topic", letter -> letter.place().topic()),
            new Column("partition", letter -> letter.place().partition()),
            new Column("offset", letter -> letter.place().offset()),
            new Column("timestamp", letter -> letter.timestamp().toString()),
            new Column("reason", ShownLetter::reason),
            new Column("detail", ShownLetter::detail),
            new Column("key", ShownLetter::key),
            new Column("key_bytes", ShownLetter::keySize),
            new Column("value_bytes", ShownLetter::valueSize));

    private static final List<Column> PAYLOAD_COLUMNS = List.of(
            new Column("key_base64", ShownLetter::keyBase64), new Column("value_base64", ShownLetter::valueBase64));

    /** A line of the summary. */
    private record Kind(String reason, String topic) {}

    private final Collection<LetterHead> standing;
    private final List<LetterHead> chosen;
    private final List<ShownLetter> shown;
    private final List<Column> columns;

    /**
     * @param standing all letters
     * @param chosen those that were asked for
     * @param shown those of them that are listed, in this order
     * @param payload whether these have the bytes of their records
     */
    LetterReport(Collection<LetterHead> standing, List<LetterHead> chosen, List<ShownLetter> shown, boolean payload) {
        this.standing = standing;
        this.chosen = chosen;
        this.shown = shown;
        this.columns = new ArrayList<>(COLUMNS);
        if (payload) {
            columns.addAll(PAYLOAD_COLUMNS);
        }
    }

    /** How many letters that were asked for are not listed. */
    int more() {
        return chosen.size() - shown.size();
    }

    /** Says how many letters are not listed. */
    String moreLine() {
        return text("and %,d more: --limit shows more of them, the filters fewer", more());
    }

    @Override
    public String table() {
        List<String> lines = new ArrayList<>();
        if (standing.isEmpty()) {
            lines.add("There are no dead letters.");
        } else if (chosen.isEmpty()) {
            lines.add(text("No dead letter is as asked for. All %,d that there are:", standing.size()));
            lines.add("");
            lines.addAll(summary(standing).lines());
        } else {
            if (!shown.isEmpty()) {
                lines.addAll(letters().lines());
            }
            if (more() > 0) {
                lines.add(moreLine());
            }
            lines.add("");
            lines.addAll(summary(chosen).lines());
        }
        return String.join(LINE_END, lines) + LINE_END;
    }

    private TextTable letters() {
        TextTable table = new TextTable()
                .words("place")
                .words("timestamp")
                .words("reason")
                .words("key")
                .numbers("bytes")
                .words("detail");
        for (ShownLetter letter : shown) {
            Integer bytes = letter.valueSize();
            table.row(
                    ShownLetter.printable(letter.place().toString()),
                    letter.timestamp().toString(),
                    ShownLetter.printable(letter.reason()),
                    key(letter),
                    bytes == null ? NONE : text("%,d", bytes),
                    cut(ShownLetter.printable(letter.detail()), LONGEST_DETAIL));
        }
        return table;
    }

    private static String key(ShownLetter letter) {
        String key = letter.key();
        if (key != null) {
            return cut(key, LONGEST_KEY);
        }
        Integer size = letter.keySize();
        return size == null ? NONE : text("(%,d bytes)", size);
    }

    private static TextTable summary(Collection<LetterHead> letters) {
        TextTable table = new TextTable().words("reason").words("topic").numbers("letters");
        counts(letters)
                .forEach((kind, count) -> table.row(
                        ShownLetter.printable(kind.reason()), ShownLetter.printable(kind.topic()), text("%,d", count)));
        return table;
    }

    /** The most frequent kinds first. */
    private static Map<Kind, Long> counts(Collection<LetterHead> letters) {
        Map<Kind, Long> counts = letters.stream()
                .collect(Collectors.groupingBy(
                        head -> new Kind(head.reason(), head.place().topic()), Collectors.counting()));
        Comparator<Map.Entry<Kind, Long>> order = Map.Entry.<Kind, Long>comparingByValue()
                .reversed()
                .thenComparing(entry -> entry.getKey().reason())
                .thenComparing(entry -> entry.getKey().topic());
        Map<Kind, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream().sorted(order).forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    @Override
    public String csv() {
        return FormattedReport.csv(
                columns.stream().map(Column::name).toList(),
                shown.stream().map(this::values).toList());
    }

    @Override
    public String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("letters_in_all", standing.size());
        report.put("letters_chosen", chosen.size());
        List<Map<String, Object>> summary = new ArrayList<>();
        counts(chosen).forEach((kind, count) -> {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("reason", kind.reason());
            line.put("topic", kind.topic());
            line.put("letters", count);
            summary.add(line);
        });
        report.put("summary", summary);
        report.put("letters", shown.stream().map(this::values).toList());
        return FormattedReport.json(report);
    }

    private Map<String, @Nullable Object> values(ShownLetter letter) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column.name(), column.value().apply(letter)));
        return values;
    }

    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
