package io.dealpulse.cli.generate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.cli.generate.Company.Rep;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrmTrafficTest {

    private static final Scenario.Shares NO_DISORDER = new Scenario.Shares(0, 0, 0, 0);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 42})
    void theSameScenarioGivesTheSameEvents(long seed) {
        assertThat(deliveries(Scenario.demoHistory(seed, 200)))
                .isEqualTo(deliveries(Scenario.demoHistory(seed, 200)))
                .isNotEqualTo(deliveries(Scenario.demoHistory(seed + 1, 200)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 42})
    void deliveriesAreInOrderAndNothingHappensOutsideTheScenarioOrBeforeItIsRecorded(long seed) {
        Scenario scenario = Scenario.demoHistory(seed, 500);
        Instant previous = scenario.start();
        for (Delivery delivery : deliveries(scenario)) {
            assertThat(delivery.at()).isBetween(previous, scenario.end().minusMillis(1));
            previous = delivery.at();
            if (delivery.event() instanceof DealChanged deal) {
                assertThat(deal.getRecordedAt()).isBetween(deal.getOccurredAt(), delivery.at());
                assertThat(deal.getOccurredAt()).isAfterOrEqualTo(scenario.start());
            } else if (delivery.event() instanceof ActivityLogged activity) {
                assertThat(activity.getRecordedAt()).isBetween(scenario.start(), delivery.at());
                if (activity.getState() != ActivityState.PLANNED) {
                    assertThat(activity.getOccurredAt()).isBetween(scenario.start(), activity.getRecordedAt());
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 42})
    void sharesOfDisorderAreAsAsked(long seed) {
        Set<SpecificRecord> distinct = new HashSet<>();
        Set<String> identities = new HashSet<>();
        int dealEvents = 0;
        int duplicates = 0;
        int corrections = 0;
        int late = 0;
        for (SpecificRecord event : crmEvents(Scenario.demoHistory(seed, 2_000))) {
            if (!distinct.add(event)) {
                duplicates++;
                continue;
            }
            if (event instanceof DealChanged deal) {
                dealEvents++;
                if (!identities.add(deal.getEventId())) {
                    corrections++;
                } else if (lateness(deal).compareTo(Duration.ofHours(1)) >= 0) {
                    late++;
                }
            }
        }
        int originals = dealEvents - corrections;
        assertThat((double) duplicates / distinct.size()).isCloseTo(0.05, within(0.01));
        assertThat((double) corrections / originals).isCloseTo(0.01, within(0.004));
        assertThat((double) late / originals).isCloseTo(0.05, within(0.01));
    }

    @Test
    void withoutDisorderEveryEventComesOnceAndAtOnce() {
        Scenario demo = Scenario.demoHistory(7, 500);
        Scenario tidy = new Scenario(7, 500, demo.from(), demo.days(), false, NO_DISORDER, Scenario.DEMO_CURRENCIES);
        List<SpecificRecord> events = crmEvents(tidy);

        assertThat(events).doesNotHaveDuplicates();
        assertThat(dealChanges(events))
                .allSatisfy(deal -> assertThat(lateness(deal)).isZero());
        assertThat(dealChanges(events)).extracting(DealChanged::getEventId).doesNotHaveDuplicates();
        assertThat(lives(events).values()).as("no deal leaves a closing stage").noneMatch(CrmTrafficTest::isReopened);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 42})
    void dealsLivePlausibly(long seed) {
        List<SpecificRecord> events = crmEvents(Scenario.demoHistory(seed, 2_000));
        Map<String, List<DealChanged>> lives = lives(events);

        assertThat(lives).hasSizeBetween(1_950, 2_000);
        assertThat(lives.values()).allSatisfy(life -> {
            DealChanged created = life.get(0);
            assertThat(created.getAttributes()).containsOnlyKeys("segment", "source", "territory", "product");
            assertThat(created.getStageId()).isNotNull();
            assertThat(created.getOwnerId()).isNotNull();
            assertThat(life).isSortedAccordingTo(Comparator.comparing(DealChanged::getRevision));
            assertThat(life)
                    .filteredOn(change -> Funnel.WON.equals(change.getStageId()))
                    .allSatisfy(won -> assertThat(won.getAmount()).isPositive());
        });
        Map<String, List<List<DealChanged>>> byStage =
                lives.values().stream().collect(groupingBy(CrmTrafficTest::lastStage));
        int won = byStage.getOrDefault(Funnel.WON, List.of()).size();
        int lost = byStage.getOrDefault(Funnel.LOST, List.of()).size();
        assertThat((double) won / (won + lost)).as("win rate").isBetween(0.3, 0.5);
        assertThat(byStage)
                .containsOnlyKeys("lead", "opportunity", "proposal", "negotiation", "review", "offer", "won", "lost");
        assertThat(lives.values()).anyMatch(CrmTrafficTest::isReopened);
        assertThat(lives.values()).anyMatch(CrmTrafficTest::isRestored);
        assertThat(lives.values()).anyMatch(life -> life.get(life.size() - 1).getDeleted());
        assertThat(lives.values().stream()
                        .filter(life -> isOnWeekend(life.get(0).getOccurredAt())))
                .hasSizeLessThan(lives.size() / 20);
    }

    @Test
    void skilledRepsWinMore() {
        Scenario scenario = Scenario.demoHistory(7, 4_000);
        List<Rep> bySkill =
                new ArrayList<>(Company.of(scenario, new Dice(7, -1)).reps());
        bySkill.sort(Comparator.comparingDouble(Rep::skill));
        Map<String, List<List<DealChanged>>> byOwner = lives(crmEvents(scenario)).values().stream()
                .collect(groupingBy(life -> life.get(0).getOwnerId()));

        assertThat(winRate(byOwner, bySkill.subList(bySkill.size() - 5, bySkill.size())))
                .isGreaterThan(winRate(byOwner, bySkill.subList(0, 5)) + 0.05);
    }

    @Test
    void definitionsAndRatesComeBeforeWhatNeedsThem() {
        Set<String> definedPipelines = new HashSet<>();
        Set<String> ratedCurrencies = new HashSet<>(Set.of("EUR"));
        Set<String> usedCurrencies = new HashSet<>();
        for (Delivery delivery : deliveries(Scenario.demoHistory(7, 500))) {
            if (delivery.event() instanceof PipelineDefined pipeline) {
                definedPipelines.add(pipeline.getPipelineId());
            } else if (delivery.event() instanceof FxRateSet rate) {
                ratedCurrencies.add(rate.getQuote());
            } else if (delivery.event() instanceof DealChanged deal) {
                assertThat(definedPipelines).contains(deal.getPipelineId());
                if (deal.getCurrency() != null) {
                    assertThat(ratedCurrencies).contains(deal.getCurrency());
                    usedCurrencies.add(deal.getCurrency());
                }
            }
        }
        assertThat(usedCurrencies).containsExactlyInAnyOrderElementsOf(Scenario.DEMO_CURRENCIES);
    }

    @Test
    void memoryIsBoundedByTheDealsUnderWay() {
        CrmTraffic traffic = new CrmTraffic(Scenario.demoHistory(7, 20_000));
        int most = 0;
        long events = 0;
        while (traffic.hasNext()) {
            traffic.next();
            events++;
            most = Math.max(most, traffic.inFlight());
        }
        assertThat(events).isGreaterThan(200_000);
        assertThat(most).isLessThan(3_000);
        assertThatThrownBy(traffic::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anEndlessScenarioBeginsAsItsHistoryAndGoesOnAtItsPace() {
        Scenario finite =
                new Scenario(7, 100, LocalDate.of(2025, 1, 1), 100, false, NO_DISORDER, Scenario.DEMO_CURRENCIES);
        Scenario endless =
                new Scenario(7, 100, LocalDate.of(2025, 1, 1), 100, true, NO_DISORDER, Scenario.DEMO_CURRENCIES);
        List<Delivery> history = deliveries(finite);
        CrmTraffic traffic = new CrmTraffic(endless);
        for (Delivery expected : history) {
            assertThat(traffic.next()).isEqualTo(expected);
        }
        Set<String> dealsOfTheNext100Days = new HashSet<>();
        Delivery delivery = traffic.next();
        while (delivery.at().isBefore(finite.end().plus(Duration.ofDays(100)))) {
            if (delivery.event() instanceof DealChanged deal && deal.getAccountId() != null) {
                dealsOfTheNext100Days.add(deal.getDealId());
            }
            delivery = traffic.next();
        }
        assertThat(dealsOfTheNext100Days).hasSizeBetween(80, 120);
    }

    @Test
    void theUsualNumberOfEventsOfADealIsAsTheLiveTimelineReckons() {
        int deals = 2_000;
        double events = crmEvents(Scenario.demoHistory(7, deals)).size();

        assertThat(events / deals).isCloseTo(LiveTimeline.EVENTS_PER_DEAL, within(1.0));
    }

    private static List<Delivery> deliveries(Scenario scenario) {
        List<Delivery> deliveries = new ArrayList<>();
        new CrmTraffic(scenario).forEachRemaining(deliveries::add);
        return deliveries;
    }

    /** Deal changes and activities in the order of their delivery. */
    private static List<SpecificRecord> crmEvents(Scenario scenario) {
        return deliveries(scenario).stream()
                .map(Delivery::event)
                .filter(event -> event instanceof DealChanged || event instanceof ActivityLogged)
                .toList();
    }

    private static List<DealChanged> dealChanges(List<SpecificRecord> events) {
        return events.stream()
                .flatMap(event -> event instanceof DealChanged deal ? Stream.of(deal) : Stream.empty())
                .toList();
    }

    /** Each deal's changes, once each and as corrected, in the order in which they occurred. */
    private static Map<String, List<DealChanged>> lives(List<SpecificRecord> events) {
        Map<String, DealChanged> latest = new LinkedHashMap<>();
        for (DealChanged change : dealChanges(events)) {
            latest.merge(
                    change.getEventId(),
                    change,
                    (one, other) -> other.getRecordedAt().isAfter(one.getRecordedAt()) ? other : one);
        }
        Map<String, List<DealChanged>> lives = new HashMap<>();
        latest.values().stream()
                .sorted(Comparator.comparing(DealChanged::getOccurredAt).thenComparing(DealChanged::getRevision))
                .forEach(change -> lives.computeIfAbsent(change.getDealId(), id -> new ArrayList<>())
                        .add(change));
        return lives;
    }

    private static List<String> stages(List<DealChanged> life) {
        return life.stream()
                .map(DealChanged::getStageId)
                .filter(stage -> stage != null)
                .toList();
    }

    private static String lastStage(List<DealChanged> life) {
        List<String> stages = stages(life);
        return stages.get(stages.size() - 1);
    }

    private static boolean isReopened(List<DealChanged> life) {
        List<String> stages = stages(life);
        return stages.subList(0, stages.size() - 1).stream().anyMatch(Set.of(Funnel.WON, Funnel.LOST)::contains);
    }

    private static boolean isRestored(List<DealChanged> life) {
        return life.subList(0, life.size() - 1).stream().anyMatch(DealChanged::getDeleted);
    }

    private static boolean isOnWeekend(Instant at) {
        DayOfWeek day = OfficeHours.date(at).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }

    private static Duration lateness(DealChanged deal) {
        return Duration.between(deal.getOccurredAt(), deal.getRecordedAt());
    }

    private static double winRate(Map<String, List<List<DealChanged>>> byOwner, List<Rep> reps) {
        Set<String> ids = reps.stream().map(Rep::id).collect(toSet());
        List<String> outcomes = byOwner.entrySet().stream()
                .filter(entry -> ids.contains(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .map(CrmTrafficTest::lastStage)
                .filter(Set.of(Funnel.WON, Funnel.LOST)::contains)
                .toList();
        return (double) outcomes.stream().filter(Funnel.WON::equals).count() / outcomes.size();
    }
}
