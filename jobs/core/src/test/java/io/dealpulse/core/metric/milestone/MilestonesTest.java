package io.dealpulse.core.metric.milestone;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static io.dealpulse.core.deal.Deals.history;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.metric.Dimensions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rows: kind, pipeline, stage, number of the visit, when, movement, seconds, what it went on to, owner. */
class MilestonesTest {

    private static final String DAY_1 = "2024-03-01T09:00:00Z";
    private static final String DAY_2 = "2024-03-02T09:00:00Z";
    private static final String DAY_3 = "2024-03-03T09:00:00Z";
    private static final String DAY_4 = "2024-03-04T09:00:00Z";

    @Test
    void eachCountsUnderWhoHeldTheDealThen() {
        assertThat(rows(
                        in("lead", DAY_1).owner("ann"),
                        in("lead", "2024-03-01T10:00:00Z").owner("bob"),
                        in("offer", DAY_2).owner("cid"),
                        in("offer", DAY_3).owner("dan")))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [offer] | ann",
                        "reached | sales | offer | 2 | " + DAY_2 + " |  |  | [] | cid",
                        "left | sales | lead | 1 | " + DAY_2 + " | advanced | 86400 | [] | bob",
                        "open | sales | offer | 2 | " + DAY_2 + " |  |  | [] | dan");
    }

    @Test
    void aSkippedStageIsReachedByTheVisitThatSkippedIt() {
        assertThat(rows(in("offer", DAY_1).owner("ann")))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [offer] | ann",
                        "reached | sales | offer | 1 | " + DAY_1 + " |  |  | [] | ann",
                        "open | sales | offer | 1 | " + DAY_1 + " |  |  | [] | ann");
    }

    @Test
    void whoMovesBackHasReachedNoLess() {
        assertThat(rows(in("offer", DAY_1), in("lead", DAY_2)))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [offer] | ",
                        "reached | sales | offer | 1 | " + DAY_1 + " |  |  | [] | ",
                        "left | sales | offer | 1 | " + DAY_2 + " | regressed | 86400 | [] | ",
                        "open | sales | lead | 2 | " + DAY_2 + " |  |  | [] | ");
    }

    @Test
    void aWinReachesWhatItSkippedAndIsOfItsFirstWonStage() {
        assertThat(rows(in("lead", DAY_1).owner("ann"), in("won", DAY_3).owner("bob"), in("delivered", DAY_4)))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [offer, won] | ann",
                        "reached | sales | offer | 2 | " + DAY_3 + " |  |  | [won] | bob",
                        "left | sales | lead | 1 | " + DAY_3 + " | won | 172800 | [] | ann",
                        "won | sales | won | 2 | " + DAY_3 + " |  | 172800 | [] | bob");
    }

    @Test
    void whatIsWonInALaterWonStageHasStillGoneOnToTheFirst() {
        assertThat(rows(in("offer", DAY_1), in("delivered", DAY_2)))
                .contains(
                        "reached | sales | offer | 1 | " + DAY_1 + " |  |  | [won] | ",
                        "won | sales | delivered | 2 | " + DAY_2 + " |  | 86400 | [] | ");
    }

    @Test
    void aLostDealHasNotReachedWhatItSkipped() {
        assertThat(rows(in("lead", DAY_1), in("lost", DAY_2)))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [] | ",
                        "left | sales | lead | 1 | " + DAY_2 + " | lost | 86400 | [] | ",
                        "lost | sales | lost | 2 | " + DAY_2 + " |  | 86400 | [] | ");
    }

    @Test
    void aReopenedDealIsOpenAndNoLongerClosed() {
        assertThat(rows(in("lead", DAY_1), in("lost", DAY_2), in("lead", DAY_3)))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [] | ",
                        "left | sales | lead | 1 | " + DAY_2 + " | lost | 86400 | [] | ",
                        "open | sales | lead | 3 | " + DAY_3 + " |  |  | [] | ");
    }

    @Test
    void anUndoneWinHasReachedNothingThatOnlyTheWinReached() {
        assertThat(rows(in("lead", DAY_1), in("won", DAY_2), in("lead", DAY_3)))
                .containsExactly(
                        "reached | sales | lead | 1 | " + DAY_1 + " |  |  | [] | ",
                        "left | sales | lead | 1 | " + DAY_2 + " | won | 86400 | [] | ",
                        "open | sales | lead | 3 | " + DAY_3 + " |  |  | [] | ");
    }

    @Test
    void inAnotherPipelineItBeginsAnewAndWhatItLeftBeforeCountsNoMore() {
        assertThat(rows(
                        in("lead", DAY_1),
                        in("offer", DAY_2),
                        event("moved").at(DAY_3).stage("renewals", "second"),
                        in("offer", DAY_4)))
                .containsExactly(
                        "reached | sales | lead | 4 | " + DAY_4 + " |  |  | [offer] | ",
                        "reached | sales | offer | 4 | " + DAY_4 + " |  |  | [] | ",
                        "left_before | sales | lead | 1 | " + DAY_2 + " | advanced | 86400 | [] | ",
                        "left_before | sales | offer | 2 | " + DAY_3 + " | moved | 86400 | [] | ",
                        "left_before | renewals | second | 3 | " + DAY_4 + " | moved | 86400 | [] | ",
                        "open | sales | offer | 4 | " + DAY_4 + " |  |  | [] | ");
    }

    @Test
    void theCycleBeginsWithTheFirstEventEvenWithoutAStage() {
        assertThat(rows(event("heard of").at(DAY_1).owner("ann"), in("won", DAY_2)))
                .contains("won | sales | won | 1 | " + DAY_2 + " |  | 86400 | [] | ann");
    }

    @Test
    void aDeletedDealCountsForNothing() {
        assertThat(rows(
                        in("lead", DAY_1),
                        in("offer", DAY_2),
                        in("offer", DAY_3).deleted(true)))
                .isEmpty();
    }

    @Test
    void slicesAreSortedAndThereWithoutAValueToo() {
        Dimensions dimensions = new Dimensions(List.of("segment", "owner", "seg", "seg-ment"));
        assertThat(dimensions.slices(history(in("lead", DAY_1).owner("a=n,n").attribute("seg", "x"))
                        .current()))
                .containsExactly("owner=a=n,n", "seg-ment=", "seg=x", "segment=");
    }

    private static DealEventBuilder in(String stage, String at) {
        return event(stage + at).at(at).stage("sales", stage);
    }

    private static List<String> rows(DealEventBuilder... events) {
        return Milestones.of(history(events)).stream().map(MilestonesTest::row).toList();
    }

    private static String row(Milestone milestone) {
        return String.join(
                " | ",
                milestone.kind().word(),
                milestone.pipelineId(),
                milestone.stageId(),
                String.valueOf(milestone.visit().number()),
                milestone.at().toString(),
                milestone.movement() == null ? "" : milestone.movement().word(),
                Objects.toString(milestone.seconds(), ""),
                milestone.wentOnTo().toString(),
                milestone.fields().dimensionValue("owner"));
    }
}
