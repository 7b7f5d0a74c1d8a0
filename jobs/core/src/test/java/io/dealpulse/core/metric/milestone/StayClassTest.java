package io.dealpulse.core.metric.milestone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StayClassTest {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    @Test
    void eachClassIsFourTimesTheFormerAndTheLastHasNoBound() {
        assertThat(StayClass.ALL).extracting(StayClass::belowDays).containsExactly(8, 32, 128, 512, 0);
    }

    @Test
    void aStayIsOfTheShortestClassThatItIsShorterThan() {
        assertThat(StayClass.of(0).belowDays()).isEqualTo(8);
        List<StayClass> all = StayClass.ALL;
        for (int i = 0; i < all.size() - 1; i++) {
            long bound = all.get(i).belowDays() * DAY;
            assertThat(StayClass.of(bound - 1)).isEqualTo(all.get(i));
            assertThat(StayClass.of(bound)).isEqualTo(all.get(i + 1));
        }
        assertThat(StayClass.of(Long.MAX_VALUE)).isEqualTo(StayClass.UNBOUNDED);
    }

    @Test
    void whatHasNoBoundMayHaveEndedOnAnyDay() {
        assertThat(StayClass.UNBOUNDED.lastExit(LocalDate.of(2026, 3, 9))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        // 24 hours a day; an hour more of the calendar in summer; a day that there was not; such a day and summer.
        "UTC, 2026-03-09, 2026-03-17",
        "Europe/Berlin, 2026-03-27, 2026-04-05",
        "Pacific/Kwajalein, 1993-08-19, 1993-08-28",
        "Pacific/Apia, 2011-09-22, 2012-01-30"
    })
    void theLongestStayOfAClassEndsByItsLastDay(String zone, LocalDate day, LocalDate exit) {
        ZoneId place = ZoneId.of(zone);
        StayClass stay = StayClass.of(exit.isAfter(day.plusDays(10)) ? 128 * DAY - 1 : 8 * DAY - 1);
        Instant entered = day.plusDays(1).atStartOfDay(place).toInstant().minusMillis(1);
        Instant exited = entered.plusSeconds(stay.belowDays() * DAY).minusMillis(1);
        assertThat(exited.atZone(place).toLocalDate()).isEqualTo(exit);
        assertThat(exit).isBeforeOrEqualTo(stay.lastExit(day).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aStayThatADayFellIntoHasEndedByTheLastDayOfItsClass(long seed) {
        Random random = new Random(seed);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (int i = 0; i < 200_000; i++) {
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            Instant entered = Instant.ofEpochMilli(random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L));
            Instant exited = entered.plusMillis(milliseconds(random));
            LocalDate exit = exited.atZone(zone).toLocalDate();
            // The earliest day that it was there at the end of, from which the way to its last day is longest.
            LocalDate day = entered.atZone(zone).toLocalDate();
            assertThat(StayClass.of(Duration.between(entered, exited).toSeconds())
                            .lastExit(day)
                            .orElse(exit))
                    .as("%s: %s to %s in %s", seed, entered, exited, zone)
                    .isAfterOrEqualTo(exit);
        }
    }

    /** As many short stays as long ones, and as many that are only just of their class. */
    private static long milliseconds(Random random) {
        if (random.nextBoolean()) {
            int bound =
                    StayClass.ALL.get(random.nextInt(StayClass.ALL.size() - 1)).belowDays();
            return bound * DAY * 1_000 - random.nextInt(1, 3_600_000);
        }
        return (long) Math.exp(random.nextDouble(Math.log(1_000 * DAY * 1_000.0)));
    }
}
