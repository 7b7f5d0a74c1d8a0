package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What is learnt of every stage from a set of deals, each read once, in its final state: for computations in batch. Not for
 * several threads.
 */
public final class LearnedThresholds implements BiFunction<String, String, LearnedThreshold> {

    private final WonStageTimes times;
    private final Map<MetricKey, SortedMap<LocalDate, Measures>> buckets = new HashMap<>();
    private final Map<MetricKey, LearnedThreshold> learned = new HashMap<>();

    /** Without deals so far. */
    public LearnedThresholds(ReportingCalendar calendar) {
        this.times = new WonStageTimes(calendar);
    }

    /** Learns from one more deal. */
    public void add(DealReading reading) {
        for (Contribution each : times.contributions(reading).toList()) {
            buckets.computeIfAbsent(each.key(), any -> new TreeMap<>())
                    .merge(each.day(), each.measures(), Measures::plus);
            learned.remove(each.key());
        }
    }

    /** What is learnt of a stage of a pipeline. */
    @Override
    public LearnedThreshold apply(String pipelineId, String stageId) {
        return learned.computeIfAbsent(
                WonStageTimes.key(pipelineId, stageId),
                key -> LearnedThreshold.of(buckets.getOrDefault(key, Collections.emptySortedMap())));
    }
}
