package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Tables;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.functions.MapFunction;

/** Reads the key of a daily or rolling row as the bucket series and the day or window that it shows. */
final class TakeStaleMetricRows implements MapFunction<RowKey, BucketMessage> {

    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> familiesByDailyTable;
    private final HashMap<String, String> familiesByRollingTable;

    TakeStaleMetricRows(List<MetricFamily> families) {
        familiesByDailyTable = new HashMap<>(names(families, true));
        familiesByRollingTable = new HashMap<>(names(families, false));
    }

    @Override
    public BucketMessage map(RowKey row) {
        int last = row.values().size() - 1;
        List<String> values =
                row.values().subList(0, last).stream().map(String.class::cast).toList();
        Object dayOrWindow = row.values().get(last);
        String daily = familiesByDailyTable.get(row.table());
        if (daily != null) {
            return BucketMessage.staleDay(new MetricKey(daily, values), (LocalDate) dayOrWindow);
        }
        String rolling = familiesByRollingTable.get(row.table());
        if (rolling == null) {
            throw new IllegalArgumentException("Not a table of a metric family: " + row.table());
        }
        return BucketMessage.staleWindow(new MetricKey(rolling, values), Math.toIntExact((Long) dayOrWindow));
    }

    private static Map<String, String> names(List<MetricFamily> families, boolean daily) {
        return families.stream()
                .collect(Collectors.toMap(
                        family -> (daily ? Tables.daily(family) : Tables.rolling(family)).name(), MetricFamily::name));
    }
}
