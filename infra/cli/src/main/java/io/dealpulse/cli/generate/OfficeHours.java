package io.dealpulse.cli.generate;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** When sales people work (UTC), and when they push to close. */
final class OfficeHours {

    private static final LocalTime OPENING = LocalTime.of(8, 0);
    private static final Duration OPEN_FOR = Duration.ofHours(10);
    private static final double WORKS_ON_WEEKEND = 0.04;
    private static final int PUSH_WITHIN_DAYS = 14;
    private static final double PUSH_AT_MONTH_END = 0.30;
    private static final double PUSH_AT_QUARTER_END = 0.60;

    private OfficeHours() {}

    /** An instant in office hours on this day, or on Monday where it is a weekend; always after {@code previous}. */
    static Instant after(Instant previous, Instant wished, Dice dice) {
        LocalDate day = date(wished);
        if (isWeekend(day) && !dice.chance(WORKS_ON_WEEKEND)) {
            day = day.plusDays(day.getDayOfWeek() == DayOfWeek.SATURDAY ? 2 : 1);
        }
        Instant opening = day.atTime(OPENING).toInstant(ZoneOffset.UTC);
        Instant at = opening.plus(dice.between(Duration.ZERO, OPEN_FOR));
        return at.isAfter(previous) ? at : previous.plus(dice.between(Duration.ofMinutes(1), Duration.ofHours(1)));
    }

    /** A closing near the end of a month, more so of a quarter, is often pulled or put into the last three days of it. */
    static Instant closing(Instant wished, Dice dice) {
        LocalDate day = date(wished);
        LocalDate end = YearMonth.from(day).atEndOfMonth();
        double push = end.getMonthValue() % 3 == 0 ? PUSH_AT_QUARTER_END : PUSH_AT_MONTH_END;
        boolean near = !day.plusDays(PUSH_WITHIN_DAYS).isBefore(end);
        if (!near || !dice.chance(push)) {
            return wished;
        }
        LocalDate lastWorkingDay = end;
        while (isWeekend(lastWorkingDay)) {
            lastWorkingDay = lastWorkingDay.minusDays(1);
        }
        return lastWorkingDay.minusDays(dice.between(0, 2)).atTime(OPENING).toInstant(ZoneOffset.UTC);
    }

    /** How many deals begin on this day, as a multiple of a usual working day. */
    static double arrivals(LocalDate day) {
        double season = switch (day.getMonth()) {
            case JANUARY, SEPTEMBER -> 1.15;
            case JULY -> 0.85;
            case AUGUST -> 0.65;
            case DECEMBER -> 0.75;
            default -> 1.0;
        };
        return season * (isWeekend(day) ? 0.06 : 1);
    }

    /** The UTC day of an instant. */
    static LocalDate date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
