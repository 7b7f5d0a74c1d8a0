package io.dealpulse.core.metric;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one deal contributes, summed by bucket. */
public final class ContributionSet {

    private record Bucket(MetricKey key, LocalDate day) {}

    private final Map<Bucket, Measures> measures = new LinkedHashMap<>();

    /** Adds to one bucket. */
    public void add(MetricKey key, LocalDate day, Measures added) {
        measures.merge(new Bucket(key, day), added, Measures::plus);
    }

    /** What must be added to the buckets to turn a deal's former contributions into these: −old, +new, less what cancels out. */
    public List<Contribution> minus(ContributionSet former) {
        Map<Bucket, Measures> difference = new LinkedHashMap<>(measures);
        former.measures.forEach((bucket, old) -> difference.merge(bucket, old.negated(), Measures::plus));
        List<Contribution> deltas = new ArrayList<>();
        difference.forEach((bucket, delta) -> {
            if (!delta.isZero()) {
                deltas.add(new Contribution(bucket.key, bucket.day, delta));
            }
        });
        return deltas;
    }

    /** The contributions one by one. */
    public List<Contribution> toList() {
        return minus(new ContributionSet());
    }
}
