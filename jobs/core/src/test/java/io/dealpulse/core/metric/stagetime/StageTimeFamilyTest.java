package io.dealpulse.core.metric.stagetime;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows: day, pipeline, dimension, its value, stage, movement, then exits, seconds. */
class StageTimeFamilyTest {

    private static final String DAY_1 = "2024-03-01T09:00:00Z";
    private static final String DAY_2 = "2024-03-02T09:00:00Z";
    private static final String DAY_3 = "2024-03-03T09:00:00Z";
    private static final String DAY_4 = "2024-03-04T09:00:00Z";

    private final FamilyRows stageTime = FamilyRows.of("stage_time");

    @Test
    void countsAnEndedVisitOnTheDayOfExitInTheReportingZone() {
        List<Contribution> contributions =
                stageTime.contributions(in("lead", "2024-02-29T23:30:00.500Z"), in("offer", "2024-03-01T23:30:00Z"));
        assertThat(contributions.stream().map(FamilyRows::row))
                .containsExactly("2024-03-02 | sales | all |  | lead | advanced | 1 | 86399");
        assertThat(contributions.get(0).measures()).isEqualTo(Measures.of(Histogram.of(86_399), 1, 86_399));
    }

    @Test
    void keepsApartHowTheDealLeft() {
        assertThat(stageTime.rows(
                        in("lead", DAY_1),
                        in("offer", "2024-03-01T10:00:00Z"),
                        in("lead", DAY_2),
                        in("lost", "2024-03-02T09:00:01Z"),
                        in("offer", DAY_3),
                        in("won", DAY_4)))
                .containsExactlyInAnyOrder(
                        "2024-03-01 | sales | all |  | lead | advanced | 1 | 3600",
                        "2024-03-02 | sales | all |  | offer | regressed | 1 | 82800",
                        "2024-03-02 | sales | all |  | lead | lost | 1 | 1",
                        "2024-03-04 | sales | all |  | offer | won | 1 | 86400");
    }

    @Test
    void countsNeitherTheCurrentVisitNorOneOfAClosingStage() {
        assertThat(stageTime.rows(in("lead", DAY_1))).isEmpty();
        assertThat(stageTime.rows(in("won", DAY_1), in("delivered", DAY_2), in("lead", DAY_3)))
                .isEmpty();
    }

    @Test
    void aVisitBelongsToWhoHeldTheDealJustBeforeTheExit() {
        List<String> rows = FamilyRows.of("stage_time", "owner", "segment")
                .rows(
                        in("lead", DAY_1).owner("ann"),
                        event("handed over").at(DAY_2).owner("bob").attribute("segment", "smb"),
                        in("offer", DAY_3).owner("eve").cleared("attributes.segment"));
        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "2024-03-03 | sales | all |  | lead | advanced | 1 | 172800",
                        "2024-03-03 | sales | owner | bob | lead | advanced | 1 | 172800",
                        "2024-03-03 | sales | segment | smb | lead | advanced | 1 | 172800");
    }

    @Test
    void aDeletionSplitsNoVisitAndADeletedDealCountsNowhere() {
        DealEventBuilder created = in("lead", DAY_1);
        DealEventBuilder deleted = event("deleted").at(DAY_3).deleted(true);
        assertThat(stageTime.rows(created, in("offer", DAY_2), deleted)).isEmpty();
        assertThat(stageTime.rows(created, in("lead", DAY_2), deleted, in("offer", DAY_4)))
                .containsExactly("2024-03-04 | sales | all |  | lead | advanced | 1 | 259200");
    }

    @Test
    void aDealThatMovedCountsInItsPresentPipelineOnly() {
        assertThat(stageTime.rows(
                        in("lead", DAY_1),
                        in("offer", DAY_2),
                        event("moved").at(DAY_3).stage("renewals", "first"),
                        event("renewed").at(DAY_4).stage("renewals", "done")))
                .containsExactly("2024-03-04 | renewals | all |  | first | won | 1 | 86400");
    }

    private static DealEventBuilder in(String stage, String at) {
        return event(stage + " at " + at).at(at).stage("sales", stage);
    }
}
