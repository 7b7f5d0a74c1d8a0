package io.dealpulse.api.slice;

import io.dealpulse.api.http.Parameters;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * Days in the reporting zone, both ends included.
 *
 * @param to not before {@code from}
 */
public record DayRange(LocalDate from, LocalDate to) {

    /** The names of the parameters. */
    public static final List<String> PARAMETERS = List.of("from", "to");

    /** How many days a range takes in unless it is said. */
    public static final int USUAL_DAYS = 90;

    /** How many days a range may take in. */
    public static final int MOST_DAYS = 1_100;

    /** How many points a chart of days has at most. */
    public static final int MOST_POINTS = 370;

    /**
     * As the parameters say; what is beyond today is cut off.
     *
     * @param today the last day of which there can be figures
     */
    public static DayRange read(Parameters parameters, LocalDate today) {
        LocalDate givenTo = parameters.day("to");
        LocalDate to = givenTo == null || givenTo.isAfter(today) ? today : givenTo;
        LocalDate givenFrom = parameters.day("from");
        LocalDate from = givenFrom == null ? to.minusDays(USUAL_DAYS - 1) : givenFrom;
        if (from.isAfter(to)) {
            throw givenTo == null || givenTo.isAfter(today)
                    ? Parameters.wrongValue("from", from.toString(), "a day up to " + today + ", the last with figures")
                    : Parameters.wrongValue("from", from.toString(), "a day not after to, which is " + to);
        }
        DayRange range = new DayRange(from, to);
        if (range.days() > MOST_DAYS) {
            throw Parameters.wrongValue(
                    "from", from.toString(), "a range of at most %,d days up to %s".formatted(MOST_DAYS, to));
        }
        return range;
    }

    /** How many days. */
    public int days() {
        return (int) ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** Its first days; all if it has no more. */
    public DayRange first(int most) {
        return days() <= most ? this : new DayRange(from, from.plusDays(most - 1L));
    }

    /** Its last days; all if it has no more. */
    public DayRange last(int most) {
        return days() <= most ? this : new DayRange(to.minusDays(most - 1L), to);
    }

    /** As many days, just before. */
    public DayRange previous() {
        return new DayRange(from.minusDays(days()), from.minusDays(1));
    }

    /** The first instant. */
    public Instant start(ZoneId zone) {
        return from.atStartOfDay(zone).toInstant();
    }

    /** The instant at which it is over. */
    public Instant end(ZoneId zone) {
        return endOf(to, zone);
    }

    /** The instant at which a day is over. */
    public static Instant endOf(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** Each day; of a longer range than a chart has points, the last day of each week. The last day is always there. */
    public List<LocalDate> points() {
        Stream<LocalDate> days = from.datesUntil(to.plusDays(1));
        return hasWeeklyPoints()
                ? days.filter(day -> day.getDayOfWeek().getValue() == 7 || day.equals(to))
                        .toList()
                : days.toList();
    }

    /** Whether a chart's points are a week apart, as days would be too many. */
    private boolean hasWeeklyPoints() {
        return days() > MOST_POINTS;
    }
}
