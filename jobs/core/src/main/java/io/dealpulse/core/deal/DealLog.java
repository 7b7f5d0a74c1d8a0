package io.dealpulse.core.deal;

import java.util.Comparator;
import java.util.Optional;

/**
 * All that was ever said of one deal: its timeline and its activities, or only that it was erased. Immutable. The
 * same set of messages gives the same log, in whatever order and however often they come.
 *
 * @param timeline the deal's events; empty if erased
 * @param activities the deal's activities; none if erased
 * @param erased whether the deal was erased for good
 */
public record DealLog(Timeline timeline, Activities activities, boolean erased) {

    /** Nothing was said yet. */
    public static final DealLog EMPTY = new DealLog(Timeline.empty(), Activities.none(), false);

    /** The mark that an erased deal leaves. */
    public static final DealLog ERASED = new DealLog(Timeline.empty(), Activities.none(), true);

    /** The log after one more event, or this log itself if it changes nothing. */
    public DealLog with(DealEvent event, Comparator<DealEvent> tieBreak) {
        if (erased) {
            return this;
        }
        Timeline next = timeline.with(event, tieBreak);
        return next.equals(timeline) ? this : new DealLog(next, activities, false);
    }

    /** The log after one more activity, or this log itself if it changes nothing. */
    public DealLog with(Activity activity) {
        if (erased) {
            return this;
        }
        Activities next = activities.with(activity);
        return next.equals(activities) ? this : new DealLog(timeline, next, false);
    }

    /** The log without an activity that turned out to be another deal's, or this log itself if it has no such activity. */
    public DealLog without(String activityId) {
        Activities next = activities.without(activityId);
        return next.equals(activities) ? this : new DealLog(timeline, next, erased);
    }

    /** Whether an event of this deal names that pipeline. */
    public boolean mentions(String pipelineId) {
        return timeline.events().stream().anyMatch(event -> pipelineId.equals(event.pipelineId()));
    }

    /** Reads the log under the given definitions; empty if there is no event to read. */
    public Optional<DealReading> read(String dealId, PipelineLookup pipelines) {
        return timeline.isEmpty() ? Optional.empty() : Optional.of(HistoryReader.read(dealId, this, pipelines));
    }
}
