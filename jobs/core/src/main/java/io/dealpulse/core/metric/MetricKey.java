package io.dealpulse.core.metric;

import java.util.List;

/**
 * What a daily bucket series is about: a metric family and the values of its key columns without the day.
 *
 * @param family {@link MetricFamily#name()}
 * @param values the values of {@link MetricFamily#keyColumns()}, in that order
 */
public record MetricKey(String family, List<String> values) {

    public MetricKey {
        values = List.copyOf(values);
    }
}
