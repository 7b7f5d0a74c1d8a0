package io.dealpulse.core.deal;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.deal.Deals.history;
import static io.dealpulse.core.deal.Deals.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.WaitingDeal.Reason;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DealHistoryTest {

    private static final String DAY_1 = "2024-03-01T09:00:00Z";
    private static final String DAY_2 = "2024-03-02T09:00:00.999Z";
    private static final String DAY_3 = "2024-03-03T09:00:00Z";
    private static final String DAY_4 = "2024-03-04T09:00:00Z";
    private static final String DAY_5 = "2024-03-05T09:00:00Z";

    @Test
    void consecutiveEventsInOneStageAreOneVisit() {
        DealHistory history = history(
                event("a").at(DAY_1).stage("sales", "lead"),
                event("b").at(DAY_2).owner("ann"),
                event("c").at(DAY_3).stage(null, "lead"),
                event("d").at(DAY_4).stage(null, "offer"));
        assertThat(history.visits()).hasSize(2);
        StageVisit lead = history.visits().get(0);
        assertThat(lead.number()).isEqualTo(1);
        assertThat(lead.enteredAt()).isEqualTo(Instant.parse(DAY_1));
        assertThat(lead.exitedAt()).isEqualTo(Instant.parse(DAY_4));
        assertThat(lead.seconds()).hasValue(3 * 86400);
        assertThat(lead.movement()).isEqualTo(Movement.ADVANCED);
        assertThat(lead.nextStageId()).isEqualTo("offer");
        assertThat(lead.onEntry().ownerId()).isNull();
        assertThat(lead.lastKnown().ownerId()).isEqualTo("ann");
        StageVisit offer = history.visits().get(1);
        assertThat(offer.movement()).isEqualTo(Movement.CURRENT);
        assertThat(offer.seconds()).isEmpty();
        assertThat(history.status()).isEqualTo(Status.OPEN);
        assertThat(history.closedAt()).isEmpty();
    }

    @Test
    void roundsSecondsOfAVisitDown() {
        DealHistory history = history(
                event("a").at(DAY_2).stage("sales", "lead"),
                event("b").at(DAY_3).stage("sales", "offer"));
        assertThat(history.visits().get(0).seconds()).hasValue(86400 - 1);
    }

    @Test
    void aDealIsClosedSinceTheFirstOfItsTrailingVisitsOfThatKind() {
        DealHistory history = history(
                event("a").at(DAY_1).stage("sales", "offer"),
                event("b").at(DAY_2).stage("sales", "lost"),
                event("c").at(DAY_3).stage("sales", "won"),
                event("d").at(DAY_4).stage("sales", "delivered"));
        assertThat(history.status()).isEqualTo(Status.WON);
        assertThat(history.closedAt()).hasValue(Instant.parse(DAY_3));
        assertThat(history.visits().stream().map(StageVisit::movement))
                .containsExactly(Movement.LOST, Movement.WON, Movement.WON, Movement.CURRENT);
    }

    @Test
    void aReopenedDealIsOpen() {
        DealHistory history = history(
                event("a").at(DAY_1).stage("sales", "offer"),
                event("b").at(DAY_2).stage("sales", "won"),
                event("c").at(DAY_3).stage("sales", "lead"));
        assertThat(history.status()).isEqualTo(Status.OPEN);
        assertThat(history.closedAt()).isEmpty();
        assertThat(history.visits().get(1).movement()).isEqualTo(Movement.REOPENED);
    }

    @Test
    void movingBackIsARegression() {
        DealHistory history = history(
                event("a").at(DAY_1).stage("sales", "offer"),
                event("b").at(DAY_2).stage("sales", "lead"));
        assertThat(history.visits().get(0).movement()).isEqualTo(Movement.REGRESSED);
    }

    @Test
    void aDealThatMovedCountsInItsPresentPipelineFromItsEntryThere() {
        DealHistory history = history(
                event("a").at(DAY_1).stage("sales", "won"),
                event("b").at(DAY_2).stage("renewals", "first"),
                event("c").at(DAY_3).stage("renewals", "done"));
        assertThat(history.pipelineId()).isEqualTo("renewals");
        assertThat(history.closedAt()).hasValue(Instant.parse(DAY_3));
        assertThat(history.createdAt()).isEqualTo(Instant.parse(DAY_1));
        assertThat(history.visits().get(0).movement()).isEqualTo(Movement.MOVED);
    }

    @Test
    void aDeletionSplitsNoVisitAndIsUndoneByALaterEvent() {
        DealEventBuilder created = event("a").at(DAY_1).stage("sales", "lead");
        DealEventBuilder deleted = event("b").at(DAY_2).deleted(true).amount(700, "EUR");
        DealEventBuilder restored = event("c").at(DAY_3);
        assertThat(history(created, deleted).deleted()).isTrue();
        DealHistory history = history(created, deleted, restored);
        assertThat(history.deleted()).isFalse();
        assertThat(history.visits()).hasSize(1);
        assertThat(history.current().amountCents()).isEqualTo(700);
    }

    @Test
    void clearingComesBeforeTheEventsOwnValues() {
        DealHistory history = history(
                event("a")
                        .at(DAY_1)
                        .stage("sales", "lead")
                        .amount(100, "USD")
                        .owner("ann")
                        .attribute("segment", "smb")
                        .attribute("source", "web"),
                event("b").at(DAY_2).cleared("owner_id", "attributes.segment", "currency", "stage_id", "nonsense"),
                event("c").at(DAY_3).cleared("attributes", "amount").attribute("source", "fair"),
                event("d").at(DAY_4).attribute("segment", "").attribute("region", "north"));
        DealFields now = history.current();
        assertThat(now.ownerId()).isNull();
        assertThat(now.amountCents()).isNull();
        assertThat(now.currency()).isEqualTo("USD");
        assertThat(now.stageId()).isEqualTo("lead");
        assertThat(now.attributes()).containsOnlyKeys("source", "region").containsEntry("source", "fair");
        assertThat(now.countingCurrency()).isEmpty();
        assertThat(now.dimensionValue("owner")).isEmpty();
        assertThat(now.dimensionValue("region")).isEqualTo("north");
    }

    @Test
    void waitsForAStage() {
        assertThat(reading(event("a").at(DAY_1).stage("sales", null)))
                .isEqualTo(new WaitingDeal("deal", Reason.NO_STAGE, Instant.parse(DAY_1), false));
    }

    @Test
    void waitsForItsPipelineAlsoForAFormerOne() {
        assertThat(reading(event("a").at(DAY_1).stage("unheard", "lead")))
                .isEqualTo(new WaitingDeal("deal", Reason.PIPELINE_UNDEFINED, Instant.parse(DAY_1), false));
        assertThat(reading(
                        event("a").at(DAY_1).stage("unheard", "lead"),
                        event("b").at(DAY_5).stage("sales", "lead")))
                .isEqualTo(new WaitingDeal("deal", Reason.PIPELINE_UNDEFINED, Instant.parse(DAY_1), false));
        assertThat(reading(event("a").at(DAY_1).stage(null, "lead")))
                .isEqualTo(new WaitingDeal("deal", Reason.PIPELINE_UNDEFINED, Instant.parse(DAY_1), false));
    }

    @Test
    void waitsForAStageThatItsPipelineLacks() {
        assertThat(reading(
                        event("a").at(DAY_1).stage("sales", "lead"),
                        event("b").at(DAY_2).stage("sales", "unheard"),
                        event("c").at(DAY_3).stage("sales", "offer").deleted(true)))
                .isEqualTo(new WaitingDeal("deal", Reason.STAGE_UNDEFINED, Instant.parse(DAY_1), true));
    }

    @Test
    void anErasedDealDiscardsWhateverElseComes() {
        DealLog erased = DealLog.ERASED.with(event("a").stage("sales", "lead").build(), Deals.TIE_BREAK);
        assertThat(erased).isEqualTo(DealLog.ERASED);
        assertThat(erased.read("deal", Deals.PIPELINES)).isEmpty();
    }

    @Test
    void aDealsOwnProbabilityGoesBeforeItsStages() {
        assertThat(history(event("a").stage("sales", "offer")).probability()).isEqualTo(0.5);
        assertThat(history(event("a").stage("sales", "offer").probability(0.75)).probability())
                .isEqualTo(0.75);
    }

    @Test
    void twoHistoriesDifferFromTheFirstEventThatDoes() {
        DealEventBuilder lead = event("a").at(DAY_1).stage("sales", "lead");
        DealEventBuilder late = event("b").at(DAY_2).amount(100, "EUR");
        DealEventBuilder offer = event("c").at(DAY_3).stage("sales", "offer");
        DealEventBuilder won = event("d").at(DAY_4).stage("sales", "won");
        assertThat(history(lead, offer, won).firstDifference(history(lead, offer)))
                .isEqualTo(2);
        assertThat(history(lead, late, offer, won).firstDifference(history(lead, offer, won)))
                .isEqualTo(1);
        assertThat(history(lead, offer).firstDifference(history(lead, offer))).isEqualTo(2);
    }

    @Test
    void aDeletionOrAMoveTellsHowAllEarlierEventsCount() {
        DealEventBuilder lead = event("a").at(DAY_1).stage("sales", "lead");
        DealEventBuilder offer = event("b").at(DAY_2).stage("sales", "offer");
        DealHistory before = history(lead, offer);
        assertThat(history(lead, offer, event("c").at(DAY_3).deleted(true)).firstDifference(before))
                .isZero();
        assertThat(history(lead, offer, event("c").at(DAY_3).stage("renewals", "first"))
                        .firstDifference(before))
                .isZero();
    }
}
