package io.dealpulse.core.metric;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.pipeline.PipelineDefinition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a deal and of pipelines from what was heard so far. */
public final class Known implements Listener {

    private final Map<String, PipelineDefinition> definitions = new HashMap<>();
    private DealLog log = DealLog.EMPTY;
    /** Kept beside the log, because they outlive an erased deal. */
    private Activities activities = Activities.none();

    /** All that a story tells, told in order. */
    public static Known from(Story story) {
        Known known = new Known();
        story.tell(known);
        return known;
    }

    @Override
    public void hear(DealEvent event) {
        log = log.with(event, Deals.TIE_BREAK);
    }

    @Override
    public void hear(Activity activity) {
        log = log.with(activity);
        activities = activities.with(activity);
    }

    @Override
    public void hear(Story.Definition said) {
        if (said.definition() == null) {
            definitions.remove(said.pipelineId());
        } else {
            definitions.put(said.pipelineId(), said.definition());
        }
    }

    @Override
    public void hearOfErasure() {
        log = DealLog.ERASED;
    }

    public DealLog log() {
        return log;
    }

    Activities activities() {
        return activities;
    }

    public Map<String, PipelineDefinition> definitions() {
        return definitions;
    }

    public @Nullable DealReading reading() {
        return log.read("deal", definitions::get).orElse(null);
    }

    /** All that counts, whatever was known before. */
    Buckets computedAfresh(MetricFamilies families) {
        Buckets fresh = new Buckets();
        fresh.add(families.contributions(reading()).toList());
        for (Activity activity : activities.byId().values()) {
            fresh.add(families.contributions(activity).toList());
        }
        return fresh;
    }
}
