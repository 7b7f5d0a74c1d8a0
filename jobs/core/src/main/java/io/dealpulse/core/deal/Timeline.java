package io.dealpulse.core.deal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The events of one deal, each event id once, in business order: (occurred at, revision with null first, event id by
 * its UTF-8 bytes). Immutable. Its content depends on the set of events put in, never on their order or repetition.
 */
public final class Timeline {

    private static final Timeline EMPTY = new Timeline(List.of());

    private final List<DealEvent> events;

    private Timeline(List<DealEvent> events) {
        this.events = events;
    }

    /** A timeline without events. */
    public static Timeline empty() {
        return EMPTY;
    }

    /**
     * Restores a timeline from its own {@link #events()}.
     *
     * @throws IllegalArgumentException if they are out of order
     */
    public static Timeline restore(List<DealEvent> events) {
        for (int i = 1; i < events.size(); i++) {
            if (EventOrder.BUSINESS_ORDER.compare(events.get(i - 1), events.get(i)) >= 0) {
                throw new IllegalArgumentException(
                        "Event " + events.get(i).eventId() + " is out of order in a timeline");
            }
        }
        return events.isEmpty() ? EMPTY : new Timeline(Collections.unmodifiableList(events));
    }

    /**
     * Puts an event in its place. An event whose id is already here replaces that one if it was recorded later (null
     * being earliest) or, recorded at the same instant, if it is the greater by {@code tieBreak}; otherwise it is a
     * duplicate.
     *
     * @param tieBreak a total order of events by content, the same for ever: arrival must not decide
     * @return this timeline itself if the event changes nothing
     */
    public Timeline with(DealEvent event, Comparator<DealEvent> tieBreak) {
        int known = indexOf(event.eventId());
        if (known >= 0 && !replaces(event, events.get(known), tieBreak)) {
            return this;
        }
        List<DealEvent> next = new ArrayList<>(events.size() + 1);
        next.addAll(events);
        if (known >= 0) {
            next.remove(known);
        }
        int place = Collections.binarySearch(next, event, EventOrder.BUSINESS_ORDER);
        next.add(-place - 1, event);
        return new Timeline(Collections.unmodifiableList(next));
    }

    /** The events in business order; unmodifiable. */
    public List<DealEvent> events() {
        return events;
    }

    /** Whether there is no event. */
    public boolean isEmpty() {
        return events.isEmpty();
    }

    private int indexOf(String eventId) {
        // From the end: a duplicate is most often one of a recent event.
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).eventId().equals(eventId)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean replaces(DealEvent event, DealEvent known, Comparator<DealEvent> tieBreak) {
        int recorded = Comparator.comparing(
                        DealEvent::recordedAt, Comparator.nullsFirst(Comparator.<java.time.Instant>naturalOrder()))
                .compare(event, known);
        return recorded > 0 || (recorded == 0 && !event.equals(known) && tieBreak.compare(event, known) > 0);
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Timeline that && events.equals(that.events));
    }

    @Override
    public int hashCode() {
        return events.hashCode();
    }

    @Override
    public String toString() {
        return "Timeline" + events;
    }
}
