package io.dealpulse.cli.deadletters;

import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant: those that all of this is true of.
 *
 * @param reasons any of these reasons; empty: whatever the reason
 * @param topic the topic of the rejected record; null: whatever the topic
 * @param from the record's Kafka timestamp is this or later; null: however early
 * @param to the record's Kafka timestamp is earlier; null: however late
 * @param places any of these records; empty: wherever they lie
 */
record Selection(
        Set<String> reasons,
        @Nullable String topic,
        @Nullable Instant from,
        @Nullable Instant to,
        Set<SourcePlace> places)
        implements Predicate<LetterHead> {

    Selection {
        reasons = Set.copyOf(reasons);
        places = Set.copyOf(places);
    }

    /** Whether nothing is left out. */
    boolean isEverything() {
        return reasons.isEmpty() && topic == null && from == null && to == null && places.isEmpty();
    }

    @Override
    public boolean test(LetterHead letter) {
        return (reasons.isEmpty() || reasons.contains(letter.reason()))
                && (topic == null || topic.equals(letter.place().topic()))
                && (from == null || !letter.timestamp().isBefore(from))
                && (to == null || letter.timestamp().isBefore(to))
                && (places.isEmpty() || places.contains(letter.place()));
    }
}
