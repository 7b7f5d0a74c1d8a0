package io.dealpulse.core.stall;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.stall.StalledDeal.deal;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.stall.LearnedThreshold.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallRulesStageOverdueTest {

    private static final String CREATED = "2024-03-01T09:00:00Z";
    private static final String DUE = "2024-03-15T09:00:00Z";
    private static final String LATE = "2024-12-31T00:00:00Z";

    private static DealEventBuilder created() {
        return event("a").at(CREATED).stage("sales", "lead");
    }

    @Test
    void isRaisedSoManyDaysAfterTheEntryWhateverIsDoneMeanwhile() {
        StalledDeal deal = deal(
                        created(),
                        event("b").at("2024-03-10T09:00:00Z").owner("ann"),
                        event("c").at("2024-03-20T09:00:00Z").owner("bob").amount(7, "USD"))
                .overdueAfter(14)
                .done("call", DUE)
                .planned("visit", "2024-05-01T08:00:00Z", null);
        assertThat(deal.alerts("2024-03-15T08:59:59.999Z")).isEmpty();
        assertThat(deal.lookAt(CREATED).lookAgainAt()).isEqualTo(Instant.parse(DUE));
        assertThat(deal.alerts(DUE)).containsExactly("stage_overdue since " + CREATED + ", raised " + DUE + ", open");
        Alert alert = deal.lookAt(DUE).alerts().get(0);
        assertThat(alert.ownerId()).as("by all that is known").isEqualTo("bob");
        assertThat(alert.amountCents()).isEqualTo(7);
        assertThat(alert.currency()).isEqualTo("USD");
        assertThat(alert.stageId()).isEqualTo("lead");
        assertThat(deal.lookAt(DUE).lookAgainAt()).isNull();
    }

    @Test
    void daysAreCalendarDaysWhenClocksAreChanged() {
        assertThat(deal(event("a").at("2024-03-30T23:30:00Z").stage("sales", "lead"))
                        .overdueAfter(1)
                        .alerts(LATE))
                .containsExactly("stage_overdue since 2024-03-30T23:30:00Z, raised 2024-03-31T22:30:00Z, open");
    }

    @Test
    void leavingTheStageResolvesIt() {
        assertThat(alertsAfter(event("b").stage("sales", "offer")))
                .containsExactly(
                        "stage_overdue since " + CREATED + ", raised " + DUE + ", stage_changed 2024-03-20T09:00:00Z",
                        "stage_overdue since 2024-03-20T09:00:00Z, raised 2024-04-03T08:00:00Z, open");
        assertThat(alertsAfter(event("b").stage("renewals", "first")))
                .containsExactly(
                        "stage_overdue since " + CREATED + ", raised " + DUE + ", moved 2024-03-20T09:00:00Z",
                        "stage_overdue since 2024-03-20T09:00:00Z, raised 2024-04-03T08:00:00Z, open");
        assertThat(alertsAfter(event("b").stage("sales", "won")))
                .containsExactly("stage_overdue since " + CREATED + ", raised " + DUE + ", won 2024-03-20T09:00:00Z");
        assertThat(alertsAfter(event("b").stage("sales", "lost")))
                .containsExactly("stage_overdue since " + CREATED + ", raised " + DUE + ", lost 2024-03-20T09:00:00Z");
    }

    private static List<String> alertsAfter(DealEventBuilder next) {
        return deal(created(), next.at("2024-03-20T09:00:00Z")).overdueAfter(14).alerts(LATE);
    }

    @Test
    void isNotRaisedIfItLeavesJustThen() {
        assertThat(deal(created(), event("b").at(DUE).stage("sales", "won"))
                        .overdueAfter(14)
                        .alerts(LATE))
                .isEmpty();
        assertThat(deal(created(), event("b").at("2024-03-15T09:00:00.001Z").stage("sales", "won"))
                        .overdueAfter(14)
                        .alerts(LATE))
                .hasSize(1);
    }

    @Test
    void whatIsKnownJustBeforeItEndsCounts() {
        Alert alert = deal(
                        created().owner("ann").amount(1, "EUR"),
                        event("b").at("2024-03-16T09:00:00Z").owner("bob").amount(2, "USD"),
                        event("c")
                                .at("2024-03-20T09:00:00Z")
                                .stage("sales", "won")
                                .owner("cid")
                                .amount(3, "GBP"))
                .overdueAfter(14)
                .lookAt(LATE)
                .alerts()
                .get(0);
        assertThat(alert.ownerId()).isEqualTo("bob");
        assertThat(alert.amountCents()).isEqualTo(2);
        assertThat(alert.currency()).isEqualTo("USD");
        assertThat(alert.stageId()).isEqualTo("lead");
        assertThat(alert.isOpen()).isFalse();
    }

    @Test
    void eachVisitHasItsOwn() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-04T09:00:00Z").stage("sales", "offer"),
                                event("c").at("2024-03-05T09:00:00Z").stage("sales", "lead"),
                                event("d").at("2024-03-09T09:00:00Z").stage("sales", "won"),
                                event("e").at("2024-06-01T08:00:00Z").stage("sales", "lead"))
                        .overdueAfter("lead", 2)
                        .overdueAfter("offer", 2)
                        .alerts(LATE))
                .containsExactly(
                        "stage_overdue since " + CREATED
                                + ", raised 2024-03-03T09:00:00Z, stage_changed 2024-03-04T09:00:00Z",
                        "stage_overdue since 2024-03-05T09:00:00Z, raised 2024-03-07T09:00:00Z, won 2024-03-09T09:00:00Z",
                        "stage_overdue since 2024-06-01T08:00:00Z, raised 2024-06-03T08:00:00Z, open");
    }

    @Test
    void noDaysMeanAtOnceAndVisitsOfNoLengthGiveNoCause() {
        StalledDeal deal = deal(
                        created().revision(1L),
                        event("b").at(CREATED).revision(2L).stage("sales", "offer"),
                        event("c").at(CREATED).revision(3L).stage("sales", "lead"))
                .overdueAfter(0);
        assertThat(deal.alerts(LATE))
                .containsExactly("stage_overdue since " + CREATED + ", raised " + CREATED + ", open");
    }

    @Test
    void visitsOfNoLengthGiveNoCauseEvenIfItsTimeIsYetToBeLearnt() {
        assertThat(deal(
                                created().revision(1L),
                                event("b").at(CREATED).revision(2L).stage("sales", "offer"),
                                event("c").at(CREATED).revision(3L).stage("sales", "lead"))
                        .causes())
                .extracting(Cause::since)
                .containsExactly(Instant.parse(CREATED));
    }

    @Test
    void aDeletionEndsItAndARestorationStartsAnotherPartOfTheSameVisit() {
        StalledDeal deal = deal(
                        created(),
                        event("b").at("2024-03-10T09:00:00Z").deleted(true),
                        event("c").at("2024-03-12T09:00:00Z"),
                        event("d").at("2024-03-20T09:00:00Z").deleted(true),
                        event("e").at("2024-03-21T09:00:00Z").deleted(true),
                        event("f").at("2024-03-25T09:00:00Z"))
                .overdueAfter(14);
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "stage_overdue since 2024-03-12T09:00:00Z, raised " + DUE + ", deleted 2024-03-20T09:00:00Z",
                        "stage_overdue since 2024-03-25T09:00:00Z, raised 2024-03-25T09:00:00Z, open");
        assertThat(deal.lookAt(DUE).lookAgainAt()).isEqualTo(Instant.parse("2024-03-25T09:00:00Z"));
    }

    @Test
    void aRestorationIntoAnotherStageIsAnEntryThere() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-10T09:00:00Z").deleted(true),
                                event("c").at("2024-03-12T09:00:00Z").stage("sales", "offer"))
                        .overdueAfter(14)
                        .alerts(LATE))
                .containsExactly("stage_overdue since 2024-03-12T09:00:00Z, raised 2024-03-26T09:00:00Z, open");
    }

    @Test
    void aStageEnteredWhileDeletedCountsFromItsEntry() {
        assertThat(deal(
                                created(),
                                event("b")
                                        .at("2024-03-10T09:00:00Z")
                                        .deleted(true)
                                        .stage("sales", "offer"),
                                event("c").at("2024-03-12T09:00:00Z"))
                        .overdueAfter(14)
                        .alerts(LATE))
                .containsExactly("stage_overdue since 2024-03-12T09:00:00Z, raised 2024-03-24T09:00:00Z, open");
    }

    @Test
    void withoutDaysItIsLearntOfTheStageOfThatPipeline() {
        LearnedThreshold twoDays = new LearnedThreshold(List.of(new Step(LocalDate.parse("2024-01-01"), 2 * 86_400L)));
        LearnedThreshold nineDays = new LearnedThreshold(List.of(new Step(LocalDate.parse("2024-01-01"), 9 * 86_400L)));
        StalledDeal deal = deal(
                        created(),
                        event("b").at("2024-03-04T09:00:00Z").stage("sales", "offer"),
                        event("c").at("2024-04-01T08:00:00Z").stage("renewals", "first"),
                        event("d").at("2024-04-20T08:00:00Z").stage("sales", "lead"))
                .overdueAfter("offer", 5)
                .learnt("sales/lead", twoDays)
                .learnt("sales/offer", twoDays)
                .learnt("renewals/first", nineDays);
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "stage_overdue since " + CREATED
                                + ", raised 2024-03-03T09:00:00Z, stage_changed 2024-03-04T09:00:00Z",
                        "stage_overdue since 2024-03-04T09:00:00Z, raised 2024-03-09T09:00:00Z, moved 2024-04-01T08:00:00Z",
                        "stage_overdue since 2024-04-01T08:00:00Z, raised 2024-04-10T08:00:00Z, moved 2024-04-20T08:00:00Z",
                        "stage_overdue since 2024-04-20T08:00:00Z, raised 2024-04-22T08:00:00Z, open");
        assertThat(deal.lookAt("2024-03-09T09:00:00Z").lookAgainAt()).isEqualTo(Instant.parse("2024-04-10T08:00:00Z"));
    }

    @Test
    void aRestoredDealThatLastedForLongerThanWasLearntIsOverdueAtOnce() {
        LearnedThreshold twoDays = new LearnedThreshold(List.of(new Step(LocalDate.parse("2024-01-01"), 2 * 86_400L)));
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-02T09:00:00Z").deleted(true),
                                event("c").at("2024-03-12T09:00:00Z"))
                        .learnt("sales/lead", twoDays)
                        .alerts(LATE))
                .containsExactly("stage_overdue since 2024-03-12T09:00:00Z, raised 2024-03-12T09:00:00Z, open");
    }

    @Test
    void nothingIsSaidAsLongAsNothingIsLearnt() {
        StalledDeal deal = deal(created());
        assertThat(deal.causes()).hasSize(1);
        assertThat(deal.lookAt(LATE)).isEqualTo(Examination.NOTHING);
    }

    @Test
    void aDealThatWaitsOrIsClosedFromTheFirstGivesNoCause() {
        assertThat(deal(event("a").at(CREATED).stage("sales", "won"))
                        .overdueAfter(0)
                        .causes())
                .isEmpty();
        assertThat(deal(event("a").at(CREATED).stage("unheard", "lead"))
                        .overdueAfter(0)
                        .causes())
                .isEmpty();
        assertThat(deal(created().deleted(true)).overdueAfter(0).causes()).isEmpty();
    }
}
