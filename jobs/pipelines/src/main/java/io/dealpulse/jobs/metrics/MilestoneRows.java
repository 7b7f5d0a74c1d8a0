package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.milestone.Milestone;
import io.dealpulse.core.metric.milestone.Milestones;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the rows of the milestones of deals, one by one: one for each thing that a deal counts for. */
final class MilestoneRows {

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    /** With slices of these dimensions, on the days of that calendar. */
    MilestoneRows(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    /** The rows of a deal; none if it is deleted. All may change with its last event: they tell how the deal stands now. */
    List<TableRow> of(DealHistory history) {
        DealFields now = history.current();
        String status = history.status().word();
        Instant stageEnteredAt = history.currentVisit().enteredAt();
        Instant closedAt = history.closedAt().orElse(null);
        List<TableRow> rows = new ArrayList<>();
        for (Milestone milestone : Milestones.of(history)) {
            rows.add(TableRow.of(
                    Tables.DEAL_MILESTONES,
                    key(milestone).rowKey(history.dealId()).values(),
                    milestone.at(),
                    milestone.movement() == null ? "" : milestone.movement().word(),
                    milestone.seconds(),
                    milestone.kind().isStay() ? milestone.visit().enteredAt() : null,
                    milestone.wentOnTo(),
                    status,
                    now.amountCents(),
                    now.countingCurrency(),
                    history.createdAt(),
                    stageEnteredAt,
                    closedAt,
                    dimensions.slices(milestone.fields())));
        }
        return rows;
    }

    /** What the keys of all rows of a deal are made of, in order. */
    List<MilestoneKey> keys(DealHistory history) {
        return Milestones.of(history).stream().map(this::key).toList();
    }

    private MilestoneKey key(Milestone milestone) {
        return new MilestoneKey(
                milestone.pipelineId(),
                milestone.kind(),
                milestone.stay(),
                milestone.stageId(),
                calendar.dayOf(milestone.at()),
                milestone.visit().number());
    }
}
