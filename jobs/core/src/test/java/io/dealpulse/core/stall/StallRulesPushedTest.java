package io.dealpulse.core.stall;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.stall.StalledDeal.deal;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallRulesPushedTest {

    private static final String THIRD = "2024-01-04T09:00:00Z";
    private static final String LATE = "2024-12-31T00:00:00Z";

    /** On the first days of January: created for May, then moved to June, July and August. */
    private static List<DealEventBuilder> pushedThreeTimes() {
        return new ArrayList<>(List.of(
                event("a").at("2024-01-01T09:00:00Z").stage("sales", "lead").expectedCloseOn(day("2025-05-31")),
                event("b").at("2024-01-02T09:00:00Z").expectedCloseOn(day("2025-06-01")),
                event("c").at("2024-01-03T09:00:00Z").expectedCloseOn(day("2025-07-01")),
                event("d").at(THIRD).expectedCloseOn(day("2025-08-01"))));
    }

    private static LocalDate day(String day) {
        return LocalDate.parse(day);
    }

    private static StalledDeal pushedThreeTimesThen(DealEventBuilder... next) {
        List<DealEventBuilder> events = pushedThreeTimes();
        events.addAll(List.of(next));
        return deal(events.toArray(new DealEventBuilder[0]));
    }

    private static String line(String since, String end) {
        return "pushed since " + since + ", raised " + since + ", " + end;
    }

    @Test
    void isRaisedByTheThirdPush() {
        StalledDeal deal = pushedThreeTimesThen();
        assertThat(deal.alerts("2024-01-04T08:59:59.999Z")).isEmpty();
        assertThat(deal.lookAt("2024-01-04T08:59:59.999Z").lookAgainAt()).isEqualTo(Instant.parse(THIRD));
        assertThat(deal.alerts(LATE)).containsExactly(line(THIRD, "open"));
        assertThat(deal(pushedThreeTimes().subList(0, 3).toArray(new DealEventBuilder[0]))
                        .alerts(LATE))
                .isEmpty();
    }

    @Test
    void onlyALaterMonthThanTheLastKnownOneIsAPush() {
        StalledDeal deal = deal(
                event("a").at("2024-01-01T09:00:00Z").stage("sales", "lead").expectedCloseOn(day("2025-05-01")),
                event("b").at("2024-01-02T09:00:00Z").expectedCloseOn(day("2025-05-31")),
                event("c").at("2024-01-03T09:00:00Z").expectedCloseOn(day("2025-04-30")),
                event("d").at("2024-01-04T09:00:00Z").expectedCloseOn(day("2025-05-01")),
                event("e").at("2024-01-05T09:00:00Z").cleared("expected_close_on"),
                event("f").at("2024-01-06T09:00:00Z").expectedCloseOn(day("2025-05-02")),
                event("g").at("2024-01-07T09:00:00Z").expectedCloseOn(day("2025-06-01")),
                event("h").at("2024-01-08T09:00:00Z").cleared("expected_close_on"),
                event("i").at("2024-01-09T09:00:00Z").expectedCloseOn(day("2026-01-01")));
        assertThat(deal.alerts(LATE)).containsExactly(line("2024-01-09T09:00:00Z", "open"));
    }

    @Test
    void aFirstDateIsNoPush() {
        assertThat(deal(
                                event("a").at("2024-01-01T09:00:00Z").stage("sales", "lead"),
                                event("b").at("2024-01-02T09:00:00Z").expectedCloseOn(day("2025-06-01")),
                                event("c").at("2024-01-03T09:00:00Z").expectedCloseOn(day("2025-07-01")),
                                event("d").at("2024-01-04T09:00:00Z").expectedCloseOn(day("2025-08-01")))
                        .alerts(LATE))
                .isEmpty();
    }

    @Test
    void whatHappensNextResolvesIt() {
        String at = "2024-01-20T09:00:00Z";
        assertThat(pushedThreeTimesThen(event("e").at(at).stage("sales", "offer"))
                        .alerts(LATE))
                .containsExactly(line(THIRD, "stage_changed " + at));
        assertThat(pushedThreeTimesThen(event("e").at(at).stage("sales", "won")).alerts(LATE))
                .containsExactly(line(THIRD, "won " + at));
        assertThat(pushedThreeTimesThen(event("e").at(at).stage("sales", "lost"))
                        .alerts(LATE))
                .containsExactly(line(THIRD, "lost " + at));
        assertThat(pushedThreeTimesThen(event("e").at(at).stage("renewals", "first"))
                        .alerts(LATE))
                .containsExactly(line(THIRD, "moved " + at));
        assertThat(pushedThreeTimesThen(event("e").at(at).deleted(true)).alerts(LATE))
                .containsExactly(line(THIRD, "deleted " + at));
    }

    @Test
    void otherwiseItLasts() {
        String at = "2024-01-20T09:00:00Z";
        assertThat(pushedThreeTimesThen(event("e").at(at).owner("bob"))
                        .done("call", at)
                        .alerts(LATE))
                .containsExactly(line(THIRD, "open"));
        assertThat(pushedThreeTimesThen(event("e").at(at).expectedCloseOn(day("2025-01-01")))
                        .alerts(LATE))
                .as("moved back")
                .containsExactly(line(THIRD, "open"));
        assertThat(pushedThreeTimesThen(event("e").at(at).expectedCloseOn(day("2025-09-01")))
                        .alerts(LATE))
                .as("pushed again in the same stage")
                .containsExactly(line(THIRD, "open"));
    }

    @Test
    void aFurtherPushInAnotherStageRaisesItAgain() {
        assertThat(pushedThreeTimesThen(
                                event("e").at("2024-01-20T09:00:00Z").stage("sales", "offer"),
                                event("f").at("2024-01-21T09:00:00Z").expectedCloseOn(day("2025-09-01")),
                                event("g")
                                        .at("2024-01-22T09:00:00Z")
                                        .stage("renewals", "first")
                                        .expectedCloseOn(day("2025-10-01")))
                        .alerts(LATE))
                .containsExactly(
                        line(THIRD, "stage_changed 2024-01-20T09:00:00Z"),
                        line("2024-01-21T09:00:00Z", "moved 2024-01-22T09:00:00Z"),
                        line("2024-01-22T09:00:00Z", "open"));
    }

    @Test
    void aPushIntoAnotherStageCountsThere() {
        Alert alert = deal(
                        event("a")
                                .at("2024-01-01T09:00:00Z")
                                .stage("sales", "lead")
                                .expectedCloseOn(day("2025-05-31")),
                        event("b").at("2024-01-02T09:00:00Z").expectedCloseOn(day("2025-06-01")),
                        event("c").at("2024-01-03T09:00:00Z").expectedCloseOn(day("2025-07-01")),
                        event("d")
                                .at(THIRD)
                                .stage("sales", "offer")
                                .expectedCloseOn(day("2025-08-01"))
                                .owner("ann"),
                        event("e").at("2024-01-05T09:00:00Z").owner("bob"))
                .lookAt(LATE)
                .alerts()
                .get(0);
        assertThat(alert.stageId()).isEqualTo("offer");
        assertThat(alert.ownerId()).isEqualTo("bob");
        assertThat(alert.resolvedAt()).isNull();
    }

    @Test
    void countingBeginsAnewWhenTheDealIsReopened() {
        assertThat(pushedThreeTimesThen(
                                event("e").at("2024-01-20T09:00:00Z").stage("sales", "lost"),
                                event("f").at("2024-01-21T09:00:00Z").expectedCloseOn(day("2025-09-01")),
                                event("g")
                                        .at("2024-01-22T09:00:00Z")
                                        .stage("sales", "lead")
                                        .expectedCloseOn(day("2025-10-01")),
                                event("h").at("2024-01-23T09:00:00Z").expectedCloseOn(day("2025-11-01")),
                                event("i").at("2024-01-24T09:00:00Z").expectedCloseOn(day("2025-12-01")))
                        .alerts(LATE))
                .as("the push that reopens it is the first")
                .containsExactly(line(THIRD, "lost 2024-01-20T09:00:00Z"), line("2024-01-24T09:00:00Z", "open"));
    }

    @Test
    void aDateToldWhileItIsClosedIsTheOneToCompareWith() {
        assertThat(deal(
                                event("a")
                                        .at("2024-01-01T09:00:00Z")
                                        .stage("sales", "won")
                                        .expectedCloseOn(day("2025-05-01")),
                                event("b").at("2024-01-02T09:00:00Z").expectedCloseOn(day("2025-08-01")),
                                event("c").at("2024-01-03T09:00:00Z").stage("sales", "lead"),
                                event("d").at("2024-01-04T09:00:00Z").expectedCloseOn(day("2025-08-31")),
                                event("e").at("2024-01-05T09:00:00Z").expectedCloseOn(day("2025-09-01")),
                                event("f").at("2024-01-06T09:00:00Z").expectedCloseOn(day("2025-10-01")),
                                event("g").at("2024-01-07T09:00:00Z").expectedCloseOn(day("2025-11-01")))
                        .alerts(LATE))
                .containsExactly(line("2024-01-07T09:00:00Z", "open"));
    }

    @Test
    void pushesWhileDeletedCountButRaiseNothing() {
        assertThat(deal(
                                event("a")
                                        .at("2024-01-01T09:00:00Z")
                                        .stage("sales", "lead")
                                        .expectedCloseOn(day("2025-05-31")),
                                event("b")
                                        .at("2024-01-02T09:00:00Z")
                                        .deleted(true)
                                        .expectedCloseOn(day("2025-06-01")),
                                event("c")
                                        .at("2024-01-03T09:00:00Z")
                                        .deleted(true)
                                        .expectedCloseOn(day("2025-07-01")),
                                event("d")
                                        .at("2024-01-04T09:00:00Z")
                                        .deleted(true)
                                        .expectedCloseOn(day("2025-08-01")),
                                event("e").at("2024-01-05T09:00:00Z"),
                                event("f").at("2024-01-06T09:00:00Z").expectedCloseOn(day("2025-09-01")))
                        .alerts(LATE))
                .containsExactly(line("2024-01-06T09:00:00Z", "open"));
    }

    @Test
    void pushesAtOneInstantCountOneByOneButAnEndAtThatInstantPreventsIt() {
        assertThat(deal(
                                event("a")
                                        .at(THIRD)
                                        .revision(1L)
                                        .stage("sales", "lead")
                                        .expectedCloseOn(day("2025-05-01")),
                                event("b").at(THIRD).revision(2L).expectedCloseOn(day("2025-06-01")),
                                event("c").at(THIRD).revision(3L).expectedCloseOn(day("2025-07-01")),
                                event("d").at(THIRD).revision(4L).expectedCloseOn(day("2025-08-01")))
                        .alerts(LATE))
                .containsExactly(line(THIRD, "open"));
        assertThat(pushedThreeTimesThen(event("e").at(THIRD).stage("sales", "offer"))
                        .causes())
                .noneMatch(cause -> cause.kind() == AlertKind.PUSHED);
    }

    @Test
    void aDealThatWaitsGivesNoCause() {
        assertThat(pushedThreeTimesThen(event("e").at(LATE).stage("sales", "unheard"))
                        .causes())
                .isEmpty();
    }
}
