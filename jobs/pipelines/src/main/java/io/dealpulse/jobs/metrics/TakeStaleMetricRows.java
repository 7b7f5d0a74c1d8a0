package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.jobs.sink.RowKey;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/** Reads the key of a row of a metric family's table as the bucket series and the day, window or balance that it shows. */
final class TakeStaleMetricRows implements MapFunction<RowKey, BucketMessage> {

    private static final long serialVersionUID = 1L;

    private record Shown(String family, Span span) implements Serializable {}

    private final HashMap<String, Shown> shownByTable = new HashMap<>();

    TakeStaleMetricRows(List<MetricFamily> families) {
        for (MetricFamily family : families) {
            for (MetricTable table : family.tables()) {
                shownByTable.put(table.name(), new Shown(family.name(), table.span()));
            }
        }
    }

    @Override
    public BucketMessage map(RowKey row) {
        Shown shown = shownByTable.get(row.table());
        if (shown == null) {
            throw new IllegalArgumentException("Not a table of a metric family: " + row.table());
        }
        List<Object> values = row.values();
        int last = values.size() - 1;
        return switch (shown.span()) {
            case DAY -> BucketMessage.staleDay(keyOf(shown, values.subList(0, last)), (LocalDate) values.get(last));
            case WINDOW ->
                BucketMessage.staleWindow(
                        keyOf(shown, values.subList(0, last)), Math.toIntExact((Long) values.get(last)));
            case BALANCE -> BucketMessage.staleBalance(keyOf(shown, values));
        };
    }

    private static MetricKey keyOf(Shown shown, List<Object> values) {
        return new MetricKey(
                shown.family(), values.stream().map(String.class::cast).toList());
    }
}
