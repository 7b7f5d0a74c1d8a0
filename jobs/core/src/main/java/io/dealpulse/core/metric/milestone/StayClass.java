package io.dealpulse.core.metric.milestone;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A class of stays in stages by their length. Which stays a past day fell into is looked for among those that ended later: by
 * classes, no further on than stays of each can take, which for most of them is a few days.
 *
 * @param belowDays the stay took less than so many times 24 hours; 0: there is no bound
 */
public record StayClass(int belowDays) {

    /** Of what may have taken any time, and of what is no stay. */
    public static final StayClass UNBOUNDED = new StayClass(0);

    /**
     * Each class is looked for by itself, so few take less time than many that leave out a little more. Few stays are longer than
     * the last bound, and one further on would leave out little of a table of some years.
     */
    private static final int LEAST_DAYS = 8;

    private static final int FACTOR = 4;
    private static final int MOST_DAYS = 512;

    private static final List<StayClass> BOUNDED = IntStream.iterate(
                    LEAST_DAYS, days -> days <= MOST_DAYS, days -> FACTOR * days)
            .mapToObj(StayClass::new)
            .toList();

    /** All classes: those with a bound from the shortest stays on, then the one without. */
    public static final List<StayClass> ALL =
            Stream.concat(BOUNDED.stream(), Stream.of(UNBOUNDED)).toList();

    /**
     * How many days the calendar of a zone may run ahead of 24 hours a day, as offsets from UTC change: by an hour in summer, by a
     * day where a zone went over to the other side of the date line. Offsets are from -18 to +18 hours, so by less than two days.
     */
    private static final int DAYS_AHEAD = 2;

    /**
     * The class of a stay: the shortest that has room for it.
     *
     * @param seconds the whole seconds that it took, rounded down; not negative
     */
    public static StayClass of(long seconds) {
        return BOUNDED.stream()
                .filter(stay -> seconds < Duration.ofDays(stay.belowDays).toSeconds())
                .findFirst()
                .orElse(UNBOUNDED);
    }

    /** The last day, in any zone, on which a stay of this class can have ended that had begun by the end of a day; empty: any. */
    public Optional<LocalDate> lastExit(LocalDate begun) {
        return equals(UNBOUNDED) ? Optional.empty() : Optional.of(begun.plusDays(belowDays + DAYS_AHEAD));
    }
}
