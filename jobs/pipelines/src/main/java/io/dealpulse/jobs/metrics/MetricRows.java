package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.ExactCents;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the rows of one metric family: those of its days, windows and balances, as far as it has tables for them. A row
 * whose figures are all 0 is a deletion.
 */
final class MetricRows {

    /** A series' bucket of a day, null if it has none. */
    @FunctionalInterface
    interface BucketLookup {
        @Nullable
        Measures find(LocalDate day) throws Exception;
    }

    private final MetricFamily family;
    private final Valuation valuation;
    private final Map<Span, Table> tables = new EnumMap<>(Span.class);

    MetricRows(MetricFamily family, Valuation valuation) {
        this.family = family;
        this.valuation = valuation;
        family.tables().forEach(table -> tables.put(table.span(), Tables.of(family, table)));
    }

    /** The family whose rows these are. */
    MetricFamily family() {
        return family;
    }

    /** Whether the family has a table with such rows. */
    boolean have(Span span) {
        return tables.containsKey(span);
    }

    /** Whether the family has a table whose rows change when the day turns. */
    boolean roll() {
        return have(Span.WINDOW) || have(Span.BALANCE);
    }

    /** The row of a day's bucket; null: there is none. */
    TableRow daily(MetricKey key, LocalDate day, @Nullable Measures bucket) {
        return row(Span.DAY, key, List.of(day), List.of(), bucket == null ? null : figures(key, day, bucket));
    }

    /** The row of a window that ends with a day. */
    TableRow window(MetricKey key, int windowDays, LocalDate asOf, Measures figures) {
        return row(Span.WINDOW, key, List.of((long) windowDays), List.of(asOf), figures);
    }

    /** The deletion of a window's row. */
    TableRow windowGone(MetricKey key, int windowDays) {
        return row(Span.WINDOW, key, List.of((long) windowDays), List.of(), null);
    }

    /** The row of what stands at the end of a day. */
    TableRow balance(MetricKey key, LocalDate asOf, Measures figures) {
        return row(Span.BALANCE, key, List.of(), List.of(asOf), figures);
    }

    /** The deletion of a balance's row. */
    TableRow balanceGone(MetricKey key) {
        return row(Span.BALANCE, key, List.of(), List.of(), null);
    }

    /** What a bucket is worth. */
    Measures figures(MetricKey key, LocalDate day, Measures bucket) {
        return family.figures(key, day, bucket, valuation);
    }

    /**
     * The figures of each window: the sum of the figures of its days.
     *
     * @param end the last day of every window
     * @param lengths in days
     */
    Map<Integer, Measures> windows(MetricKey key, LocalDate end, List<Integer> lengths, BucketLookup buckets)
            throws Exception {
        Map<Integer, Measures> windows = new LinkedHashMap<>();
        Measures sum = Measures.zero(family.measures().stream()
                .mapToInt(measure -> measure.unit().sums())
                .sum());
        int days = 0;
        for (int length : lengths.stream().sorted().toList()) {
            for (; days < length; days++) {
                LocalDate day = end.minusDays(days);
                Measures bucket = buckets.find(day);
                if (bucket != null) {
                    sum = sum.plus(figures(key, day, bucket));
                }
            }
            windows.put(length, sum);
        }
        return windows;
    }

    private TableRow row(
            Span span, MetricKey key, List<Object> keyEnd, List<Object> before, @Nullable Measures figures) {
        Table table = Objects.requireNonNull(tables.get(span));
        List<Object> keyValues = new ArrayList<>(key.values());
        keyValues.addAll(keyEnd);
        if (figures == null || figures.isZero()) {
            return TableRow.deleted(new RowKey(table.name(), keyValues));
        }
        List<Object> values = new ArrayList<>(before);
        int sum = 0;
        for (Measure measure : family.measures()) {
            values.add(value(measure.unit(), figures, sum));
            sum += measure.unit().sums();
        }
        if (family.hasHistogram()) {
            values.add(figures.histogram());
        }
        return TableRow.of(table, keyValues, values.toArray());
    }

    /** The cell of the measure that begins with a sum. */
    private static Object value(Measure.Unit unit, Measures figures, int sum) {
        return switch (unit) {
            case COUNT, SECONDS, CENTS -> figures.sum(sum);
            case EXACT_CENTS ->
                new ExactCents(figures.sum(sum), figures.sum(sum + 1)).toCents().movePointLeft(2);
        };
    }
}
