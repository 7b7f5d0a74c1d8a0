package io.dealpulse.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.DealChanged;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class TrafficPlayerTest {

    private static final Instant START = Instant.parse("2025-06-02T10:00:00Z");

    private final List<SpecificRecord> events = new ArrayList<>();
    private final List<Instant> waits = new ArrayList<>();
    private final List<Long> progress = new ArrayList<>();
    private final TrafficPlayer player = new TrafficPlayer(events::add, waits::add, progress::add);

    @Test
    void aHistoryIsPlayedAsItIs() throws InterruptedException {
        Scenario scenario = Scenario.demoHistory(1, 50);

        long played = player.playHistory(new CrmTraffic(scenario), Long.MAX_VALUE, OptionalDouble.empty(), START);

        List<SpecificRecord> expected = new ArrayList<>();
        new CrmTraffic(scenario).forEachRemaining(delivery -> expected.add(delivery.event()));
        assertThat(events).isEqualTo(expected);
        assertThat(played).isEqualTo(expected.size());
        assertThat(waits).containsOnly(START);
    }

    @Test
    void aRateAndALimitHoldItBack() throws InterruptedException {
        CrmTraffic traffic = new CrmTraffic(Scenario.demoHistory(1, 50));

        assertThat(player.playHistory(traffic, 3, OptionalDouble.of(4), START)).isEqualTo(3);

        assertThat(waits).containsExactly(START, START.plusMillis(250), START.plusMillis(500));
        assertThat(progress).containsExactly(1L, 2L, 3L);
    }

    @Test
    void livePlayIsPacedAndNothingLiesInTheFutureOfItsSending() throws InterruptedException {
        Scenario scenario = Scenario.demoLive(1, 2_000, LocalDate.of(2025, 6, 2));

        player.playLive(scenario, 26_000, 5, START);

        for (int index = 0; index < events.size(); index++) {
            Instant sent = waits.get(index).isAfter(START) ? waits.get(index) : START;
            if (events.get(index) instanceof DealChanged deal) {
                assertThat(deal.getOccurredAt()).isBeforeOrEqualTo(sent);
                assertThat(deal.getRecordedAt()).isBeforeOrEqualTo(sent);
            } else if (events.get(index) instanceof ActivityLogged activity
                    && activity.getState() != ActivityState.PLANNED) {
                assertThat(activity.getOccurredAt()).isBeforeOrEqualTo(sent);
            }
        }
        List<Instant> live = waits.stream().filter(START::isBefore).toList();
        assertThat(live).hasSizeGreaterThan(1_000).isSorted();
        double seconds = Duration.between(START, live.get(live.size() - 1)).toMillis() / 1000.0;
        assertThat(live.size() / seconds).as("events per second").isBetween(4.0, 6.0);
    }

    @Test
    void timeLapseIsPacedByTheScenariosDaysAndTellsEventsAsTheyAre() throws InterruptedException {
        Scenario scenario = Scenario.demoTimeLapse(1, 200);
        Instant start = Instant.parse("2026-06-02T10:00:00Z");
        TimeLapse lapse = new TimeLapse(scenario.end(), start, Duration.ofSeconds(10));

        assertThat(player.playTimeLapse(scenario, 4_000, lapse)).isEqualTo(4_000);

        CrmTraffic traffic = new CrmTraffic(scenario);
        int atOnce = 0;
        for (int index = 0; index < events.size(); index++) {
            Delivery delivery = traffic.next();
            assertThat(events.get(index)).isEqualTo(delivery.event());
            assertThat(waits.get(index)).isEqualTo(lapse.due(delivery.at()));
            atOnce += waits.get(index).equals(start) ? 1 : 0;
        }
        assertThat(waits).isSorted();
        assertThat(atOnce).as("the history").isBetween(1_000, 3_900);
    }
}
