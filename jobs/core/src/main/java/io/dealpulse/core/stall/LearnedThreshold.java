package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * After how long a deal is overdue in a stage, learned from the deals that were won: longer than nine of ten of their visits to
 * the stage lasted, and longer than a day. It changes from day to day: on each day the deals count that were won before it. So
 * what was learned on a day is told by the past alone, and a deal that is won changes no alert of that day.
 *
 * @param steps the days on which it changed, in order
 */
public record LearnedThreshold(List<Step> steps) {

    /** So many won deals must have been in the stage before anything is learnt. */
    public static final int LEAST_DEALS = 30;

    /** A threshold is at least so long: where deals are passed on in seconds, a minute is no reason to tell anybody. */
    public static final Duration LEAST = Duration.ofDays(1);

    private static final int PERCENT = 90;

    /** Nothing is learnt. */
    public static final LearnedThreshold NONE = new LearnedThreshold(List.of());

    /**
     * What is learnt from a day on.
     *
     * @param from the first day
     * @param seconds the threshold, 0 or more; null: too little is known
     */
    public record Step(LocalDate from, @Nullable Long seconds) {}

    public LearnedThreshold {
        steps = List.copyOf(steps);
    }

    /** What is learnt from the buckets of {@link WonStageTimes} of one stage. */
    public static LearnedThreshold of(SortedMap<LocalDate, Measures> wonByDay) {
        List<Step> steps = new ArrayList<>();
        Measures known = WonStageTimes.NONE;
        Long before = null;
        for (Map.Entry<LocalDate, Measures> day : wonByDay.entrySet()) {
            known = known.plus(day.getValue());
            Long seconds = WonStageTimes.deals(known) < LEAST_DEALS
                    ? null
                    : Math.max(LEAST.toSeconds(), percentile(known.histogram()));
            if (seconds == null ? before != null : !seconds.equals(before)) {
                steps.add(new Step(day.getKey().plusDays(1), seconds));
                before = seconds;
            }
        }
        return new LearnedThreshold(steps);
    }

    /**
     * The first instant at which a visit that began at a given time has lasted for more than was learnt by then; empty if
     * there is none by what is known now.
     *
     * @param notBefore the earliest instant that counts
     */
    public Optional<Instant> exceededAt(Instant enteredAt, Instant notBefore, ReportingCalendar calendar) {
        for (int i = firstThatCounts(notBefore, calendar); i < steps.size(); i++) {
            Long seconds = steps.get(i).seconds();
            if (seconds != null) {
                Instant exceeded = later(
                        later(enteredAt.plusSeconds(seconds), notBefore),
                        calendar.startOf(steps.get(i).from()));
                if (i + 1 == steps.size()
                        || exceeded.isBefore(calendar.startOf(steps.get(i + 1).from()))) {
                    return Optional.of(exceeded);
                }
            }
        }
        return Optional.empty();
    }

    /** The first day on which it is another than a former one; empty if it is the same. */
    public Optional<LocalDate> firstDifference(LearnedThreshold former) {
        int same = 0;
        while (same < steps.size()
                && same < former.steps.size()
                && steps.get(same).equals(former.steps.get(same))) {
            same++;
        }
        LocalDate mine = same < steps.size() ? steps.get(same).from() : LocalDate.MAX;
        LocalDate its = same < former.steps.size() ? former.steps.get(same).from() : LocalDate.MAX;
        LocalDate first = mine.isBefore(its) ? mine : its;
        return first.equals(LocalDate.MAX) ? Optional.empty() : Optional.of(first);
    }

    /** The index of the step that holds on a given instant's day, or of the first of all. */
    private int firstThatCounts(Instant instant, ReportingCalendar calendar) {
        LocalDate day = calendar.dayOf(instant);
        int first = 0;
        int end = steps.size();
        // The last step from no later than that day, or 0.
        while (end - first > 1) {
            int middle = (first + end) >>> 1;
            if (steps.get(middle).from().isAfter(day)) {
                end = middle;
            } else {
                first = middle;
            }
        }
        return first;
    }

    /** Nearest rank, in whole seconds, rounded up. */
    private static long percentile(Histogram histogram) {
        long rank = (histogram.total() * PERCENT + 99) / 100;
        return (long) Math.ceil(Histogram.valueOf(histogram.indexOfRank(rank)));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
