package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one metric family: those of daily buckets and those of rolling windows. */
final class MetricRows {

    /** A series' bucket of a day, null if it has none. */
    @FunctionalInterface
    interface BucketLookup {
        @Nullable
        Measures find(LocalDate day) throws Exception;
    }

    private final MetricFamily family;
    private final BaseCurrency baseCurrency;
    private final Table daily;
    private final Table rolling;

    MetricRows(MetricFamily family, BaseCurrency baseCurrency) {
        this.family = family;
        this.baseCurrency = baseCurrency;
        this.daily = Tables.daily(family);
        this.rolling = Tables.rolling(family);
    }

    /** The family whose rows these are. */
    MetricFamily family() {
        return family;
    }

    /** The row of a day's bucket; its deletion if there is no bucket. */
    TableRow daily(MetricKey key, LocalDate day, @Nullable Measures bucket) {
        return row(daily, key, day, List.of(), bucket == null ? null : family.figures(key, day, bucket, baseCurrency));
    }

    /** The row of a window that ends with a day. */
    TableRow rolling(MetricKey key, int windowDays, LocalDate asOf, Measures figures) {
        return row(rolling, key, (long) windowDays, List.of(asOf), figures);
    }

    /** The deletion of a window's row. */
    TableRow rollingGone(MetricKey key, int windowDays) {
        return row(rolling, key, (long) windowDays, List.of(), null);
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
        Measures sum = Measures.zero(family.measures().size());
        int days = 0;
        for (int length : lengths.stream().sorted().toList()) {
            for (; days < length; days++) {
                LocalDate day = end.minusDays(days);
                Measures bucket = buckets.find(day);
                if (bucket != null) {
                    sum = sum.plus(family.figures(key, day, bucket, baseCurrency));
                }
            }
            windows.put(length, sum);
        }
        return windows;
    }

    private static TableRow row(
            Table table, MetricKey key, Object lastKeyValue, List<Object> before, @Nullable Measures figures) {
        List<Object> keyValues = new ArrayList<>(key.values());
        keyValues.add(lastKeyValue);
        if (figures == null) {
            return TableRow.deleted(new RowKey(table.name(), keyValues));
        }
        List<Object> values = new ArrayList<>(before);
        for (int i = 0; i < figures.size(); i++) {
            values.add(figures.sum(i));
        }
        values.add(figures.histogram());
        return TableRow.of(table, keyValues, values.toArray());
    }
}
