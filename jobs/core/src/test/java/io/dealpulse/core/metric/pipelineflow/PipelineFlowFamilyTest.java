package io.dealpulse.core.metric.pipelineflow;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.money.BaseCurrency;
import io.dealpulse.core.money.ExchangeRates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rows: day, pipeline, dimension, its value, stage, currency, cause, then deals, amount, the part of it that counts at the
 * stage's probability, and the amount weighted by the deal's own, in cents and the billionths beyond.
 */
class PipelineFlowFamilyTest {

    private static final String DAY_1 = "2024-03-01T09:00:00Z";
    private static final String DAY_2 = "2024-03-02T09:00:00Z";
    private static final String DAY_3 = "2024-03-03T09:00:00Z";
    private static final String DAY_4 = "2024-03-04T09:00:00Z";

    private final FamilyRows flow = FamilyRows.of("pipeline_flow");
    private final FamilyRows flowByOwner = FamilyRows.of("pipeline_flow", "owner");

    private static final DealEventBuilder CREATED =
            event("created").at(DAY_1).stage("sales", "lead").owner("ann").amount(1000, "EUR");
    private static final DealEventBuilder DELETED =
            event("deleted").at(DAY_2).deleted(true).amount(1200, "EUR");

    @Test
    void createdEntersWithItsAmountOnTheDayInTheReportingZone() {
        assertThat(flow.rows(event("a")
                        .at("2024-03-01T23:30:00Z")
                        .stage("sales", "offer")
                        .amount(1000, "EUR")))
                .containsExactly("2024-03-02 | sales | all |  | offer | EUR | created | 1 | 1000 | 1000 | 0 | 0");
    }

