package io.dealpulse.core.metric.conversion;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows: day, pipeline, dimension, its value, from, to, then entered, converted, lost, open, seconds. */
class ConversionFamilyTest {

    private static final String DAY_1 = "2024-03-01T09:00:00Z";
    private static final String DAY_2 = "2024-03-02T09:00:00Z";
    private static final String DAY_3 = "2024-03-03T09:00:00Z";
    private static final String DAY_4 = "2024-03-04T09:00:00Z";

    /** Three open stages, the second of them behind a closing one. */
    private static final PipelineDefinition FUNNEL = new PipelineDefinition(
            "sales",
            "Sales",
            List.of(
                    stage("lead", StageKind.OPEN),
                    stage("lost", StageKind.LOST),
                    stage("demo", StageKind.OPEN),
                    stage("offer", StageKind.OPEN),
                    stage("won", StageKind.WON),
                    stage("delivered", StageKind.WON)));

    private static final PipelineLookup PIPELINES = id -> id.equals("sales") ? FUNNEL : Deals.PIPELINES.find(id);

    private final FamilyRows conversion = FamilyRows.of("conversion");

    @Test
    void aCohortIsOfTheDayOfEntryInTheReportingZone() {
        List<Contribution> contributions =
                conversion.contributions(PIPELINES, in("lead", "2024-03-01T23:30:00Z"), in("demo", DAY_4));
        assertThat(contributions.stream().map(FamilyRows::row))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | sales | all |  | lead | demo | 1 | 1 | 0 | 0 | 207000",
                        "2024-03-02 | sales | all |  | lead | won | 1 | 0 | 0 | 1 | 0",
                        "2024-03-04 | sales | all |  | demo | offer | 1 | 0 | 0 | 1 | 0",
                        "2024-03-04 | sales | all |  | demo | won | 1 | 0 | 0 | 1 | 0");
        assertThat(contributions.stream().map(Contribution::measures))
                .contains(Measures.of(Histogram.of(207_000), 1, 1, 0, 0, 207_000))
                .contains(Measures.of(Histogram.empty(), 1, 0, 0, 1, 0));
    }

    @Test
    void aSkippedStageCountsAsPassed() {
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("offer", DAY_3)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | demo | 1 | 1 | 0 | 0 | 172800",
                        "2024-03-01 | sales | all |  | lead | won | 1 | 0 | 0 | 1 | 0",
                        "2024-03-03 | sales | all |  | demo | offer | 1 | 1 | 0 | 0 | 0",
                        "2024-03-03 | sales | all |  | demo | won | 1 | 0 | 0 | 1 | 0",
                        "2024-03-03 | sales | all |  | offer | won | 1 | 0 | 0 | 1 | 0");
    }

    @Test
    void movingBackAndForthChangesNothing() {
        List<String> straight = conversion.rows(PIPELINES, in("lead", DAY_1), in("demo", DAY_2));
        assertThat(conversion.rows(
                        PIPELINES, in("lead", DAY_1), in("demo", DAY_2), in("lead", DAY_3), in("demo", DAY_4)))
                .containsExactlyInAnyOrderElementsOf(straight);
    }

    @Test
    void aWonDealHasReachedEveryStageAndWonIsTheFirstWonStage() {
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("delivered", DAY_2)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | demo | 1 | 1 | 0 | 0 | 86400",
                        "2024-03-01 | sales | all |  | lead | won | 1 | 1 | 0 | 0 | 86400",
                        "2024-03-02 | sales | all |  | demo | offer | 1 | 1 | 0 | 0 | 0",
                        "2024-03-02 | sales | all |  | demo | won | 1 | 1 | 0 | 0 | 0",
                        "2024-03-02 | sales | all |  | offer | won | 1 | 1 | 0 | 0 | 0");
    }

    @Test
    void aWinLastsFromTheFirstOfItsStages() {
        assertThat(conversion.rows(PIPELINES, in("offer", DAY_1), in("won", DAY_2), in("delivered", DAY_4)))
                .contains("2024-03-01 | sales | all |  | offer | won | 1 | 1 | 0 | 0 | 86400");
    }

    @Test
    void aWinThatWasUndoneNeverWas() {
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("won", DAY_2), in("demo", DAY_4)))
                .containsExactlyInAnyOrderElementsOf(conversion.rows(PIPELINES, in("lead", DAY_1), in("demo", DAY_4)));
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("won", DAY_2), in("lost", DAY_3)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | demo | 1 | 0 | 1 | 0 | 0",
                        "2024-03-01 | sales | all |  | lead | won | 1 | 0 | 1 | 0 | 0");
    }

    @Test
    void aLostDealIsLostOnlyForTheStagesItHadNotReached() {
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("demo", DAY_2), in("lost", DAY_3)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | demo | 1 | 1 | 0 | 0 | 86400",
                        "2024-03-01 | sales | all |  | lead | won | 1 | 0 | 1 | 0 | 0",
                        "2024-03-02 | sales | all |  | demo | offer | 1 | 0 | 1 | 0 | 0",
                        "2024-03-02 | sales | all |  | demo | won | 1 | 0 | 1 | 0 | 0");
    }

    @Test
    void aLostDealThatReopensIsOpenAgain() {
        assertThat(conversion.rows(PIPELINES, in("lead", DAY_1), in("lost", DAY_2), in("lead", DAY_3)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | demo | 1 | 0 | 0 | 1 | 0",
                        "2024-03-01 | sales | all |  | lead | won | 1 | 0 | 0 | 1 | 0");
    }

    @Test
    void aDealThatWasNeverOpenNorWonIsInNoCohort() {
        assertThat(conversion.rows(PIPELINES, in("lost", DAY_1))).isEmpty();
    }

    @Test
    void aCohortsDimensionValueIsThatAfterTheEntryEvent() {
        List<String> rows = FamilyRows.of("conversion", "owner")
                .rows(
                        PIPELINES,
                        in("lead", DAY_1).owner("ann"),
                        event("handed over").at(DAY_2).owner("bob"),
                        in("demo", DAY_3).owner("eve"),
                        event("handed over again").at(DAY_4).owner("zoe"));
        assertThat(FamilyRows.saying(rows, "owner"))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | owner | ann | lead | demo | 1 | 1 | 0 | 0 | 172800",
                        "2024-03-01 | sales | owner | ann | lead | won | 1 | 0 | 0 | 1 | 0",
                        "2024-03-03 | sales | owner | eve | demo | offer | 1 | 0 | 0 | 1 | 0",
                        "2024-03-03 | sales | owner | eve | demo | won | 1 | 0 | 0 | 1 | 0");
    }

    @Test
    void withoutAWonStageThereIsNoPairWithWon() {
        PipelineDefinition endless = new PipelineDefinition(
                "sales", "Sales", List.of(stage("lead", StageKind.OPEN), stage("demo", StageKind.OPEN)));
        assertThat(conversion.rows(id -> endless, in("lead", DAY_1), in("demo", DAY_2)))
                .containsExactly("2024-03-01 | sales | all |  | lead | demo | 1 | 1 | 0 | 0 | 86400");
    }

    @Test
    void aDealThatMovedCountsInItsPresentPipelineFromItsLatestEntryThere() {
        assertThat(conversion.rows(
                        PIPELINES,
                        in("offer", DAY_1),
                        event("moved out").at(DAY_2).stage("renewals", "first"),
                        event("moved back").at(DAY_3).stage("sales", "lead")))
                .containsExactlyInAnyOrder(
                        "2024-03-03 | sales | all |  | lead | demo | 1 | 0 | 0 | 1 | 0",
                        "2024-03-03 | sales | all |  | lead | won | 1 | 0 | 0 | 1 | 0");
    }

    @Test
    void aDeletedDealCountsNowhere() {
        assertThat(conversion.rows(
                        PIPELINES,
                        in("lead", DAY_1),
                        in("demo", DAY_2),
                        event("deleted").at(DAY_3).deleted(true)))
                .isEmpty();
    }

    private static DealEventBuilder in(String stage, String at) {
        return event(stage + " at " + at).at(at).stage("sales", stage);
    }

    private static Stage stage(String id, StageKind kind) {
        return new Stage(id, id, kind, 0.5, null, null);
    }
}
