package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.jobs.deals.ActivityChange;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** What changes in the buckets of activities. */
final class CountActivities extends RichFlatMapFunction<ActivityChange, BucketMessage> {

    private static final long serialVersionUID = 1L;

    private final MetricOptions options;

    private transient MetricFamilies families;

    @SuppressWarnings("NullAway.Init") // the transient field is set when the operator opens
    CountActivities(MetricOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        families = options.families();
    }

    @Override
    public void flatMap(ActivityChange change, Collector<BucketMessage> out) {
        families.deltas(change.before(), change.after()).forEach(delta -> out.collect(BucketMessage.delta(delta)));
    }
}
