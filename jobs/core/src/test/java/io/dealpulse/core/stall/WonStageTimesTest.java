package io.dealpulse.core.stall;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.deal.Deals.history;
import static io.dealpulse.core.deal.Deals.reading;
import static io.dealpulse.core.stall.StalledDeal.AMSTERDAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class WonStageTimesTest {

    private static final long DAY = 86_400;
    private static final LocalDate WON_ON = LocalDate.parse("2024-03-10");

    private final WonStageTimes times = new WonStageTimes(AMSTERDAM);

    private List<Contribution> contributions(DealEventBuilder... events) {
        return times.contributions(reading(events)).toList();
    }

    private static DealEventBuilder lead() {
        return event("a").at("2024-03-01T09:00:00Z").stage("sales", "lead");
    }

    private static Contribution of(String pipeline, String stage, LocalDate day, Histogram visits) {
        return new Contribution(WonStageTimes.key(pipeline, stage), day, Measures.of(visits, 1));
    }

    @Test
    void eachOpenStageOfAWonDealCountsOnTheDayOfTheWin() {
        assertThat(contributions(
                        lead(),
                        event("b").at("2024-03-03T09:00:00Z").stage("sales", "offer"),
                        event("c").at("2024-03-04T09:00:00Z").stage("sales", "lead"),
                        event("d").at("2024-03-05T09:00:00Z").stage("sales", "offer"),
                        // Past midnight in Amsterdam.
                        event("e").at("2024-03-09T23:00:00Z").stage("sales", "won"),
                        event("f").at("2024-03-12T09:00:00Z").stage("sales", "delivered")))
                .containsExactlyInAnyOrder(
                        of("sales", "lead", WON_ON, Histogram.of(2 * DAY).plus(Histogram.of(DAY))),
                        of("sales", "offer", WON_ON, Histogram.of(DAY).plus(Histogram.of(4 * DAY + 14 * 3_600))));
    }

    @Test
    void aDealThatIsNotWonNowCountsNowhere() {
        DealEventBuilder won = event("b").at("2024-03-10T09:00:00Z").stage("sales", "won");
        assertThat(contributions(lead())).isEmpty();
        assertThat(contributions(lead(), event("b").at("2024-03-10T09:00:00Z").stage("sales", "lost")))
                .isEmpty();
        assertThat(contributions(
                        lead(), won, event("c").at("2024-03-11T09:00:00Z").stage("sales", "lead")))
                .as("re-opened")
                .isEmpty();
        assertThat(contributions(
                        lead(), won, event("c").at("2024-03-11T09:00:00Z").deleted(true)))
                .isEmpty();
        assertThat(contributions(event("a").at("2024-03-01T09:00:00Z").owner("ann")))
                .as("waits")
                .isEmpty();
        assertThat(times.contributions(null).toList()).isEmpty();
    }

    @Test
    void aDealWonTwiceCountsOnTheDayOfTheSecondWinWithAllItsVisits() {
        assertThat(contributions(
                        lead(),
                        event("b").at("2024-03-02T09:00:00Z").stage("sales", "won"),
                        event("c").at("2024-03-05T09:00:00Z").stage("sales", "lead"),
                        event("d").at("2024-03-10T09:00:00Z").stage("sales", "won")))
                .containsExactly(of("sales", "lead", WON_ON, Histogram.of(DAY).plus(Histogram.of(5 * DAY))));
    }

    @Test
    void aMovedDealCountsWithItsVisitsSinceItCameToItsPipeline() {
        assertThat(contributions(
                        lead(),
                        event("b").at("2024-03-02T09:00:00Z").stage("renewals", "first"),
                        event("c").at("2024-03-05T09:00:00Z").stage("sales", "offer"),
                        event("d").at("2024-03-10T09:00:00Z").stage("sales", "won")))
                .containsExactly(of("sales", "offer", WON_ON, Histogram.of(5 * DAY)));
        assertThat(contributions(lead(), event("d").at("2024-03-10T09:00:00Z").stage("renewals", "done")))
                .as("won without a visit to an open stage there")
                .isEmpty();
    }

    @Test
    void deltasTellTheDifference() {
        DealReading open = history(lead());
        DealReading won = history(lead(), event("b").at("2024-03-10T09:00:00Z").stage("sales", "won"));
        DealReading later =
                history(lead(), event("b").at("2024-03-11T09:00:00Z").stage("sales", "won"));
        Contribution nineDays = of("sales", "lead", WON_ON, Histogram.of(9 * DAY));
        Contribution tenDays = of("sales", "lead", WON_ON.plusDays(1), Histogram.of(10 * DAY));
        assertThat(times.deltas(null, open)).isEmpty();
        assertThat(times.deltas(open, won)).containsExactly(nineDays);
        assertThat(times.deltas(won, won)).isEmpty();
        assertThat(times.deltas(won, later)).containsExactlyInAnyOrder(negated(nineDays), tenDays);
        assertThat(times.deltas(later, null)).containsExactly(negated(tenDays));
    }

    private static Contribution negated(Contribution contribution) {
        return new Contribution(
                contribution.key(), contribution.day(), contribution.measures().negated());
    }

    @Test
    void aKeyTellsItsPipelineAndStage() {
        MetricKey key = WonStageTimes.key("sales", "lead");
        assertThat(WonStageTimes.pipelineOf(key)).isEqualTo("sales");
        assertThat(WonStageTimes.stageOf(key)).isEqualTo("lead");
        assertThat(WonStageTimes.deals(Measures.of(Histogram.of(1), 4))).isEqualTo(4);
    }
}