    @Test
    void createdIsWhenTheStageIsKnownAndNotBefore() {
        assertThat(flow.rows(
                        event("heard of").at(DAY_1).amount(700, "EUR"),
                        event("staged").at(DAY_2).stage("sales", "lead")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | created | 1 | 700 | 700 | 0 | 0");
    }

    @Test
    void createdInAClosedStageIsNoFlow() {
        assertThat(flow.rows(
                        event("a").at(DAY_1).stage("sales", "won").amount(1000, "EUR"),
                        event("b").at(DAY_2).stage("sales", "delivered").amount(1, "USD")))
                .isEmpty();
    }

    @Test
    void advanced() {
        assertThat(after(CREATED, to("offer")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | EUR | advanced | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | offer | EUR | advanced | 1 | 1000 | 1000 | 0 | 0");
    }

    @Test
    void regressed() {
        assertThat(after(event("created").at(DAY_1).stage("sales", "offer"), to("lead")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | offer |  | regressed | -1 | 0 | 0 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead |  | regressed | 1 | 0 | 0 | 0 | 0");
    }

    @Test
    void increasedAndDecreasedByTheDifference() {
        assertThat(after(CREATED, event("more").at(DAY_2).amount(1500, "EUR")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | increased | 0 | 500 | 500 | 0 | 0");
        assertThat(after(CREATED, event("less").at(DAY_2).amount(-200, "EUR")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | decreased | 0 | -1200 | -1200 | 0 | 0");
    }

    @Test
    void redenominatedTakesTheDealOutOfOneCurrencyAndPutsItIntoTheOther() {
        assertThat(after(CREATED, event("in dollars").at(DAY_2).amount(1100, "USD")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | EUR | redenominated | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead | USD | redenominated | 1 | 1100 | 1100 | 0 | 0");
    }

    @Test
    void aDealWithoutAmountIsInNoCurrencyWhateverItsCurrency() {
        assertThat(after(CREATED, event("cleared").at(DAY_2).cleared("amount")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | EUR | redenominated | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead |  | redenominated | 1 | 0 | 0 | 0 | 0");
        assertThat(after(
                        event("created").at(DAY_1).stage("sales", "lead").amount(500, null),
                        event("in euros").at(DAY_2).amount(500, "EUR")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead |  | redenominated | -1 | -500 | -500 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead | EUR | redenominated | 1 | 500 | 500 | 0 | 0");
    }

    @Test
    void reassignedIsInItsDimensionOnlyAndNeverInAll() {
        assertThat(FamilyRows.of("pipeline_flow", "owner", "segment")
                        .rows(CREATED, event("handed over").at(DAY_2).owner("bob")))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-01 | sales | owner | ann | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-01 | sales | segment |  | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | owner | ann | lead | EUR | reassigned | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | reassigned | 1 | 1000 | 1000 | 0 | 0");
    }

    @Test
    void wonAndLostLeaveWithTheOldAmount() {
        assertThat(after(CREATED, to("won").amount(1300, "USD")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | won | -1 | -1000 | -1000 | 0 | 0");
        assertThat(after(CREATED, to("lost").cleared("amount")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | lost | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void reopenedEntersWithTheNewAmount() {
        assertThat(after(
                        CREATED,
                        to("lost"),
                        event("again").at(DAY_3).stage("sales", "offer").amount(900, "USD")))
                .contains("2024-03-03 | sales | all |  | offer | USD | reopened | 1 | 900 | 900 | 0 | 0")
                .hasSize(2);
    }

    @Test
    void fromOneClosedStageToAnotherIsNoFlow() {
        assertThat(after(CREATED, to("lost"), event("won after all").at(DAY_3).stage("sales", "won")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | lost | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void deletedLeavesWithTheOldAmountAndRestoredEntersWithTheNew() {
        assertThat(after(CREATED, DELETED, event("back").at(DAY_3).stage("sales", "offer")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | EUR | deleted | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-03 | sales | all |  | offer | EUR | restored | 1 | 1200 | 1200 | 0 | 0");
    }

    @Test
    void aDeletedDealKeepsItsFlows() {
        assertThat(flow.rows(CREATED, DELETED))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead | EUR | deleted | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void whatHappensWhileADealIsDeletedIsNoFlow() {
        assertThat(after(
                        CREATED,
                        DELETED,
                        event("won unseen").at(DAY_3).stage("sales", "won").deleted(true)))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | deleted | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void deletingOrRestoringAClosedDealIsNoFlow() {
        assertThat(flow.rows(
                        event("won").at(DAY_1).stage("sales", "won").amount(1000, "EUR"),
                        DELETED,
                        event("back").at(DAY_3)))
                .isEmpty();
    }

    @Test
    void movedLeavesOnePipelineWithTheOldAmountAndEntersTheOther() {
        assertThat(after(
                        CREATED,
                        event("moved").at(DAY_2).stage("renewals", "second").amount(1500, "EUR")))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | EUR | moved | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | renewals | all |  | second | EUR | moved | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | renewals | all |  | second | EUR | increased | 0 | 500 | 500 | 0 | 0");
    }

    @Test
    void movedOutOfOrIntoAClosedStageIsOneSided() {
        assertThat(after(
                        CREATED,
                        event("moved").at(DAY_2).stage("renewals", "done").amount(1500, "EUR")))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | moved | -1 | -1000 | -1000 | 0 | 0");
        assertThat(flow.rows(
                        event("won").at(DAY_1).stage("sales", "won").amount(1000, "EUR"),
                        event("renewing").at(DAY_2).stage("renewals", "first").amount(1500, "EUR")))
                .containsExactly("2024-03-02 | renewals | all |  | first | EUR | moved | 1 | 1500 | 1500 | 0 | 0");
        assertThat(flow.rows(
                        event("won").at(DAY_1).stage("sales", "won"),
                        event("renewed").at(DAY_2).stage("renewals", "done")))
                .isEmpty();
    }

    @Test
    void oneEventThatChangesEverythingIsSeveralStepsInOrder() {
        List<String> rows = flowByOwner.rows(CREATED, to("offer").owner("bob").amount(1100, "USD"));
        assertThat(FamilyRows.saying(rows, "owner"))
                .containsExactly(
                        "2024-03-01 | sales | owner | ann | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        // Handed over where it stood and at what it was worth,
                        "2024-03-02 | sales | owner | ann | lead | EUR | reassigned | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | reassigned | 1 | 1000 | 1000 | 0 | 0",
                        // then moved on by the new owner at the old worth,
                        "2024-03-02 | sales | owner | bob | lead | EUR | advanced | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | EUR | advanced | 1 | 1000 | 1000 | 0 | 0",
                        // then valued anew in the new stage.
                        "2024-03-02 | sales | owner | bob | offer | EUR | redenominated | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | USD | redenominated | 1 | 1100 | 1100 | 0 | 0");
        assertThat(FamilyRows.saying(rows, "all"))
                .containsExactly(
                        "2024-03-01 | sales | all |  | lead | EUR | created | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | lead | EUR | advanced | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | offer | EUR | advanced | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | offer | EUR | redenominated | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | all |  | offer | USD | redenominated | 1 | 1100 | 1100 | 0 | 0");
    }

    @Test
    void aDealHandedOverAsItIsWonLeavesFromTheNewOwner() {
        assertThat(FamilyRows.saying(flowByOwner.rows(CREATED, to("won").owner("bob")), "owner", "2024-03-02"))
                .containsExactly(
                        "2024-03-02 | sales | owner | ann | lead | EUR | reassigned | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | reassigned | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | won | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void aDealThatReopensUnderAnotherOwnerEntersThereAndIsNotReassigned() {
        assertThat(FamilyRows.saying(
                        flowByOwner.rows(
                                CREATED,
                                to("lost"),
                                event("again").at(DAY_3).stage("sales", "lead").owner("bob")),
                        "owner",
                        "2024-03-03"))
                .containsExactly("2024-03-03 | sales | owner | bob | lead | EUR | reopened | 1 | 1000 | 1000 | 0 | 0");
    }

    @Test
    void reweightedWhenItsOwnProbabilityBecomesKnownChangesOrIsCleared() {
        assertThat(after(
                        CREATED,
                        event("likely").at(DAY_2).probability(0.8),
                        event("less so").at(DAY_3).probability(0.75),
                        event("as others").at(DAY_4).cleared("probability")))
                .containsExactly(
                        "2024-03-02 | sales | all |  | lead | EUR | reweighted | 0 | 0 | -1000 | 800 | 0",
                        "2024-03-03 | sales | all |  | lead | EUR | reweighted | 0 | 0 | 0 | -50 | 0",
                        "2024-03-04 | sales | all |  | lead | EUR | reweighted | 0 | 0 | 1000 | -750 | 0");
    }

    @Test
    void aProbabilityOfNothingOrTheSameAgainIsNoFlow() {
        assertThat(after(
                        event("created").at(DAY_1).stage("sales", "lead"),
                        event("likely").at(DAY_2).probability(0.8)))
                .isEmpty();
        assertThat(after(
                        event("created")
                                .at(DAY_1)
                                .stage("sales", "lead")
                                .amount(1000, "EUR")
                                .probability(0.8),
                        event("still").at(DAY_2).probability(0.8)))
                .isEmpty();
        assertThat(after(
                        CREATED,
                        to("won").probability(0.9),
                        event("sure").at(DAY_3).probability(1)))
                .containsExactly("2024-03-02 | sales | all |  | lead | EUR | won | -1 | -1000 | -1000 | 0 | 0");
    }

    @Test
    void aDealWithItsOwnProbabilityEntersWithTheNewOneAndLeavesWithTheOld() {
        DealEventBuilder likely = event("created")
                .at(DAY_1)
                .stage("sales", "lead")
                .amount(1000, "EUR")
                .probability(0.8);
        assertThat(flow.rows(
                        likely,
                        to("lost").probability(0.25),
                        event("again").at(DAY_3).stage("sales", "offer").probability(0.5)))
                .containsExactly(
                        "2024-03-01 | sales | all |  | lead | EUR | created | 1 | 1000 | 0 | 800 | 0",
                        "2024-03-02 | sales | all |  | lead | EUR | lost | -1 | -1000 | 0 | -800 | 0",
                        "2024-03-03 | sales | all |  | offer | EUR | reopened | 1 | 1000 | 0 | 500 | 0");
    }

    @Test
    void anAmountGrowsAtTheOldProbabilityBeforeItIsReweighted() {
        assertThat(after(
                        event("created")
                                .at(DAY_1)
                                .stage("sales", "lead")
                                .amount(1000, "EUR")
                                .probability(0.8),
                        event("more").at(DAY_2).amount(1500, "EUR"),
                        event("less and less likely")
                                .at(DAY_3)
                                .amount(1200, "EUR")
                                .probability(0.5)))
                .containsExactly(
                        "2024-03-02 | sales | all |  | lead | EUR | increased | 0 | 500 | 0 | 400 | 0",
                        "2024-03-03 | sales | all |  | lead | EUR | decreased | 0 | -300 | 0 | -240 | 0",
                        "2024-03-03 | sales | all |  | lead | EUR | reweighted | 0 | 0 | 0 | -360 | 0");
    }

    @Test
    void aProbabilityThatChangesWithAllElseIsTheLastStep() {
        List<String> rows = FamilyRows.saying(
                flowByOwner.rows(
                        CREATED, to("offer").owner("bob").amount(1100, "USD").probability(0.9)),
                "2024-03-02");
        assertThat(FamilyRows.saying(rows, "owner"))
                .containsExactly(
                        "2024-03-02 | sales | owner | ann | lead | EUR | reassigned | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | reassigned | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | lead | EUR | advanced | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | EUR | advanced | 1 | 1000 | 1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | EUR | redenominated | -1 | -1000 | -1000 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | USD | redenominated | 1 | 1100 | 1100 | 0 | 0",
                        "2024-03-02 | sales | owner | bob | offer | USD | reweighted | 0 | 0 | -1100 | 990 | 0");
        assertThat(FamilyRows.saying(rows, "all", "reweighted"))
                .containsExactly("2024-03-02 | sales | all |  | offer | USD | reweighted | 0 | 0 | -1100 | 990 | 0");
    }

    @Test
    void figuresCarryBillionthsOverIntoCents() {
        Measures bucket = flow.contributions(event("a")
                        .at(DAY_1)
                        .stage("sales", "lead")
                        .amount(1, "EUR")
                        .probability(0.6))
                .get(0)
                .measures();
        assertThat(figures(bucket.plus(bucket))).isEqualTo(Measures.of(Histogram.empty(), 2, 2, 0, 1, 200_000_000));
        // A whole cent in and two parts of it out: nothing is left, so that there is no row.
        Measures parts = Measures.of(Histogram.empty(), 0, 0, 0, -1, 1_000_000_000);
        assertThat(figures(parts).isZero()).isTrue();
    }

    private Measures figures(Measures bucket) {
        Contribution any = flow.contributions(CREATED).get(0);
        return flow.family()
                .figures(
                        any.key(),
                        any.day(),
                        bucket,
                        new Valuation(new BaseCurrency("EUR", new ExchangeRates()), Deals.PIPELINES));
    }

    /** The rows that these events add to that of the first, which is on day 1. */
    private List<String> after(DealEventBuilder created, DealEventBuilder... later) {
        List<DealEventBuilder> events = new ArrayList<>(List.of(created));
        events.addAll(Arrays.asList(later));
        return flow.rows(events.toArray(DealEventBuilder[]::new)).stream()
                .filter(row -> !row.startsWith("2024-03-01"))
                .toList();
    }

    private static DealEventBuilder to(String stage) {
        return event("to " + stage).at(DAY_2).stage("sales", stage);
    }
}
