package io.dealpulse.cli.generate;

import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A sales pipeline and how deals fare in it.
 *
 * @param pipelineId its id
 * @param name its name for people
 * @param stages its open stages in order
 */
record Funnel(String pipelineId, String name, List<OpenStage> stages) {

    static final String WON = "won";
    static final String LOST = "lost";

    /**
     * An open stage.
     *
     * @param id its id
     * @param name its name for people
     * @param probability of winning a deal in it, as the pipeline's definition says
     * @param loss probability that an average deal is lost out of it
     * @param medianDays that an average deal stays
     * @param idleAfterDays without activity
     * @param stallAfterDays in the stage
     */
    record OpenStage(
            String id,
            String name,
            double probability,
            double loss,
            double medianDays,
            int idleAfterDays,
            int stallAfterDays) {}

    static final Funnel NEW_BUSINESS = new Funnel(
            "new_business",
            "New business",
            List.of(
                    new OpenStage("lead", "Lead", 0.10, 0.38, 6, 7, 30),
                    new OpenStage("opportunity", "Opportunity", 0.25, 0.30, 14, 14, 45),
                    new OpenStage("proposal", "Proposal", 0.50, 0.28, 12, 14, 45),
                    new OpenStage("negotiation", "Negotiation", 0.75, 0.20, 9, 10, 30)));

    static final Funnel RENEWAL = new Funnel(
            "renewal",
            "Renewal",
            List.of(
                    new OpenStage("review", "Review", 0.70, 0.08, 20, 21, 60),
                    new OpenStage("offer", "Offer", 0.85, 0.10, 14, 14, 45)));

    static final List<Funnel> ALL = List.of(NEW_BUSINESS, RENEWAL);

    /** The place of the last open stage. */
    int last() {
        return stages.size() - 1;
    }

    /** The event that defines this pipeline: its open stages, then won and lost. */
    PipelineDefined definition() {
        List<StageDefined> defined = new ArrayList<>();
        for (OpenStage stage : stages) {
            defined.add(StageDefined.newBuilder()
                    .setStageId(stage.id())
                    .setName(stage.name())
                    .setKind(StageKind.OPEN)
                    .setProbability(stage.probability())
                    .setIdleAfterDays(stage.idleAfterDays())
                    .setStallAfterDays(stage.stallAfterDays())
                    .build());
        }
        defined.add(closing(WON, "Won", StageKind.WON, 1));
        defined.add(closing(LOST, "Lost", StageKind.LOST, 0));
        return PipelineDefined.newBuilder()
                .setPipelineId(pipelineId)
                .setName(name)
                .setStages(defined)
                .build();
    }

    private static StageDefined closing(String id, String name, StageKind kind, double probability) {
        return StageDefined.newBuilder()
                .setStageId(id)
                .setName(name)
                .setKind(kind)
                .setProbability(probability)
                .build();
    }
}
