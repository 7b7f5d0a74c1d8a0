package io.dealpulse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.WaitingDeal;
import io.dealpulse.core.metric.OpenPipeline.Place;
import io.dealpulse.core.metric.OpenPipeline.Worth;
import io.dealpulse.core.metric.pipelineflow.FlowCause;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExactCents;
import io.dealpulse.core.money.ExchangeRates;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The invariants of all metric families, on random stories of deals. The first: figures depend on what was said, never on
 * its order or repetition, and the deltas on the way add up to what a fresh computation gives. {@code -Ddealpulse.seeds=N}
 * tells more stories.
 */
class StreamEqualsBatchTest {

    private static final int STORIES_PER_SEED = 100;

    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final List<String> DIMENSIONS = List.of("owner", "segment", "source");
    private static final MetricFamilies FAMILIES =
            new MetricFamilies(new Dimensions(DIMENSIONS), new ReportingCalendar(ZONE));

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("dealpulse.seeds", 100));
    }

    /**
     * Valid: in any order, with any repetition, the same is known in the end, and so the same counts; and after any
     * delivery every bucket holds what a fresh computation gives. The latter is what
     * {@link io.dealpulse.core.deal.DealHistory#firstDifference} must not break, which leaves out of deltas what it takes
     * to be the same before and after.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void orderAndRepetitionNeverMatterAndDeltasAddUp(long seed) {
        forEachStory(seed, (story, random) -> {
            Known batch = Known.from(story);
            Streamed stream = new Streamed(FAMILIES);
            story.tellInDisorder(stream, random);
            assertThat(stream.known().log()).isEqualTo(batch.log());
            assertThat(stream.known().activities()).isEqualTo(batch.activities());
            assertThat(stream.buckets()).isEqualTo(batch.computedAfresh(FAMILIES));
        });
    }

    /** Valid: at the end of every day the flows up to it add up to what is open then, and to what that weighs. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void flowsReconcileWithTheOpenPipelineOfEveryDay(long seed) {
        forEachStory(seed, (story, random) -> {
            Known known = Known.from(story);
            OpenPipeline open =
                    new OpenPipeline(known.log().timeline().events(), known.definitions(), DIMENSIONS, ZONE);
            Buckets buckets = known.computedAfresh(FAMILIES);
            Map<Place, Worth> flowsSoFar = new HashMap<>();
            // On every other day, neither flows nor events change anything.
            NavigableSet<LocalDate> days = new TreeSet<>(buckets.days().keySet());
            open.days().forEach(days::add);
            for (LocalDate day : days) {
                addFlows(buckets, day, flowsSoFar);
                assertThat(flowsSoFar).as("at the end of %s", day).isEqualTo(open.atEndOf(day));
            }
        });
    }

    /** Valid: at the end of every day the flows up to it give the weighted value that stands, to the cent. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void flowsGiveTheValueThatStands(long seed) {
        MetricFamily value = FAMILIES.named("pipeline_value");
        forEachStory(seed, (story, random) -> {
            Known known = Known.from(story);
            Valuation valuation = new Valuation(
                    new BaseCurrency("EUR", new ExchangeRates()),
                    id -> known.definitions().get(id));
            Buckets buckets = known.computedAfresh(FAMILIES);
            Map<Place, Worth> flows = new HashMap<>();
            Map<MetricKey, Measures> balances = new HashMap<>();
            for (LocalDate day : buckets.days().keySet()) {
                addFlows(buckets, day, flows);
                buckets.days().getOrDefault(day, Map.of()).forEach((key, measures) -> {
                    if (key.family().equals(value.name())) {
                        balances.merge(key, measures, Measures::plus);
                    }
                });
                balances.values().removeIf(Measures::isZero);
                assertThat(balances.keySet().stream().map(StreamEqualsBatchTest::placeOf))
                        .as("at the end of %s", day)
                        .containsExactlyInAnyOrderElementsOf(flows.keySet());
                balances.forEach((key, balance) -> {
                    Worth flow = Objects.requireNonNull(flows.get(placeOf(key)));
                    Measures standing = value.figures(key, day, balance, valuation);
                    assertThat(List.of(standing.sum(0), standing.sum(1), standing.sum(2)))
                            .as("%s at the end of %s", key, day)
                            .containsExactly(
                                    flow.deals(), flow.amount(), flow.weighted(probability(known, placeOf(key))));
                });
            }
        });
    }

    /** Valid: in every family, on every day, the values of each dimension add up to {@code all}, histograms too. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theValuesOfEachDimensionAddUpToAll(long seed) {
        forEachStory(seed, (story, random) -> {
            Map<String, Buckets> byDimension = new HashMap<>();
            Known.from(story)
                    .computedAfresh(FAMILIES)
                    .days()
                    .forEach((day, ofDay) -> ofDay.forEach((key, measures) -> {
                        int dimension =
                                FAMILIES.named(key.family()).keyColumns().indexOf("dimension");
                        List<String> others = new ArrayList<>(key.values());
                        String name = others.remove(dimension);
                        others.remove(dimension);
                        byDimension
                                .computeIfAbsent(kindOf(key) + name, any -> new Buckets())
                                .add(new MetricKey(key.family(), others), day, measures);
                    }));
            Buckets nothing = new Buckets();
            for (String name : DIMENSIONS) {
                assertThat(byDimension.getOrDefault("deals by " + name, nothing))
                        .as(name)
                        .isEqualTo(byDimension.getOrDefault("deals by all", nothing));
            }
            assertThat(byDimension.getOrDefault("activities by rep", nothing))
                    .isEqualTo(byDimension.getOrDefault("activities by all", nothing));
        });
    }

    /** Without each family, cause and reason among the stories the invariants would say less than they seem to. */
    @Test
    void theStoriesAreWorthTelling() {
        Set<String> seen = new HashSet<>();
        LongStream.range(0, 20)
                .forEach(seed -> forEachStory(seed, (story, random) -> {
                    Known known = Known.from(story);
                    if (known.reading() instanceof WaitingDeal waiting) {
                        seen.add(waiting.reason().word());
                    }
                    known.computedAfresh(FAMILIES)
                            .days()
                            .values()
                            .forEach(ofDay -> ofDay.keySet().forEach(key -> {
                                seen.add(key.family());
                                seen.addAll(key.values());
                            }));
                }));
        assertThat(seen)
                .containsAll(FAMILIES.all().stream().map(MetricFamily::name).toList());
        for (FlowCause cause : FlowCause.values()) {
            assertThat(seen).contains(cause.word());
        }
        for (WaitingDeal.Reason reason : WaitingDeal.Reason.values()) {
            assertThat(seen).contains(reason.word());
        }
    }

    private static void forEachStory(long seed, BiConsumer<Story, Random> check) {
        RandomDeals.forEachStory(seed, STORIES_PER_SEED, check);
    }

    /** Adds a day's flows to what stands, over all causes. */
    private static void addFlows(Buckets buckets, LocalDate day, Map<Place, Worth> standing) {
        buckets.days().getOrDefault(day, Map.of()).forEach((key, flow) -> {
            if (key.family().equals("pipeline_flow")) {
                Worth worth = new Worth(
                        flow.sum(0), flow.sum(1), flow.sum(2), new ExactCents(flow.sum(3), flow.sum(4)).toCents());
                standing.merge(placeOf(key), worth, Worth::plus);
            }
        });
        standing.values().removeIf(Worth.NOTHING::equals);
    }

    /** Of a flow or a value. */
    private static Place placeOf(MetricKey key) {
        List<String> values = key.values();
        return new Place(values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
    }

    private static double probability(Known known, Place place) {
        return Objects.requireNonNull(known.definitions().get(place.pipelineId()))
                .find(place.stageId())
                .orElseThrow()
                .probability();
    }

    private static String kindOf(MetricKey key) {
        return key.family().equals("activity") ? "activities by " : "deals by ";
    }
}
