package io.dealpulse.core.stall;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.stall.StalledDeal.deal;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallRulesCloseDateTest {

    private static final String CREATED = "2024-03-01T09:00:00Z";
    private static final LocalDate EXPECTED = LocalDate.parse("2024-03-15");

    /** Midnight in Amsterdam when that day is over. */
    private static final String OVER = "2024-03-15T23:00:00Z";

    private static final String LATE = "2024-12-31T00:00:00Z";

    private static DealEventBuilder created() {
        return event("a").at(CREATED).stage("sales", "lead").expectedCloseOn(EXPECTED);
    }

    private static String line(String since, String end) {
        return "close_date_passed since " + since + ", raised " + since + ", " + end;
    }

    @Test
    void isRaisedWhenTheDayIsOverInTheReportingZone() {
        StalledDeal deal = deal(created());
        assertThat(deal.alerts("2024-03-15T22:59:59.999Z")).isEmpty();
        assertThat(deal.lookAt(CREATED).lookAgainAt()).isEqualTo(Instant.parse(OVER));
        assertThat(deal.alerts(OVER)).containsExactly(line(OVER, "open"));
        assertThat(deal.lookAt(OVER).lookAgainAt()).isNull();
    }

    @Test
    void dayIsOverAnHourEarlierInSummer() {
        assertThat(deal(created().expectedCloseOn(LocalDate.parse("2024-03-30")))
                        .alerts(LATE))
                .containsExactly(line("2024-03-30T23:00:00Z", "open"));
        assertThat(deal(created().expectedCloseOn(LocalDate.parse("2024-03-31")))
                        .alerts(LATE))
                .containsExactly(line("2024-03-31T22:00:00Z", "open"));
    }

    @Test
    void whatHappensNextResolvesIt() {
        String at = "2024-03-20T09:00:00Z";
        assertThat(alertsAfter(event("b").at(at).expectedCloseOn(LocalDate.parse("2025-03-20"))))
                .containsExactly(line(OVER, "close_date_changed " + at));
        assertThat(alertsAfter(event("b").at(at).cleared("expected_close_on")))
                .containsExactly(line(OVER, "close_date_changed " + at));
        assertThat(alertsAfter(event("b").at(at).stage("sales", "won").expectedCloseOn(LocalDate.parse("2024-03-20"))))
                .containsExactly(line(OVER, "won " + at));
        assertThat(alertsAfter(event("b").at(at).stage("sales", "lost"))).containsExactly(line(OVER, "lost " + at));
        assertThat(alertsAfter(event("b").at(at).deleted(true))).containsExactly(line(OVER, "deleted " + at));
        assertThat(alertsAfter(event("b").at(at).stage("renewals", "done"))).containsExactly(line(OVER, "moved " + at));
    }

    @Test
    void otherwiseItLasts() {
        String at = "2024-03-20T09:00:00Z";
        assertThat(alertsAfter(event("b").at(at).owner("bob"))).containsExactly(line(OVER, "open"));
        assertThat(alertsAfter(event("b").at(at).stage("sales", "offer"))).containsExactly(line(OVER, "open"));
        assertThat(alertsAfter(event("b").at(at).stage("renewals", "first"))).containsExactly(line(OVER, "open"));
        assertThat(alertsAfter(event("b").at(at).expectedCloseOn(EXPECTED))).containsExactly(line(OVER, "open"));
        assertThat(alertsAfter(event("b").at(at).cleared("expected_close_on").expectedCloseOn(EXPECTED)))
                .containsExactly(line(OVER, "open"));
    }

    private static List<String> alertsAfter(DealEventBuilder next) {
        return deal(created(), next).alerts(LATE);
    }

    @Test
    void isNotRaisedIfItEndsJustThen() {
        assertThat(alertsAfter(event("b").at(OVER).expectedCloseOn(LocalDate.parse("2025-01-01"))))
                .isEmpty();
        assertThat(alertsAfter(event("b").at(OVER).stage("sales", "won"))).isEmpty();
        assertThat(alertsAfter(event("b").at("2024-03-15T23:00:00.001Z").stage("sales", "won")))
                .hasSize(1);
    }

    @Test
    void aDayThatWasOverWhenItWasFirstToldCountsFromThenOn() {
        assertThat(deal(created().expectedCloseOn(LocalDate.parse("2020-01-01")))
                        .alerts(CREATED))
                .containsExactly(line(CREATED, "open"));
        assertThat(deal(created().expectedCloseOn(LocalDate.parse("2024-02-29")))
                        .alerts(CREATED))
                .as("yesterday")
                .containsExactly(line(CREATED, "open"));
        assertThat(deal(event("a")
                                .at("2024-02-29T23:00:00Z")
                                .stage("sales", "lead")
                                .expectedCloseOn(LocalDate.parse("2024-02-29")))
                        .alerts(LATE))
                .as("at the very midnight")
                .containsExactly(line("2024-02-29T23:00:00Z", "open"));
    }

    @Test
    void aDaySetBackToAFormerOneCountsFromThenOn() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-20T09:00:00Z").expectedCloseOn(LocalDate.parse("2024-09-01")),
                                event("c").at("2024-03-25T09:00:00Z").expectedCloseOn(EXPECTED))
                        .alerts(LATE))
                .containsExactly(
                        line(OVER, "close_date_changed 2024-03-20T09:00:00Z"), line("2024-03-25T09:00:00Z", "open"));
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-02T09:00:00Z").expectedCloseOn(LocalDate.parse("2024-09-01")),
                                event("c").at("2024-03-03T09:00:00Z").cleared("expected_close_on"),
                                event("d").at("2024-03-04T09:00:00Z").expectedCloseOn(EXPECTED))
                        .alerts(LATE))
                .as("all before it was over")
                .containsExactly(line(OVER, "open"));
    }

    @Test
    void changesAtOneInstantAreSeenOneByOne() {
        String at = "2024-03-20T09:00:00Z";
        assertThat(deal(
                                created(),
                                event("b").at(at).revision(1L).expectedCloseOn(LocalDate.parse("2024-03-18")),
                                event("c").at(at).revision(2L).expectedCloseOn(EXPECTED))
                        .alerts(LATE))
                .containsExactly(line(OVER, "close_date_changed " + at), line(at, "open"));
    }

    @Test
    void aReopenedOrRestoredDealIsLateFromThenOn() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-10T09:00:00Z").stage("sales", "won"),
                                event("c").at("2024-03-25T09:00:00Z").stage("sales", "offer"))
                        .alerts(LATE))
                .containsExactly(line("2024-03-25T09:00:00Z", "open"));
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-17T09:00:00Z").deleted(true),
                                event("c").at("2024-03-25T09:00:00Z"))
                        .alerts(LATE))
                .containsExactly(line(OVER, "deleted 2024-03-17T09:00:00Z"), line("2024-03-25T09:00:00Z", "open"));
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-10T09:00:00Z").stage("sales", "won"),
                                event("c").at("2024-03-12T09:00:00Z").stage("sales", "offer"))
                        .alerts(LATE))
                .as("open again before it was over")
                .containsExactly(line(OVER, "open"));
    }

    @Test
    void aDateToldBeforeThereIsAStageOrAfterItIsClosedCountsOnceItIsOpen() {
        assertThat(deal(
                                event("a").at(CREATED).expectedCloseOn(EXPECTED),
                                event("b").at("2024-03-20T09:00:00Z").stage("sales", "lead"))
                        .alerts(LATE))
                .containsExactly(line("2024-03-20T09:00:00Z", "open"));
        assertThat(deal(
                                event("a").at(CREATED).stage("sales", "lost"),
                                event("b").at("2024-03-02T09:00:00Z").expectedCloseOn(EXPECTED))
                        .causes())
                .isEmpty();
    }

    @Test
    void itsStageIsTheOneWhenItWasDueAndItsValuesThoseAtItsEnd() {
        StalledDeal deal = deal(
                created().owner("ann").amount(1, "EUR"),
                event("b").at(OVER).stage("sales", "offer"),
                event("c").at("2024-03-16T09:00:00Z").stage("renewals", "first").owner("bob"),
                event("d").at("2024-03-17T09:00:00Z").amount(5, "USD"),
                event("e").at("2024-03-18T09:00:00Z").stage("renewals", "done").owner("cid"));
        assertThat(deal.lookAt(LATE).alerts())
                .containsExactly(new Alert(
                        AlertKind.CLOSE_DATE_PASSED,
                        Instant.parse(OVER),
                        Instant.parse(OVER),
                        Instant.parse("2024-03-18T09:00:00Z"),
                        Resolution.WON,
                        "sales",
                        "offer",
                        "bob",
                        5L,
                        "USD"));
    }

    @Test
    void aDealThatWaitsOrHasNoDateGivesNoCause() {
        assertThat(deal(created(), event("b").at(OVER).stage("sales", "unheard"))
                        .causes())
                .isEmpty();
        assertThat(deal(event("a").at(CREATED).stage("sales", "lead")).alerts(LATE))
                .isEmpty();
    }
}
