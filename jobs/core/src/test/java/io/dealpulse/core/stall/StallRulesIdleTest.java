package io.dealpulse.core.stall;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.stall.StalledDeal.deal;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity.State;
import io.dealpulse.core.deal.DealEventBuilder;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StallRulesIdleTest {

    /** A Friday, 10 o'clock in Amsterdam. */
    private static final String CREATED = "2024-03-01T09:00:00Z";

    private static final String DUE = "2024-03-08T09:00:00Z";
    private static final String LATE = "2024-12-31T00:00:00Z";

    private static DealEventBuilder created() {
        return event("a").at(CREATED).stage("sales", "lead").owner("ann").amount(100_00, "EUR");
    }

    @Test
    void isRaisedSoManyDaysAfterTheLastEventWeekendsIncluded() {
        StalledDeal deal = deal(created()).idleAfter(7);
        assertThat(deal.alerts("2024-03-08T08:59:59.999Z")).isEmpty();
        assertThat(deal.lookAt("2024-03-08T08:59:59.999Z").lookAgainAt()).isEqualTo(Instant.parse(DUE));
        assertThat(deal.alerts(DUE)).containsExactly("idle since " + CREATED + ", raised " + DUE + ", open");
        assertThat(deal.lookAt(DUE).lookAgainAt()).isNull();
    }

    @Test
    void saysWhatIsAtRisk() {
        Alert alert = deal(created()).idleAfter(7).lookAt(DUE).alerts().get(0);
        assertThat(alert)
                .isEqualTo(new Alert(
                        AlertKind.IDLE,
                        Instant.parse(CREATED),
                        Instant.parse(DUE),
                        null,
                        null,
                        "sales",
                        "lead",
                        "ann",
                        100_00L,
                        "EUR"));
    }

    @Test
    void saysNothingOfWhatIsNotKnown() {
        Alert alert = deal(event("a").at(CREATED).stage("sales", "lead"))
                .idleAfter(7)
                .lookAt(DUE)
                .alerts()
                .get(0);
        assertThat(alert.ownerId()).isEmpty();
        assertThat(alert.amountCents()).isNull();
        assertThat(alert.currency()).isEmpty();
    }

    @Test
    void daysAreCalendarDaysWhenClocksAreChanged() {
        assertThat(deal(event("a").at("2024-03-28T09:00:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .alerts(LATE))
                .as("10 o'clock in winter and in summer")
                .containsExactly("idle since 2024-03-28T09:00:00Z, raised 2024-04-04T08:00:00Z, open");
        assertThat(deal(event("a").at("2024-10-24T08:00:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .alerts(LATE))
                .as("10 o'clock in summer and in winter")
                .containsExactly("idle since 2024-10-24T08:00:00Z, raised 2024-10-31T09:00:00Z, open");
        assertThat(deal(event("a").at("2024-03-24T01:30:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .alerts(LATE))
                .as("half past two is skipped")
                .containsExactly("idle since 2024-03-24T01:30:00Z, raised 2024-03-31T01:30:00Z, open");
        assertThat(deal(event("a").at("2024-10-20T00:30:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .alerts(LATE))
                .as("the first half past two of two")
                .containsExactly("idle since 2024-10-20T00:30:00Z, raised 2024-10-27T00:30:00Z, open");
    }

    @Test
    void noDaysMeanAtOnceAndNoThresholdNever() {
        assertThat(deal(created()).idleAfter(0).alerts(CREATED))
                .containsExactly("idle since " + CREATED + ", raised " + CREATED + ", open");
        assertThat(deal(created()).causes()).noneMatch(cause -> cause.kind() == AlertKind.IDLE);
    }

    @Test
    void withNoDaysEachTouchRaisesItAgain() {
        StalledDeal deal = deal(created(), event("b").at(CREATED).owner("bob"))
                .idleAfter(0)
                .done("call", CREATED)
                .done("mail", "2024-03-02T09:00:00Z")
                .done("mail too", "2024-03-02T09:00:00Z");
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED + ", raised " + CREATED + ", activity_done 2024-03-02T09:00:00Z",
                        "idle since 2024-03-02T09:00:00Z, raised 2024-03-02T09:00:00Z, open");
    }

    @Test
    void anActivityDoneResolvesItAndStartsAnew() {
        StalledDeal deal = deal(created()).idleAfter(7).done("call", "2024-03-10T12:00:00Z");
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED + ", raised " + DUE + ", activity_done 2024-03-10T12:00:00Z",
                        "idle since 2024-03-10T12:00:00Z, raised 2024-03-17T12:00:00Z, open");
        assertThat(deal.lookAt("2024-03-09T00:00:00Z").lookAgainAt()).isEqualTo(Instant.parse("2024-03-17T12:00:00Z"));
    }

    @Test
    void isNotRaisedIfSomethingIsDoneJustWhenItIsDue() {
        assertThat(deal(created()).idleAfter(7).done("call", DUE).alerts(LATE))
                .containsExactly("idle since " + DUE + ", raised 2024-03-15T09:00:00Z, open");
        assertThat(deal(created(), event("b").at(DUE).owner("bob")).idleAfter(7).alerts(LATE))
                .containsExactly("idle since " + DUE + ", raised 2024-03-15T09:00:00Z, open");
        assertThat(deal(created())
                        .idleAfter(7)
                        .done("call", "2024-03-08T09:00:00.001Z")
                        .alerts(LATE))
                .hasSize(2);
    }

    @Test
    void whatHappensNextResolvesIt() {
        assertThat(resolutionBy(event("b").owner("bob"))).isEqualTo(Resolution.DEAL_UPDATED);
        assertThat(resolutionBy(event("b").stage("sales", "offer"))).isEqualTo(Resolution.STAGE_CHANGED);
        assertThat(resolutionBy(event("b").stage("sales", "won"))).isEqualTo(Resolution.WON);
        assertThat(resolutionBy(event("b").stage("sales", "lost"))).isEqualTo(Resolution.LOST);
        assertThat(resolutionBy(event("b").stage("renewals", "first"))).isEqualTo(Resolution.MOVED);
        assertThat(resolutionBy(event("b").stage("renewals", "done"))).isEqualTo(Resolution.MOVED);
        assertThat(resolutionBy(event("b").deleted(true))).isEqualTo(Resolution.DELETED);
        assertThat(resolutionBy(event("b").stage("sales", "won").deleted(true))).isEqualTo(Resolution.DELETED);
    }

    private static Resolution resolutionBy(DealEventBuilder next) {
        Alert alert = deal(created(), next.at("2024-03-20T09:00:00Z"))
                .idleAfter(7)
                .lookAt(LATE)
                .alerts()
                .get(0);
        assertThat(alert.resolvedAt()).isEqualTo(Instant.parse("2024-03-20T09:00:00Z"));
        assertThat(alert.stageId()).isEqualTo("lead");
        assertThat(alert.ownerId()).isEqualTo("ann");
        return Objects.requireNonNull(alert.resolution());
    }

    @Test
    void ofWhatHappensAtTheSameInstantTheFirstResolvesIt() {
        String at = "2024-03-20T09:00:00Z";
        assertThat(deal(
                                created(),
                                event("b").at(at).revision(1L).owner("bob"),
                                event("c").at(at).revision(2L).stage("sales", "won"))
                        .idleAfter(7)
                        .done("call", at)
                        .alerts(LATE))
                .containsExactly("idle since " + CREATED + ", raised " + DUE + ", deal_updated " + at);
    }

    @Test
    void eachStageHasItsOwnDays() {
        assertThat(deal(created(), event("b").at("2024-03-05T09:00:00Z").stage("sales", "offer"))
                        .idleAfter("lead", 2)
                        .idleAfter("offer", 30)
                        .alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED + ", raised 2024-03-03T09:00:00Z, stage_changed 2024-03-05T09:00:00Z",
                        "idle since 2024-03-05T09:00:00Z, raised 2024-04-04T08:00:00Z, open");
        assertThat(deal(created(), event("b").at("2024-03-05T09:00:00Z").stage("sales", "offer"))
                        .idleAfter("offer", 1)
                        .alerts(LATE))
                .containsExactly("idle since 2024-03-05T09:00:00Z, raised 2024-03-06T09:00:00Z, open");
    }

    @Test
    void aClosedOrDeletedDealIsNotIdleUntilItIsReopenedOrRestored() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-02T09:00:00Z").stage("sales", "won"),
                                event("c").at("2024-06-01T08:00:00Z").stage("sales", "offer"))
                        .idleAfter(7)
                        .done("call", "2024-04-01T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-06-01T08:00:00Z, raised 2024-06-08T08:00:00Z, open");
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-02T09:00:00Z").deleted(true),
                                event("c").at("2024-06-01T08:00:00Z"))
                        .idleAfter(7)
                        .done("call", "2024-04-01T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-06-01T08:00:00Z, raised 2024-06-08T08:00:00Z, open");
    }

    @Test
    void isNotIdleBeforeItHasAStageNorForWhatWasDoneBeforeItsFirstEvent() {
        assertThat(deal(
                                event("a").at(CREATED).owner("ann"),
                                event("b").at("2024-05-01T08:00:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .done("early", "2024-01-01T09:00:00Z")
                        .done("call", "2024-04-01T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-05-01T08:00:00Z, raised 2024-05-08T08:00:00Z, open");
    }

    @Test
    void aDealThatWaitsGivesNoCauseNorDoesNone() {
        assertThat(deal(event("a").at(CREATED).owner("ann")).idleAfter(7).causes())
                .isEmpty();
        assertThat(deal(created(), event("b").at(DUE).stage("sales", "unheard"))
                        .idleAfter(7)
                        .causes())
                .isEmpty();
        assertThat(new StallRules(StalledDeal.AMSTERDAM).causes(null)).isEmpty();
    }

    @Test
    void whatIsPlannedSuppressesItUntilThen() {
        StalledDeal deal = deal(created()).idleAfter(7).planned("call", "2024-03-20T09:00:00Z", "2024-03-02T09:00:00Z");
        assertThat(deal.alerts("2024-03-20T08:59:59.999Z")).isEmpty();
        assertThat(deal.lookAt("2024-03-05T00:00:00Z").lookAgainAt()).isEqualTo(Instant.parse("2024-03-20T09:00:00Z"));
        assertThat(deal.alerts(LATE)).containsExactly("idle since " + CREATED + ", raised 2024-03-20T09:00:00Z, open");
    }

    @Test
    void aPlanForBeforeItIsDueChangesNothing() {
        assertThat(deal(created()).idleAfter(7).planned("call", DUE, CREATED).alerts(LATE))
                .containsExactly("idle since " + CREATED + ", raised " + DUE + ", open");
        assertThat(deal(created())
                        .idleAfter(7)
                        .planned("call", "2024-03-02T09:00:00Z", null)
                        .alerts(LATE))
                .containsExactly("idle since " + CREATED + ", raised " + DUE + ", open");
    }

    @Test
    void onlyWhatIsStillPlannedSuppressesIt() {
        StalledDeal deal = deal(created()).idleAfter(7);
        for (State state : State.values()) {
            if (state != State.PLANNED && state != State.DONE) {
                deal.activity("activity " + state, state, "2024-03-20T09:00:00Z", CREATED);
            }
        }
        deal.planned("call", "2024-03-20T09:00:00Z", CREATED)
                .activity("call", State.CANCELLED, "2024-03-20T09:00:00Z", "2024-03-03T09:00:00Z");
        assertThat(deal.alerts(LATE)).containsExactly("idle since " + CREATED + ", raised " + DUE + ", open");
    }

    @Test
    void whatWasPlannedAndThenDoneCountsAsDone() {
        StalledDeal deal = deal(created())
                .idleAfter(7)
                .planned("call", "2024-03-06T09:00:00Z", CREATED)
                .activity("call", State.DONE, "2024-03-07T09:00:00Z", "2024-03-07T09:00:00Z");
        assertThat(deal.alerts(LATE))
                .containsExactly("idle since 2024-03-07T09:00:00Z, raised 2024-03-14T09:00:00Z, open");
    }

    @Test
    void aPlanThatIsWrittenDownAfterItWasRaisedResolvesItUntilThePlansTime() {
        StalledDeal deal = deal(created()).idleAfter(7).planned("call", "2024-03-20T09:00:00Z", "2024-03-10T09:00:00Z");
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED + ", raised " + DUE + ", activity_planned 2024-03-10T09:00:00Z",
                        "idle since 2024-03-20T09:00:00Z, raised 2024-03-20T09:00:00Z, open");
        assertThat(deal.lookAt(DUE).lookAgainAt()).isEqualTo(Instant.parse("2024-03-20T09:00:00Z"));
        assertThat(deal.done("mail", "2024-03-20T09:00:00Z").alerts(LATE))
                .as("done just then")
                .containsExactly(
                        "idle since " + CREATED + ", raised " + DUE + ", activity_planned 2024-03-10T09:00:00Z",
                        "idle since 2024-03-20T09:00:00Z, raised 2024-03-27T09:00:00Z, open");
    }

    @Test
    void aPlanThatIsWrittenDownJustWhenItIsDuePreventsIt() {
        assertThat(deal(created())
                        .idleAfter(7)
                        .planned("call", "2024-03-20T09:00:00Z", DUE)
                        .alerts(LATE))
                .containsExactly("idle since " + CREATED + ", raised 2024-03-20T09:00:00Z, open");
    }

    @Test
    void aPlanThatIsWrittenDownWhenItsTimeIsOverIsNone() {
        for (String recordedAt : new String[] {"2024-03-12T09:00:00Z", "2024-03-20T09:00:00Z"}) {
            assertThat(deal(created())
                            .idleAfter(7)
                            .planned("call", "2024-03-12T09:00:00Z", recordedAt)
                            .alerts(LATE))
                    .as(recordedAt)
                    .containsExactly("idle since " + CREATED + ", raised " + DUE + ", open");
        }
    }

    @Test
    void aPlanOutlivesATouchBeforeItsTime() {
        assertThat(deal(created(), event("b").at("2024-03-05T09:00:00Z").stage("sales", "offer"))
                        .idleAfter(7)
                        .planned("visit", "2024-03-30T09:00:00Z", "2024-03-02T09:00:00Z")
                        .done("mail", "2024-03-06T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-03-06T09:00:00Z, raised 2024-03-30T09:00:00Z, open");
    }

    @Test
    void aPlanIsNotKnownBeforeItIsWrittenDown() {
        assertThat(deal(created(), event("b").at("2024-03-12T09:00:00Z").owner("bob"))
                        .idleAfter(7)
                        .planned("visit", "2024-03-30T09:00:00Z", "2024-03-12T09:00:00Z")
                        .alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED + ", raised " + DUE + ", deal_updated 2024-03-12T09:00:00Z",
                        "idle since 2024-03-12T09:00:00Z, raised 2024-03-30T09:00:00Z, open");
    }

    @Test
    void aPlanOfUnknownBirthCountsFromTheLastTouchBeforeItsTime() {
        StalledDeal deal = deal(created()).idleAfter(7).planned("visit", "2024-03-20T09:00:00Z", null);
        assertThat(deal.alerts(LATE))
                .as("the open last gap")
                .containsExactly("idle since " + CREATED + ", raised 2024-03-20T09:00:00Z, open");
        assertThat(deal.done("mail", "2024-03-20T09:00:00.001Z").alerts(LATE))
                .as("the gap that contains its time")
                .containsExactly(
                        "idle since " + CREATED
                                + ", raised 2024-03-20T09:00:00Z, activity_done 2024-03-20T09:00:00.001Z",
                        "idle since 2024-03-20T09:00:00.001Z, raised 2024-03-27T09:00:00.001Z, open");
        assertThat(deal.done("call", "2024-03-15T09:00:00Z").alerts("2024-03-20T09:00:00Z"))
                .as("in the gap before, nothing says that it was known")
                .containsExactly("idle since " + CREATED + ", raised " + DUE + ", activity_done 2024-03-15T09:00:00Z");
    }

    @Test
    void aTouchAtThePlansOwnTimeIsNotBeforeIt() {
        assertThat(deal(created())
                        .idleAfter(7)
                        .planned("visit", "2024-03-20T09:00:00Z", null)
                        .done("call", "2024-03-20T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-03-20T09:00:00Z, raised 2024-03-27T09:00:00Z, open");
    }

    @Test
    void severalPlansSuppressItOneAfterTheOtherAndTogether() {
        StalledDeal deal = deal(created())
                .idleAfter(7)
                .planned("long", "2024-03-20T09:00:00Z", "2024-03-02T09:00:00Z")
                .planned("short", "2024-03-10T09:00:00Z", "2024-03-03T09:00:00Z")
                .planned("within", "2024-03-15T09:00:00Z", "2024-03-12T09:00:00Z")
                .planned("next", "2024-03-25T09:00:00Z", "2024-03-20T09:00:00Z")
                .planned("after a while", "2024-04-10T08:00:00Z", "2024-04-01T08:00:00Z")
                .planned("beyond", "2024-04-20T08:00:00Z", "2024-04-09T08:00:00Z")
                .planned("inside", "2024-04-15T08:00:00Z", "2024-04-02T08:00:00Z");
        assertThat(deal.alerts(LATE))
                .containsExactly(
                        "idle since " + CREATED
                                + ", raised 2024-03-25T09:00:00Z, activity_planned 2024-04-01T08:00:00Z",
                        "idle since 2024-04-10T08:00:00Z, raised 2024-04-20T08:00:00Z, open");
    }

    @Test
    void plansOfADeletedOrClosedDealWait() {
        assertThat(deal(
                                created(),
                                event("b").at("2024-03-02T09:00:00Z").stage("sales", "lost"),
                                event("c").at("2024-03-10T09:00:00Z").stage("sales", "lead"))
                        .idleAfter(7)
                        .planned("call", "2024-03-19T09:00:00Z", "2024-03-05T09:00:00Z")
                        .alerts(LATE))
                .containsExactly("idle since 2024-03-10T09:00:00Z, raised 2024-03-19T09:00:00Z, open");
    }
}
