package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.pipelineflow.FlowStep;
import io.dealpulse.core.metric.pipelineflow.FlowSteps;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the rows of the flows of deals, one by one: one for each step. */
final class FlowRows {

    private final FlowSteps steps;
    private final ReportingCalendar calendar;

    /** Of steps in these dimensions, on the days of that calendar. */
    FlowRows(Dimensions dimensions, ReportingCalendar calendar) {
        this.steps = new FlowSteps(dimensions);
        this.calendar = calendar;
    }

    /**
     * The rows of a deal, deleted or not.
     *
     * @param firstEvent index in the timeline of the first event whose rows are wanted; 0 for all
     */
    List<TableRow> of(DealHistory history, int firstEvent) {
        List<TableRow> rows = new ArrayList<>();
        // Steps are numbered from the first event on, whichever rows are wanted.
        List<FlowStep> all = steps.of(history, 0);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).event() >= firstEvent) {
                rows.add(row(history.dealId(), i + 1, all.get(i)));
            }
        }
        return rows;
    }

    /** What the keys of all rows of a deal are made of, in order. */
    List<FlowKey> keys(DealHistory history) {
        return steps.of(history, 0).stream().map(this::key).toList();
    }

    private FlowKey key(FlowStep step) {
        return new FlowKey(step.visit().pipelineId(), step.cause(), calendar.dayOf(step.at()));
    }

    private TableRow row(String dealId, int number, FlowStep step) {
        return TableRow.of(
                Tables.DEAL_FLOWS,
                key(step).rowKey(dealId, number).values(),
                step.at(),
                step.visit().stage().stageId(),
                step.currency(),
                step.deals(),
                step.amount(),
                step.amountAtStageProbability(),
                step.weightedOwn().toCents().movePointLeft(2),
                step.dimension(),
                Objects.requireNonNullElse(step.fields().ownerId(), ""),
                new TreeMap<>(step.fields().attributes()));
    }
}
