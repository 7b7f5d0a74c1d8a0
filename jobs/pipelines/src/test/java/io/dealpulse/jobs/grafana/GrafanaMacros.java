package io.dealpulse.jobs.grafana;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes SQL of a query as Grafana and its ClickHouse plugin do, as far as our queries go: first {@code $__conditionalAll},
 * then the dashboard's variables, then the macros of time. Whatever it does not know is refused, lest a test passes with
 * a query that Grafana would not understand.
 *
 * @param from begin of the dashboard's time range
 * @param to its end
 * @param interval what Grafana makes one bar of, at least a second
 * @param variables the values that are chosen of each variable; {@link #ALL} alone for all
 */
record GrafanaMacros(Instant from, Instant to, Duration interval, Map<String, List<String>> variables) {

    /** Grafana's value of a variable of which all values are chosen. */
    static final String ALL = "$__all";

    private static final String CONDITIONAL_ALL = "$__conditionalAll(";
    private static final Pattern VARIABLE_NAME = Pattern.compile("\\$(\\w+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}");
    private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)(?:\\(([^()]*)\\))?");

    /**
     * What is sent to ClickHouse.
     *
     * @throws IllegalArgumentException if the query has a macro, variable or format that is not known here
     */
    String expand(String sql) {
        String expanded = replaced(MACRO, replaced(VARIABLE, withoutConditions(sql), this::variable), this::macro);
        if (expanded.contains("$")) {
            throw new IllegalArgumentException("Something is left to be put in: " + expanded);
        }
        return expanded;
    }

    /** Inner ones first, as the plugin does. */
    private String withoutConditions(String sql) {
        String left = sql;
        int begin;
        while ((begin = left.lastIndexOf(CONDITIONAL_ALL)) >= 0) {
            List<Integer> marks = argumentMarks(left, begin + CONDITIONAL_ALL.length());
            if (marks.size() != 2) {
                throw new IllegalArgumentException("$__conditionalAll takes a condition and a variable: " + sql);
            }
            String condition = left.substring(begin + CONDITIONAL_ALL.length(), marks.get(0));
            Matcher variable = VARIABLE_NAME.matcher(
                    left.substring(marks.get(0) + 1, marks.get(1)).strip());
            if (!variable.matches()) {
                throw new IllegalArgumentException("Not a plain variable as $__conditionalAll needs it: " + sql);
            }
            List<String> chosen = chosen(variable.group(1));
            // The plugin takes the empty value for all, too.
            boolean all = chosen.equals(List.of(ALL)) || chosen.equals(List.of(""));
            left = left.substring(0, begin) + (all ? "1=1" : condition) + left.substring(marks.get(1) + 1);
        }
        return left;
    }

    /** Where the arguments that begin there end: at commas, the last at the closing parenthesis. Quotes are not looked at. */
    private static List<Integer> argumentMarks(String sql, int begin) {
        List<Integer> marks = new ArrayList<>();
        int depth = 1;
        for (int i = begin; i < sql.length(); i++) {
            switch (sql.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 1) {
                        marks.add(i);
                    }
                }
                default -> {}
            }
            if (depth == 0) {
                marks.add(i);
                return marks;
            }
        }
        throw new IllegalArgumentException("A parenthesis is not closed: " + sql);
    }

    private String variable(MatchResult variable) {
        if (!"singlequote".equals(variable.group(2))) {
            throw new IllegalArgumentException(variable.group() + " would not be quoted");
        }
        List<String> chosen = chosen(variable.group(1));
        if (chosen.contains(ALL)) {
            throw new IllegalArgumentException(variable.group() + " stands where all may be chosen");
        }
        return chosen.stream()
                .map(value -> "'" + value.replace("'", "\\'") + "'")
                .collect(Collectors.joining(","));
    }

    private List<String> chosen(String variable) {
        List<String> chosen = variables.get(variable);
        if (chosen == null) {
            throw new IllegalArgumentException("There is no variable " + variable);
        }
        return chosen;
    }

    private String macro(MatchResult macro) {
        String argument = macro.group(2);
        return switch (macro.group(1) + (argument == null ? "" : "()")) {
            case "fromTime" -> dateTime(from);
            case "toTime" -> dateTime(to);
            case "timeFilter()" -> "%s >= %s AND %s <= %s".formatted(argument, dateTime(from), argument, dateTime(to));
            case "dateFilter()" -> "%s >= %s AND %s <= %s".formatted(argument, date(from), argument, date(to));
            case "timeInterval()" ->
                "toStartOfInterval(toDateTime(%s), INTERVAL %d second)"
                        .formatted(argument, Math.max(1, interval.toSeconds()));
            default -> throw new IllegalArgumentException("Unknown macro " + macro.group());
        };
    }

    private static String dateTime(Instant instant) {
        return "toDateTime(" + instant.getEpochSecond() + ")";
    }

    private static String date(Instant instant) {
        return "toDate('" + LocalDate.ofInstant(instant, ZoneOffset.UTC) + "')";
    }

    private static String replaced(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
    }
}
