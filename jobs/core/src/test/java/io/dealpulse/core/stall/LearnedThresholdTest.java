package io.dealpulse.core.stall;

import static io.dealpulse.core.stall.StalledDeal.AMSTERDAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.stall.LearnedThreshold.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearnedThresholdTest {

    private static final long DAY = 86_400;
    private static final LocalDate MARCH_1 = LocalDate.parse("2024-03-01");
    private static final Instant ENTERED = Instant.parse("2024-03-01T09:00:00Z");

    private static Measures deals(int deals, long seconds) {
        Measures measures = WonStageTimes.NONE;
        for (int i = 0; i < deals; i++) {
            measures = measures.plus(Measures.of(Histogram.of(seconds), 1));
        }
        return measures;
    }

    /** Whole seconds, rounded up, within 1 %. */
    private static long shown(long seconds) {
        return (long) Math.ceil(Histogram.valueOf(Histogram.indexOf(seconds)));
    }

    @Test
    void nothingIsLearntOfTwentyNineDeals() {
        assertThat(LearnedThreshold.of(new TreeMap<>())).isEqualTo(LearnedThreshold.NONE);
        assertThat(LearnedThreshold.of(new TreeMap<>(Map.of(MARCH_1, deals(29, 100)))))
                .isEqualTo(LearnedThreshold.NONE);
    }

    @Test
    void whatIsLearntOfADayHoldsFromTheNextOn() {
        SortedMap<LocalDate, Measures> won = new TreeMap<>();
        won.put(MARCH_1, deals(20, 2 * DAY));
        won.put(MARCH_1.plusDays(4), deals(9, 2 * DAY));
        won.put(MARCH_1.plusDays(5), deals(1, 2 * DAY));
        assertThat(LearnedThreshold.of(won).steps()).containsExactly(new Step(MARCH_1.plusDays(6), shown(2 * DAY)));
    }

    @Test
    void itIsTheNearestRankOfNineOfTen() {
        SortedMap<LocalDate, Measures> won = new TreeMap<>();
        won.put(MARCH_1, deals(27, 2 * DAY).plus(deals(3, 9 * DAY)));
        assertThat(LearnedThreshold.of(won).steps())
                .as("rank 27 of 30")
                .containsExactly(new Step(MARCH_1.plusDays(1), shown(2 * DAY)));
        won.put(MARCH_1, deals(27, 2 * DAY).plus(deals(4, 9 * DAY)));
        assertThat(LearnedThreshold.of(won).steps())
                .as("rank 28 of 31")
                .containsExactly(new Step(MARCH_1.plusDays(1), shown(9 * DAY)));
    }

    @Test
    void dealsCountNotVisits() {
        SortedMap<LocalDate, Measures> won = new TreeMap<>();
        Histogram twoVisits = Histogram.of(10).plus(Histogram.of(10));
        Measures ofFifteenDeals = WonStageTimes.NONE;
        for (int i = 0; i < 15; i++) {
            ofFifteenDeals = ofFifteenDeals.plus(Measures.of(twoVisits, 1));
        }
        won.put(MARCH_1, ofFifteenDeals);
        assertThat(LearnedThreshold.of(won)).isEqualTo(LearnedThreshold.NONE);
    }

    @Test
    void onlyChangesAreSteps() {
        SortedMap<LocalDate, Measures> won = new TreeMap<>();
        won.put(MARCH_1, deals(30, 2 * DAY));
        won.put(MARCH_1.plusDays(1), deals(5, 2 * DAY));
        won.put(MARCH_1.plusDays(9), deals(300, 9 * DAY));
        assertThat(LearnedThreshold.of(won).steps())
                .containsExactly(
                        new Step(MARCH_1.plusDays(1), shown(2 * DAY)), new Step(MARCH_1.plusDays(10), shown(9 * DAY)));
    }

    @Test
    void itIsADayAtLeast() {
        SortedMap<LocalDate, Measures> won = new TreeMap<>();
        won.put(MARCH_1, deals(30, 0).plus(deals(30, 3_600)));
        assertThat(LearnedThreshold.of(won).steps()).containsExactly(new Step(MARCH_1.plusDays(1), DAY));
    }

    @Test
    void isExceededWhenTheVisitHasLastedSoLong() {
        LearnedThreshold threeDays = threshold(step("2024-01-01", 3 * DAY));
        assertThat(threeDays.exceededAt(ENTERED, ENTERED, AMSTERDAM)).hasValue(ENTERED.plusSeconds(3 * DAY));
    }

    @Test
    void secondsAreSecondsWhenClocksAreChanged() {
        Instant entered = Instant.parse("2024-03-30T09:00:00Z");
        assertThat(threshold(step("2024-01-01", 3 * DAY)).exceededAt(entered, entered, AMSTERDAM))
                .hasValue(Instant.parse("2024-04-02T09:00:00Z"));
    }

    @Test
    void isNotExceededBeforeAnythingIsLearnt() {
        LearnedThreshold learntOnTheTenth = threshold(step("2024-03-10", 3 * DAY));
        assertThat(learntOnTheTenth.exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .as("the first instant of that day in Amsterdam")
                .hasValue(Instant.parse("2024-03-09T23:00:00Z"));
        assertThat(LearnedThreshold.NONE.exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .isEmpty();
    }

    @Test
    void isNotExceededBeforeTheEarliestInstantThatCounts() {
        Instant restored = Instant.parse("2024-03-20T09:00:00Z");
        assertThat(threshold(step("2024-01-01", 3 * DAY)).exceededAt(ENTERED, restored, AMSTERDAM))
                .hasValue(restored);
        assertThat(threshold(step("2024-01-01", DAY), step("2024-03-10", 40 * DAY))
                        .exceededAt(ENTERED, restored, AMSTERDAM))
                .as("what held before does not count")
                .hasValue(ENTERED.plusSeconds(40 * DAY));
    }

    @Test
    void aThresholdThatRisesInTimeIsNotExceededYet() {
        assertThat(threshold(step("2024-01-01", 3 * DAY), step("2024-03-04", 5 * DAY))
                        .exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .hasValue(ENTERED.plusSeconds(5 * DAY));
        assertThat(threshold(step("2024-01-01", 3 * DAY), step("2024-03-05", 5 * DAY))
                        .exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .as("a day too late")
                .hasValue(ENTERED.plusSeconds(3 * DAY));
    }

    @Test
    void aThresholdThatIsExceededJustWhenItEndsIsNot() {
        // Midnight of March 4 in Amsterdam.
        Instant entered = Instant.parse("2024-03-01T23:00:00Z");
        assertThat(threshold(step("2024-01-01", 2 * DAY), step("2024-03-04", 5 * DAY))
                        .exceededAt(entered, entered, AMSTERDAM))
                .hasValue(entered.plusSeconds(5 * DAY));
    }

    @Test
    void aThresholdThatFallsIsExceededWhenTheDayBegins() {
        assertThat(threshold(step("2024-01-01", 90 * DAY), step("2024-03-20", 5 * DAY))
                        .exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .hasValue(Instant.parse("2024-03-19T23:00:00Z"));
    }

    @Test
    void aThresholdThatIsTakenBackIsNotExceeded() {
        assertThat(threshold(step("2024-01-01", 90 * DAY), step("2024-03-20", null))
                        .exceededAt(ENTERED, ENTERED, AMSTERDAM))
                .isEmpty();
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** Valid: it is the first instant that looking at one day after the other finds. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void lookingAtEachDayFindsTheSame(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            LearnedThreshold threshold = randomThreshold(random);
            Instant entered = ENTERED.plusSeconds(random.nextInt(60 * 24) * 3_600L);
            Instant notBefore = entered.plusSeconds(random.nextBoolean() ? 0 : random.nextInt(30 * 24) * 3_600L);
            assertThat(threshold.exceededAt(entered, notBefore, AMSTERDAM))
                    .as("%s entered %s, not before %s", threshold, entered, notBefore)
                    .isEqualTo(Optional.ofNullable(byEachDay(threshold, entered, notBefore)));
        }
    }

    private static @Nullable Instant byEachDay(LearnedThreshold threshold, Instant entered, Instant notBefore) {
        LocalDate first = AMSTERDAM.dayOf(notBefore);
        for (LocalDate day = first; day.isBefore(first.plusDays(300)); day = day.plusDays(1)) {
            Long seconds = null;
            for (Step step : threshold.steps()) {
                seconds = step.from().isAfter(day) ? seconds : step.seconds();
            }
            if (seconds != null) {
                Instant candidate = AMSTERDAM.startOf(day);
                for (Instant earliest : List.of(notBefore, entered.plusSeconds(seconds))) {
                    candidate = candidate.isBefore(earliest) ? earliest : candidate;
                }
                if (AMSTERDAM.dayOf(candidate).equals(day)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    /** In whole hours, with a few steps in spring 2024. */
    static LearnedThreshold randomThreshold(Random random) {
        List<Step> steps = new ArrayList<>();
        LocalDate from = MARCH_1.minusDays(25);
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            from = from.plusDays(1 + random.nextInt(15));
            steps.add(new Step(from, random.nextInt(6) == 0 ? null : (Long) (random.nextInt(40 * 24) * 3_600L)));
        }
        return new LearnedThreshold(steps);
    }

    private static LearnedThreshold threshold(Step... steps) {
        return new LearnedThreshold(List.of(steps));
    }

    private static Step step(String from, @Nullable Long seconds) {
        return new Step(LocalDate.parse(from), seconds);
    }
}
