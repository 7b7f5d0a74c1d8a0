package io.dealpulse.core.metric;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealReading;
import org.jspecify.annotations.Nullable;

/** Adds the deltas of each message into buckets, as the job does. */
final class Streamed implements Listener {

    private final MetricFamilies families;
    private final Known known = new Known();
    private final Buckets buckets = new Buckets();
    private @Nullable DealReading reading;

    Streamed(MetricFamilies families) {
        this.families = families;
    }

    @Override
    public void hear(DealEvent event) {
        known.hear(event);
        readAgain();
    }

    @Override
    public void hear(Activity activity) {
        Activity before = known.activities().byId().get(activity.activityId());
        known.hear(activity);
        Activity after = known.activities().byId().get(activity.activityId());
        buckets.add(families.deltas(before, after));
        readAgain();
    }

    @Override
    public void hear(Story.Definition definition) {
        known.hear(definition);
        readAgain();
    }

    @Override
    public void hearOfErasure() {
        known.hearOfErasure();
        readAgain();
    }

    private void readAgain() {
        DealReading before = reading;
        reading = known.reading();
        buckets.add(families.deltas(before, reading));
    }

    /** What is known in the end. */
    Known known() {
        return known;
    }

    /** What the deltas of all messages have added up to. */
    Buckets buckets() {
        return buckets;
    }
}
