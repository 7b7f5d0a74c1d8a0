package io.dealpulse.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class LiveTimelineTest {

    private static final Instant PRESENT = Instant.parse("2025-06-02T00:00:00Z");

    private final LiveTimeline timeline = new LiveTimeline(PRESENT, PRESENT, 24);

    @Test
    void historyIsLeftAsItIsAndTheFutureRunsFaster() {
        assertThat(timeline.real(PRESENT.minusSeconds(5))).isEqualTo(PRESENT.minusSeconds(5));
        assertThat(timeline.real(PRESENT)).isEqualTo(PRESENT);
        assertThat(timeline.real(Instant.parse("2025-06-03T00:00:00Z"))).isEqualTo(PRESENT.plusSeconds(3600));
    }

    @Test
    void afterTheHistoryTimeGoesOnAtThePresent() {
        LiveTimeline noon = new LiveTimeline(PRESENT, PRESENT.plusSeconds(43_200), 10);

        assertThat(noon.real(PRESENT.minusMillis(1))).isEqualTo(PRESENT.minusMillis(1));
        assertThat(noon.real(PRESENT.plusSeconds(10))).isEqualTo(PRESENT.plusSeconds(43_201));
        assertThatThrownBy(() -> new LiveTimeline(PRESENT, PRESENT.minusMillis(1), 10))
                .hasMessageStartingWith("the history ends at 2025-06-02T00:00:00Z, after the present");
    }

    @Test
    void aDealKeepsTheDistanceToItsExpectedClosing() {
        DealChanged simulated = DealChanged.newBuilder()
                .setEventId("e")
                .setDealId("d")
                .setOccurredAt(Instant.parse("2025-06-12T00:00:00Z"))
                .setRecordedAt(Instant.parse("2025-06-14T00:00:00Z"))
                .setExpectedCloseOn(LocalDate.of(2025, 6, 22))
                .build();

        DealChanged real = (DealChanged) timeline.real(simulated);

        assertThat(real.getOccurredAt()).isEqualTo(Instant.parse("2025-06-02T10:00:00Z"));
        assertThat(real.getRecordedAt()).isEqualTo(Instant.parse("2025-06-02T12:00:00Z"));
        assertThat(real.getExpectedCloseOn()).isEqualTo(LocalDate.of(2025, 6, 12));
        assertThat(simulated.getOccurredAt()).isEqualTo(Instant.parse("2025-06-12T00:00:00Z"));
    }

    @Test
    void whatIsNotGivenStaysSo() {
        DealChanged deal = DealChanged.newBuilder()
                .setEventId("e")
                .setDealId("d")
                .setOccurredAt(PRESENT)
                .build();

        assertThat(timeline.real(deal)).isEqualTo(deal);
        assertThat(timeline.real(Funnel.RENEWAL.definition())).isEqualTo(Funnel.RENEWAL.definition());
    }

    @Test
    void activitiesAndRatesMoveToo() {
        ActivityLogged call = ActivityLogged.newBuilder()
                .setActivityId("a")
                .setDealId("d")
                .setState(ActivityState.DONE)
                .setOccurredAt(PRESENT.plusSeconds(48))
                .build();
        FxRateSet rate = FxRateSet.newBuilder()
                .setBase("EUR")
                .setQuote("USD")
                .setDate(LocalDate.of(2025, 6, 20))
                .setRate(new BigDecimal("1.1000000000"))
                .build();

        assertThat(((ActivityLogged) timeline.real(call)).getOccurredAt()).isEqualTo(PRESENT.plusSeconds(2));
        assertThat(((FxRateSet) timeline.real(rate)).getDate()).isEqualTo(LocalDate.of(2025, 6, 2));
    }

    @Test
    void aRateDecidesTheSpeed() {
        Scenario scenario = Scenario.demoLive(1, 2_000, LocalDate.of(2025, 6, 2));

        double eventsPerDay = 2_000 * LiveTimeline.EVENTS_PER_DEAL / Scenario.DEMO_DAYS;
        assertThat(LiveTimeline.atRate(scenario, PRESENT, 5).speed())
                .isCloseTo(5 * 86_400 / eventsPerDay, within(1e-6));
        assertThat(LiveTimeline.atRate(scenario, PRESENT, 1e-9).speed()).isEqualTo(1);
        assertThatThrownBy(() -> new LiveTimeline(PRESENT, PRESENT, 0.5))
                .hasMessage("'speed' must be 1 or more, but is 0.5");
    }
}
