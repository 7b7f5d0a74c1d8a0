package io.dealpulse.core.deal;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The activities of one deal, each id once. Immutable. Its content depends on the set of activities put in, never on
 * their order or repetition.
 */
public final class Activities {

    private static final Activities NONE = new Activities(new TreeMap<>());

    private final SortedMap<String, Activity> byId;

    private Activities(SortedMap<String, Activity> byId) {
        this.byId = byId;
    }

    /** No activities. */
    public static Activities none() {
        return NONE;
    }

    /** The given activities, each id once. */
    public static Activities restore(Collection<Activity> activities) {
        TreeMap<String, Activity> byId = new TreeMap<>();
        for (Activity activity : activities) {
            byId.put(activity.activityId(), activity);
        }
        return new Activities(byId);
    }

    /**
     * Adds an activity. One whose id is already here replaces that one if it {@link Activity#standsOver} it.
     *
     * @return these activities themselves if it changes nothing
     */
    public Activities with(Activity activity) {
        Activity known = byId.get(activity.activityId());
        if (!activity.standsOver(known)) {
            return this;
        }
        TreeMap<String, Activity> next = new TreeMap<>(byId);
        next.put(activity.activityId(), activity);
        return new Activities(next);
    }

    /** The others, or these activities themselves if there is none of that id. */
    public Activities without(String activityId) {
        if (!byId.containsKey(activityId)) {
            return this;
        }
        TreeMap<String, Activity> next = new TreeMap<>(byId);
        next.remove(activityId);
        return new Activities(next);
    }

    /** All of them by id; unmodifiable. */
    public Map<String, Activity> byId() {
        return Collections.unmodifiableMap(byId);
    }

    /** How many were done. */
    public long done() {
        return byId.values().stream().filter(Activities::isDone).count();
    }

    /** How many were done up to and at an instant. */
    public long doneUpTo(Instant end) {
        return byId.values().stream()
                .filter(activity -> isDone(activity) && !activity.occurredAt().isAfter(end))
                .count();
    }

    /** When the latest was done. */
    public Optional<Instant> lastDoneAt() {
        return byId.values().stream()
                .filter(Activities::isDone)
                .map(Activity::occurredAt)
                .max(Comparator.naturalOrder());
    }

    private static boolean isDone(Activity activity) {
        return activity.state() == Activity.State.DONE;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Activities that && byId.equals(that.byId));
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return "Activities" + byId.values();
    }
}
