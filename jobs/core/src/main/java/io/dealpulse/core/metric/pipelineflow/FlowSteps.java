package io.dealpulse.core.metric.pipelineflow;

import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.OpenWorth;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a deal's timeline into the steps that change open value, or what it weighs.
 *
 * <p>One event that changes several things makes several steps, in this order: a dimension's value (old stage, old
 * amount), the stage or pipeline (old amount), then the currency or the amount, and last the deal's own probability, which
 * is the old one in all steps before. A deal enters with the amount and the probability it has after the event and leaves
 * with those it had before. Of every pipeline the deal was in, and of deleted deals too.
 */
public final class FlowSteps {

    private final Dimensions dimensions;

    /** Of deals that count in these dimensions. */
    public FlowSteps(Dimensions dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * The steps of a deal, in the order in which they happened. Pure.
     *
     * @param firstEvent index in the timeline of the first event whose steps are wanted; 0 for all
     */
    public List<FlowStep> of(DealHistory history, int firstEvent) {
        List<FlowStep> steps = new ArrayList<>();
        Place before = firstEvent == 0 ? Place.NOWHERE : Place.after(history, firstEvent - 1);
        for (int event = firstEvent; event < history.moments().size(); event++) {
            Place after = Place.after(history, event);
            new Event(event, history.moments().get(event).at(), before, after, steps).cut();
            before = after;
        }
        return steps;
    }

    /**
     * Where a deal stands after an event.
     *
     * @param visit the visit that it is in; null while it has no stage
     * @param openVisit the same, if the deal is part of the open pipeline; else null
     * @param fields what is known of it
     * @param worth what it is worth in the open pipeline
     */
    private record Place(
            @Nullable StageVisit visit, @Nullable StageVisit openVisit, DealFields fields, OpenWorth worth) {

        static final Place NOWHERE = new Place(null, null, DealFields.NOTHING, OpenWorth.of(DealFields.NOTHING));

        static Place after(DealHistory history, int event) {
            DealFields fields = history.moments().get(event).fields();
            return new Place(
                    history.visitAfter(event).orElse(null),
                    history.openVisitAfter(event).orElse(null),
                    fields,
                    OpenWorth.of(fields));
        }

        String currency() {
            return fields.countingCurrency();
        }
    }

    /** One event, from one place to the next. */
    private final class Event {

        private static final String EVERY_DIMENSION = "";

        private final int index;
        private final Instant at;
        private final Place before;
        private final Place after;
        private final List<FlowStep> steps;

        Event(int index, Instant at, Place before, Place after, List<FlowStep> steps) {
            this.index = index;
            this.at = at;
            this.before = before;
            this.after = after;
            this.steps = steps;
        }

        void cut() {
            StageVisit from = before.openVisit();
            StageVisit to = after.openVisit();
            if (from != null) {
                reassign(from);
            }
            if (from == null && to != null) {
                add(causeOfEntry(before, to), to, after.currency(), null, after.worth());
            } else if (from != null && to == null) {
                add(causeOfExit(from, after), from, before.currency(), before.worth(), null);
            } else if (from != null && to != null) {
                move(from, to);
                revalue(to);
            }
        }

        private void reassign(StageVisit visit) {
            for (String dimension : dimensions.names()) {
                String former = before.fields().dimensionValue(dimension);
                String present = after.fields().dimensionValue(dimension);
                if (!former.equals(present)) {
                    reassign(visit, dimension, before.fields(), before.worth(), null);
                    reassign(visit, dimension, after.fields(), null, before.worth());
                }
            }
        }

        private void reassign(
                StageVisit visit,
                String dimension,
                DealFields fields,
                @Nullable OpenWorth out,
                @Nullable OpenWorth in) {
            steps.add(new FlowStep(
                    index, at, FlowCause.REASSIGNED, visit, before.currency(), dimension, fields, out, in));
        }

        private void move(StageVisit from, StageVisit to) {
            if (from.number() != to.number()) {
                FlowCause cause = causeOfMove(from, to);
                add(cause, from, before.currency(), before.worth(), null);
                add(cause, to, before.currency(), null, before.worth());
            }
        }

        private void revalue(StageVisit visit) {
            // With the new amount, and still with the old probability.
            OpenWorth revalued =
                    OpenWorth.of(after.fields().amountCents(), before.fields().probability());
            if (!before.currency().equals(after.currency())) {
                add(FlowCause.REDENOMINATED, visit, before.currency(), before.worth(), null);
                add(FlowCause.REDENOMINATED, visit, after.currency(), null, revalued);
            } else if (!before.worth().equals(revalued)) {
                boolean more = revalued.amount() > before.worth().amount();
                FlowCause cause = more ? FlowCause.INCREASED : FlowCause.DECREASED;
                add(cause, visit, after.currency(), before.worth(), revalued);
            }
            if (!revalued.equals(after.worth())) {
                add(FlowCause.REWEIGHTED, visit, after.currency(), revalued, after.worth());
            }
        }

        private void add(
                FlowCause cause, StageVisit visit, String currency, @Nullable OpenWorth out, @Nullable OpenWorth in) {
            steps.add(new FlowStep(index, at, cause, visit, currency, EVERY_DIMENSION, after.fields(), out, in));
        }
    }

    private static FlowCause causeOfEntry(Place before, StageVisit to) {
        StageVisit visit = before.visit();
        if (visit == null) {
            return FlowCause.CREATED;
        }
        if (before.fields().deleted()) {
            return FlowCause.RESTORED;
        }
        return visit.pipelineId().equals(to.pipelineId()) ? FlowCause.REOPENED : FlowCause.MOVED;
    }

    private static FlowCause causeOfExit(StageVisit from, Place after) {
        StageVisit visit = Objects.requireNonNull(after.visit(), "a deal never loses its stage");
        if (after.fields().deleted()) {
            return FlowCause.DELETED;
        }
        if (!visit.pipelineId().equals(from.pipelineId())) {
            return FlowCause.MOVED;
        }
        return visit.stage().kind() == StageKind.WON ? FlowCause.WON : FlowCause.LOST;
    }

    private static FlowCause causeOfMove(StageVisit from, StageVisit to) {
        if (!from.pipelineId().equals(to.pipelineId())) {
            return FlowCause.MOVED;
        }
        return to.position() > from.position() ? FlowCause.ADVANCED : FlowCause.REGRESSED;
    }
}
