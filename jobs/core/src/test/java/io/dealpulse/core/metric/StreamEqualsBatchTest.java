package io.dealpulse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.Deals;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first invariant: what a deal contributes depends on the set of its events, never on their order or repetition,
 * and the deltas on the way add up to what a fresh computation gives. {@code -Ddealpulse.seeds=N} runs more.
 */
class StreamEqualsBatchTest {

    private static final int DEALS_PER_SEED = 100;

    private static final MetricFamilies FAMILIES = new MetricFamilies(
            new Dimensions(List.of("owner", "segment")), new ReportingCalendar(ZoneId.of("Europe/Amsterdam")));

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("dealpulse.seeds", 50));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyOrderAndRepetitionGivesTheSameAndDeltasAddUp(long seed) {
        RandomDeals deals = new RandomDeals(seed);
        Random random = new Random(~seed);
        for (int i = 0; i < DEALS_PER_SEED; i++) {
            List<DealEvent> events = deals.events();
            DealLog batch = inOrder(events);
            List<DealEvent> delivered = hostile(events, random);

            DealLog stream = DealLog.EMPTY;
            Map<List<Object>, Measures> buckets = new HashMap<>();
            for (DealEvent event : delivered) {
                DealLog next = stream.with(event, Deals.TIE_BREAK);
                for (Contribution delta : contributions(next).minus(contributions(stream))) {
                    buckets.merge(bucketOf(delta.key(), delta.day()), delta.measures(), Measures::plus);
                }
                stream = next;
            }
            buckets.values().removeIf(Measures::isZero);

            assertThat(stream).isEqualTo(batch);
            Map<List<Object>, Measures> expected = new HashMap<>();
            contributions(batch)
                    .toList()
                    .forEach(contribution ->
                            expected.put(bucketOf(contribution.key(), contribution.day()), contribution.measures()));
            assertThat(buckets).isEqualTo(expected);
        }
    }

    private static List<Object> bucketOf(MetricKey key, LocalDate day) {
        return List.of(key, day);
    }

    private static DealLog inOrder(List<DealEvent> events) {
        DealLog log = DealLog.EMPTY;
        for (DealEvent event : events) {
            log = log.with(event, Deals.TIE_BREAK);
        }
        return log;
    }

    private static List<DealEvent> hostile(List<DealEvent> events, Random random) {
        List<DealEvent> delivered = new ArrayList<>(events);
        events.stream().filter(event -> random.nextInt(3) == 0).forEach(delivered::add);
        Collections.shuffle(delivered, random);
        return delivered;
    }

    private static ContributionSet contributions(DealLog log) {
        @Nullable DealReading reading = log.read("deal", Deals.PIPELINES).orElse(null);
        return FAMILIES.contributions(reading);
    }
}
