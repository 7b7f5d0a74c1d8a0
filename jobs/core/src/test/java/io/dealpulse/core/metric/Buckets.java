package io.dealpulse.core.metric;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Daily buckets as contributions and deltas add up in them. A bucket in which all is 0 is none. */
final class Buckets {

    private final NavigableMap<LocalDate, Map<MetricKey, Measures>> days = new TreeMap<>();

    void add(List<Contribution> contributions) {
        contributions.forEach(each -> add(each.key(), each.day(), each.measures()));
    }

    void add(MetricKey key, LocalDate day, Measures measures) {
        Map<MetricKey, Measures> ofDay = days.computeIfAbsent(day, any -> new HashMap<>());
        ofDay.merge(key, measures, (old, added) -> {
            Measures sum = old.plus(added);
            return sum.isZero() ? null : sum;
        });
        if (ofDay.isEmpty()) {
            days.remove(day);
        }
    }

    /** The days on which there is something, and what. */
    NavigableMap<LocalDate, Map<MetricKey, Measures>> days() {
        return days;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Buckets that && days.equals(that.days);
    }

    @Override
    public int hashCode() {
        return days.hashCode();
    }

    @Override
    public String toString() {
        return "Buckets" + days;
    }
}
