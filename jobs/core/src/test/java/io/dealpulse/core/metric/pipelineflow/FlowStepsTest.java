package io.dealpulse.core.metric.pipelineflow;

import static io.dealpulse.core.deal.DealEventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.metric.Dimensions;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What steps tell beyond the flows that they add up to, of which {@link PipelineFlowFamilyTest} tells. */
class FlowStepsTest {

    private static final DealEventBuilder CREATED = event("created")
            .at("2024-03-01T09:00:00Z")
            .stage("sales", "lead")
            .owner("ann")
            .amount(1000, "EUR");
    private static final DealEventBuilder CHANGED = event("all at once")
            .at("2024-03-02T09:00:00Z")
            .stage("sales", "offer")
            .owner("bob")
            .amount(1500, "EUR")
            .probability(0.5);

    private final FlowSteps byOwner = new FlowSteps(new Dimensions(List.of("owner")));

    @Test
    void comeInTheOrderInWhichOneThingAfterTheOtherChanges() {
        assertThat(byOwner.of(history(CREATED, CHANGED), 0).stream().map(FlowStepsTest::row))
                .containsExactly(
                        "0 | created |  | ann | lead | 1 | 1000 | 1000 | 0",
                        "1 | reassigned | owner | ann | lead | -1 | -1000 | -1000 | 0",
                        "1 | reassigned | owner | bob | lead | 1 | 1000 | 1000 | 0",
                        "1 | advanced |  | bob | lead | -1 | -1000 | -1000 | 0",
                        "1 | advanced |  | bob | offer | 1 | 1000 | 1000 | 0",
                        "1 | increased |  | bob | offer | 0 | 500 | 500 | 0",
                        "1 | reweighted |  | bob | offer | 0 | 0 | -1500 | 750");
    }

    @Test
    void fromAnEventOnAreTheLastOfAll() {
        DealHistory history = history(CREATED, CHANGED);
        List<FlowStep> all = byOwner.of(history, 0);
        assertThat(byOwner.of(history, 1)).isEqualTo(all.subList(1, all.size()));
        assertThat(byOwner.of(history, 2)).isEmpty();
    }

    @Test
    void ofADimensionThatIsNotAskedForAreNone() {
        assertThat(new FlowSteps(new Dimensions(List.of())).of(history(CREATED, CHANGED), 0))
                .extracting(FlowStep::cause)
                .containsExactly(
                        FlowCause.CREATED,
                        FlowCause.ADVANCED,
                        FlowCause.ADVANCED,
                        FlowCause.INCREASED,
                        FlowCause.REWEIGHTED);
    }

    @Test
    void takeOutPartsOfCents() {
        List<FlowStep> steps = byOwner.of(
                history(
                        event("created")
                                .at("2024-03-01T09:00:00Z")
                                .stage("sales", "lead")
                                .amount(1, "EUR")
                                .probability(0.6),
                        event("won").at("2024-03-02T09:00:00Z").stage("sales", "won")),
                0);
        assertThat(steps)
                .extracting(step -> step.weightedOwn().toCents())
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("0.6"), new BigDecimal("-0.6"));
    }

    private static DealHistory history(DealEventBuilder... events) {
        return (DealHistory) Deals.log(events).read("deal", Deals.PIPELINES).orElseThrow();
    }

    /** Event, cause, dimension, owner, stage, deals, amount, its part at the stage's probability, weighted by its own. */
    private static String row(FlowStep step) {
        return String.join(
                " | ",
                String.valueOf(step.event()),
                step.cause().word(),
                step.dimension(),
                step.fields().dimensionValue("owner"),
                step.visit().stage().stageId(),
                String.valueOf(step.deals()),
                String.valueOf(step.amount()),
                String.valueOf(step.amountAtStageProbability()),
                step.weightedOwn().toCents().stripTrailingZeros().toPlainString());
    }
}
