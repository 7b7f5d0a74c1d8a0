package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.deal.WaitingDeal;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one deal in the tables that show deals one by one. */
final class DealRows {

    private final Map<RowKey, TableRow> rows = new LinkedHashMap<>();

    private DealRows() {}

    /** The rows of a deal as it reads now; none if there is nothing to read; if the deal is deleted, its flows alone. */
    static DealRows of(@Nullable DealReading reading, DealRowMakers makers) {
        return of(reading, makers, 0, true);
    }

    /** What must be written when a deal that read as one is now read as the other: changed and new rows, and deletions. */
    static List<TableRow> changes(@Nullable DealReading before, @Nullable DealReading after, DealRowMakers makers) {
        int firstEvent = DealReading.firstDifference(before, after);
        // Milestones tell how the deal stands now, so any event may change all of them; an activity changes none.
        boolean milestones = hasEventsFrom(firstEvent, before) || hasEventsFrom(firstEvent, after);
        return of(after, makers, firstEvent, milestones).minus(of(before, makers, firstEvent, milestones));
    }

    private static boolean hasEventsFrom(int firstEvent, @Nullable DealReading reading) {
        return reading instanceof DealHistory history && history.moments().size() > firstEvent;
    }

    private static DealRows of(
            @Nullable DealReading reading, DealRowMakers makers, int firstEvent, boolean withMilestones) {
        DealRows rows = new DealRows();
        if (reading instanceof WaitingDeal waiting && !waiting.deleted()) {
            rows.add(TableRow.of(
                    Tables.WAITING_DEALS,
                    List.of(waiting.dealId()),
                    waiting.reason().word(),
                    waiting.since()));
        } else if (reading instanceof DealHistory history) {
            if (!history.deleted()) {
                rows.add(dealRow(history));
                history.visits().forEach(visit -> rows.add(visitRow(history.dealId(), visit)));
            }
            makers.flows().of(history, firstEvent).forEach(rows::add);
            if (withMilestones) {
                makers.milestones().of(history).forEach(rows::add);
            }
        }
        return rows;
    }

    /** What is to be kept of a deal that leaves, so that {@link #keysOf} can tell the keys of its rows. */
    static LeftDeal leaving(DealHistory history, DealRowMakers makers) {
        return new LeftDeal(
                history.deleted() ? 0 : history.visits().size(),
                makers.flows().keys(history),
                makers.milestones().keys(history));
    }

    /** The keys of all rows that a deal which has left has, or may have. */
    static List<RowKey> keysOf(String dealId, LeftDeal left) {
        List<RowKey> keys = new ArrayList<>();
        if (left.visits() > 0) {
            keys.add(new RowKey(Tables.DEALS.name(), List.of(dealId)));
        }
        for (long number = 1; number <= left.visits(); number++) {
            keys.add(new RowKey(Tables.STAGE_VISITS.name(), List.of(dealId, number)));
        }
        for (int i = 0; i < left.flows().size(); i++) {
            keys.add(left.flows().get(i).rowKey(dealId, i + 1));
        }
        left.milestones().forEach(milestone -> keys.addAll(milestone.rowKeys(dealId)));
        return keys;
    }

    /** All of them. */
    Collection<TableRow> all() {
        return rows.values();
    }

    private List<TableRow> minus(DealRows former) {
        Map<RowKey, TableRow> changed = new LinkedHashMap<>();
        rows.forEach((key, row) -> {
            if (!row.equals(former.rows.get(key))) {
                changed.put(key, row);
            }
        });
        former.rows.keySet().stream()
                .filter(key -> !rows.containsKey(key))
                .forEach(key -> changed.put(key, TableRow.deleted(key)));
        return List.copyOf(changed.values());
    }

    /** The row of that key as it stands now, or its deletion. */
    TableRow rowOrDeletion(RowKey key) {
        TableRow row = rows.get(key);
        return row != null ? row : TableRow.deleted(key);
    }

    private void add(TableRow row) {
        rows.put(row.rowKey(), row);
    }

    private static TableRow dealRow(DealHistory history) {
        DealFields now = history.current();
        Activities activities = history.activities();
        return TableRow.of(
                Tables.DEALS,
                List.of(history.dealId()),
                history.pipelineId(),
                history.currentVisit().stage().stageId(),
                history.status().word(),
                orEmpty(now.ownerId()),
                orEmpty(now.accountId()),
                now.amountCents(),
                now.countingCurrency(),
                history.probability(),
                now.probability(),
                history.createdAt(),
                history.currentVisit().enteredAt(),
                history.closedAt().orElse(null),
                now.expectedCloseOn(),
                activities.lastDoneAt().orElse(null),
                activities.done(),
                orEmpty(now.leadId()),
                orEmpty(now.lossReason()),
                orEmpty(now.competitor()),
                new TreeMap<>(now.attributes()));
    }

    private static TableRow visitRow(String dealId, StageVisit visit) {
        OptionalLong seconds = visit.seconds();
        return TableRow.of(
                Tables.STAGE_VISITS,
                List.of(dealId, (long) visit.number()),
                visit.pipelineId(),
                visit.stage().stageId(),
                visit.enteredAt(),
                visit.exitedAt(),
                seconds.isPresent() ? (Long) seconds.getAsLong() : null,
                visit.movement().word(),
                visit.nextStageId());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
