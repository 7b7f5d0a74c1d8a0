package io.dealpulse.core.stall;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Known;
import io.dealpulse.core.metric.Listener;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.RandomDeals;
import io.dealpulse.core.metric.Story;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The invariants of stalled deals, on random stories of deals. {@code -Ddealpulse.seeds=N} tells more stories. */
class StallInvariantsTest {

    private static final int STORIES_PER_SEED = 100;

    /** In both the clocks are changed meanwhile: there one hour is missing at night, here one comes twice around midnight. */
    private static final List<ReportingCalendar> CALENDARS = Stream.of("Europe/Amsterdam", "America/Santiago")
            .map(zone -> new ReportingCalendar(ZoneId.of(zone)))
            .toList();

    /** Later than anything is due. */
    private static final Instant END = RandomDeals.START.plus(Duration.ofDays(RandomDeals.DAYS + 50));

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("dealpulse.seeds", 20));
    }

    /** What a story comes to in one calendar with some learnt thresholds. */
    private record Told(
            Known known, ReportingCalendar calendar, BiFunction<String, String, LearnedThreshold> thresholds) {

        static Told of(Story story, Random random) {
            Map<String, LearnedThreshold> learnt = new HashMap<>();
            for (String pipeline : List.of("sales", "renewals")) {
                for (String stage : List.of("lead", "offer", "won", "unheard", "first", "second")) {
                    learnt.put(pipeline + stage, LearnedThresholdTest.randomThreshold(random));
                }
            }
            return new Told(
                    Known.from(story),
                    CALENDARS.get(random.nextInt(CALENDARS.size())),
                    (pipeline, stage) -> learnt.getOrDefault(pipeline + stage, LearnedThreshold.NONE));
        }

        List<Cause> causes() {
            return new StallRules(calendar).causes(known.reading());
        }

        Examination lookAt(Instant now) {
            return Examination.of(causes(), thresholds, calendar, now);
        }
    }

    /** Valid: in any order, with any repetition, the same is known in the end, and so the deal is stalled for the same causes. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void orderAndRepetitionNeverMatter(long seed) {
        forEachStory(seed, (story, random) -> {
            Told told = Told.of(story, random);
            Known disorderly = new Known();
            story.tellInDisorder(disorderly, random);
            Told again = new Told(disorderly, told.calendar, told.thresholds);
            assertThat(again.causes()).isEqualTo(told.causes());
            Instant now = anyTime(random);
            assertThat(again.lookAt(now)).isEqualTo(told.lookAt(now));
        });
    }

    /** Valid: living through the deal's time hour by hour finds the same alerts, and the same one to come next. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void livingThroughItHourByHourFindsTheSame(long seed) {
        forEachStory(seed, (story, random) -> {
            Told told = Told.of(story, random);
            if (!(told.known.reading() instanceof DealHistory)) {
                assertThat(told.causes()).isEmpty();
                return;
            }
            List<Alert> alerts = HourByHour.alerts(
                    told.known.log(),
                    told.known.definitions(),
                    told.thresholds,
                    told.calendar.zone(),
                    RandomDeals.START,
                    END);
            assertThat(told.lookAt(END).alerts()).containsExactlyInAnyOrderElementsOf(alerts);
            Instant now = anyTime(random);
            assertThat(told.lookAt(now).alerts())
                    .containsExactlyInAnyOrderElementsOf(alerts.stream()
                            .filter(alert -> !alert.raisedAt().isAfter(now))
                            .toList());
            assertThat(told.lookAt(now).lookAgainAt())
                    .isEqualTo(alerts.stream()
                            .map(Alert::raisedAt)
                            .filter(at -> at.isAfter(now))
                            .min(Comparator.naturalOrder())
                            .orElse(null));
        });
    }

    /**
     * Valid: whoever looks only when the last look said so misses nothing, and what he knows is always up to date. So one
     * timer is enough for a deal.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void lookingAgainWhenToldToMissesNothing(long seed) {
        forEachStory(seed, (story, random) -> {
            Told told = Told.of(story, random);
            Instant at = RandomDeals.START.minusMillis(1);
            Examination seen = told.lookAt(at);
            assertThat(seen.alerts()).isEmpty();
            while (true) {
                Instant next = seen.lookAgainAt();
                Instant until = next == null ? END : next;
                for (int i = 0; i < 3 && at.isBefore(until); i++) {
                    Instant between = at.plusMillis(
                            random.nextLong(Duration.between(at, until).toMillis()));
                    assertThat(told.lookAt(between)).as("at %s", between).isEqualTo(seen);
                }
                if (next == null) {
                    break;
                }
                assertThat(next).isAfter(at);
                Examination then = told.lookAt(next);
                assertThat(then.alerts())
                        .containsAll(seen.alerts())
                        .hasSizeGreaterThan(seen.alerts().size());
                at = next;
                seen = then;
            }
            assertThat(seen).isEqualTo(told.lookAt(END.plus(Duration.ofDays(3_000))));
        });
    }

    /** Valid: no two alerts of a deal have the same id, and of one kind one ends before the next is raised. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aDealHasOneAlertOfAKindAtATimeAndNoIdTwice(long seed) {
        forEachStory(seed, (story, random) -> {
            Told told = Told.of(story, random);
            assertThat(told.causes().stream().map(cause -> cause.kind() + " since " + cause.since()))
                    .doesNotHaveDuplicates();
            List<Alert> alerts = told.lookAt(END).alerts();
            assertThat(alerts.stream().map(alert -> alert.id("deal"))).doesNotHaveDuplicates();
            for (Alert one : alerts) {
                assertThat(one.raisedAt()).isAfterOrEqualTo(one.since());
                assertThat(one.resolvedAt() == null || one.resolvedAt().isAfter(one.raisedAt()))
                        .isTrue();
            }
            for (int i = 0; i < alerts.size(); i++) {
                for (int j = i + 1; j < alerts.size(); j++) {
                    Alert one = alerts.get(i);
                    Alert other = alerts.get(j);
                    assertThat(one.kind() == other.kind() && overlap(one, other))
                            .as("%s and %s", one, other)
                            .isFalse();
                }
            }
        });
    }

    private static boolean overlap(Alert one, Alert other) {
        Instant oneEnds = one.resolvedAt();
        Instant otherEnds = other.resolvedAt();
        return (oneEnds == null || oneEnds.isAfter(other.raisedAt()))
                && (otherEnds == null || otherEnds.isAfter(one.raisedAt()));
    }

    /** Valid: when an alert is raised, the deal is in the open stage that it names, and not deleted. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void onlyDealsThatAreOpenRaiseAlerts(long seed) {
        forEachStory(seed, (story, random) -> {
            Told told = Told.of(story, random);
            for (Alert alert : told.lookAt(END).alerts()) {
                DealFields fields = DealFields.NOTHING;
                for (DealEvent event : told.known.log().timeline().events()) {
                    fields = event.occurredAt().isAfter(alert.raisedAt()) ? fields : fields.after(event);
                }
                assertThat(fields.deleted()).as("%s", alert).isFalse();
                assertThat(fields.pipelineId()).isEqualTo(alert.pipelineId());
                assertThat(fields.stageId()).isEqualTo(alert.stageId());
                assertThat(Objects.requireNonNull(told.known.definitions().get(alert.pipelineId()))
                                .find(alert.stageId())
                                .orElseThrow()
                                .kind())
                        .isEqualTo(StageKind.OPEN);
            }
        });
    }

    /** Valid: what is learnt from deltas, as messages come, is what is learnt from all deals at once. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsLearntFromDeltasIsWhatIsLearntAtOnce(long seed) {
        WonStageTimes times = new WonStageTimes(CALENDARS.get(0));
        WonByDay deltas = new WonByDay();
        WonByDay atOnce = new WonByDay();
        RandomDeals.forEachStory(seed, 8 * STORIES_PER_SEED, (story, random) -> {
            Learner learner = new Learner(times, deltas);
            story.tellInDisorder(learner, random);
            atOnce.add(times.contributions(Known.from(story).reading()).toList());
        });
        assertThat(deltas.byStage).isEqualTo(atOnce.byStage);
        assertThat(deltas.learnt()).isEqualTo(atOnce.learnt()).isNotEmpty();
    }

    /** Daily buckets by stage. */
    private static final class WonByDay {

        private final Map<MetricKey, SortedMap<LocalDate, Measures>> byStage = new HashMap<>();

        void add(List<Contribution> contributions) {
            for (Contribution contribution : contributions) {
                SortedMap<LocalDate, Measures> days =
                        byStage.computeIfAbsent(contribution.key(), any -> new TreeMap<>());
                days.merge(contribution.day(), contribution.measures(), (old, added) -> {
                    Measures sum = old.plus(added);
                    return sum.isZero() ? null : sum;
                });
                if (days.isEmpty()) {
                    byStage.remove(contribution.key());
                }
            }
        }

        Map<MetricKey, LearnedThreshold> learnt() {
            Map<MetricKey, LearnedThreshold> learnt = new HashMap<>();
            byStage.forEach((stage, days) -> {
                LearnedThreshold threshold = LearnedThreshold.of(days);
                if (!threshold.equals(LearnedThreshold.NONE)) {
                    learnt.put(stage, threshold);
                }
            });
            return learnt;
        }
    }

    /** Adds the deltas of each message of one deal. */
    private static final class Learner implements Listener {

        private final Known known = new Known();
        private final WonStageTimes times;
        private final WonByDay buckets;
        private @Nullable DealReading reading;

        Learner(WonStageTimes times, WonByDay buckets) {
            this.times = times;
            this.buckets = buckets;
        }

        @Override
        public void hear(DealEvent event) {
            known.hear(event);
            readAgain();
        }

        @Override
        public void hear(Activity activity) {
            known.hear(activity);
            readAgain();
        }

        @Override
        public void hear(Story.Definition definition) {
            known.hear(definition);
            readAgain();
        }

        @Override
        public void hearOfErasure() {
            known.hearOfErasure();
            readAgain();
        }

        private void readAgain() {
            DealReading before = reading;
            reading = known.reading();
            buckets.add(times.deltas(before, reading));
        }
    }

    /** Without each kind and each of its ends among the stories the invariants would say less than they seem to. */
    @Test
    void theStoriesAreWorthTelling() {
        Set<String> seen = new TreeSet<>();
        Set<String> learnt = new HashSet<>();
        LongStream.range(0, 30)
                .forEach(seed -> forEachStory(seed, (story, random) -> {
                    Told told = Told.of(story, random);
                    Collection<Alert> alerts = told.lookAt(END).alerts();
                    for (Alert alert : alerts) {
                        seen.add(alert.kind() + " " + (alert.resolution() == null ? "OPEN" : alert.resolution()));
                    }
                    told.causes().stream()
                            .filter(cause -> cause.due() instanceof Cause.Learned
                                    && alerts.stream()
                                            .anyMatch(alert -> alert.kind() == cause.kind()
                                                    && alert.since().equals(cause.since())))
                            .forEach(cause -> learnt.add(cause.stageId()));
                }));
        Set<String> expected = new TreeSet<>();
        for (AlertKind kind : AlertKind.values()) {
            for (String end : List.of("OPEN", "WON", "LOST", "DELETED", "MOVED")) {
                expected.add(kind + " " + end);
            }
        }
        expected.addAll(List.of(
                "IDLE ACTIVITY_DONE",
                "IDLE ACTIVITY_PLANNED",
                "IDLE DEAL_UPDATED",
                "IDLE STAGE_CHANGED",
                "STAGE_OVERDUE STAGE_CHANGED",
                "PUSHED STAGE_CHANGED",
                "CLOSE_DATE_PASSED CLOSE_DATE_CHANGED"));
        assertThat(seen).isEqualTo(expected);
        assertThat(learnt).contains("lead", "offer", "first", "second");
    }

    private static Instant anyTime(Random random) {
        return RandomDeals.START.plus(Duration.ofHours(random.nextInt(24 * (RandomDeals.DAYS + 50))));
    }

    private static void forEachStory(long seed, BiConsumer<Story, Random> check) {
        RandomDeals.forEachStory(seed, STORIES_PER_SEED, check);
    }
}
