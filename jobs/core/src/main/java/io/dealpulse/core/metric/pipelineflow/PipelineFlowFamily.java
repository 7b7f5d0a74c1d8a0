package io.dealpulse.core.metric.pipelineflow;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.metric.ContributionSet;
import io.dealpulse.core.metric.DealMetric;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.Measure.Unit;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.MetricTable;
import io.dealpulse.core.metric.MetricTable.Span;
import io.dealpulse.core.metric.Valuation;
import io.dealpulse.core.pipeline.StageKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pipeline flow: every step of a deal's timeline that changes open value, on its day, with its cause. The sum of all flows
 * up to a day is the open pipeline at its end.
 *
 * <p>One event that changes several things makes several steps, in this order: a dimension's value (old stage, old
 * amount), the stage or pipeline (old amount), then the currency or the amount. A deal enters with the amount it has after
 * the event and leaves with the one it had before. Of every pipeline the deal was in, and of deleted deals too.
 */
public final class PipelineFlowFamily implements DealMetric {

    private final Dimensions dimensions;
    private final ReportingCalendar calendar;

    public PipelineFlowFamily(Dimensions dimensions, ReportingCalendar calendar) {
        this.dimensions = dimensions;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return "pipeline_flow";
    }

    @Override
    public List<MetricTable> tables() {
        return List.of(new MetricTable("pipeline_flow_daily", Span.DAY));
    }

    @Override
    public List<String> keyColumns() {
        return List.of("pipeline_id", "dimension", "dimension_value", "stage_id", "currency", "cause");
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("deals", Unit.COUNT), new Measure("amount", Unit.CENTS));
    }

    @Override
    public boolean hasHistogram() {
        return false;
    }

    @Override
    public boolean countsDeleted() {
        return true;
    }

    @Override
    public void contribute(DealHistory history, int firstEvent, ContributionSet contributions) {
        Place before = firstEvent == 0 ? Place.NOWHERE : Place.after(history, firstEvent - 1);
        for (int event = firstEvent; event < history.moments().size(); event++) {
            Place after = Place.after(history, event);
            LocalDate day = calendar.dayOf(history.moments().get(event).at());
            new Steps(day, contributions).between(before, after);
            before = after;
        }
    }

    @Override
    public Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation) {
        return bucket;
    }

    /**
     * Where a deal stands after an event.
     *
     * @param visit the visit that it is in; null while it has no stage
     * @param openVisit the same, if the deal is part of the open pipeline; else null
     * @param fields what is known of it
     */
    private record Place(
            @Nullable StageVisit visit, @Nullable StageVisit openVisit, DealFields fields) {

        static final Place NOWHERE = new Place(null, null, DealFields.NOTHING);

        static Place after(DealHistory history, int event) {
            return new Place(
                    history.visitAfter(event).orElse(null),
                    history.openVisitAfter(event).orElse(null),
                    history.moments().get(event).fields());
        }
    }

    /** The steps that one event makes. */
    private final class Steps {

        private final LocalDate day;
        private final ContributionSet contributions;

        Steps(LocalDate day, ContributionSet contributions) {
            this.day = day;
            this.contributions = contributions;
        }

        void between(Place before, Place after) {
            StageVisit from = before.openVisit();
            StageVisit to = after.openVisit();
            if (from != null) {
                reassign(from, before.fields(), after.fields());
            }
            dimensions.forEach(after.fields(), (dimension, value) -> {
                Slice slice = new Slice(dimension, value);
                if (from == null && to != null) {
                    slice.enter(to, after.fields(), causeOfEntry(before, to));
                } else if (from != null && to == null) {
                    slice.leave(from, before.fields(), causeOfExit(from, after));
                } else if (from != null && to != null) {
                    slice.move(from, to, before.fields());
                    slice.revalue(to, before.fields(), after.fields());
                }
            });
        }

        private void reassign(StageVisit visit, DealFields before, DealFields after) {
            for (String dimension : dimensions.names()) {
                String former = before.dimensionValue(dimension);
                String present = after.dimensionValue(dimension);
                if (!former.equals(present)) {
                    new Slice(dimension, former).leave(visit, before, FlowCause.REASSIGNED);
                    new Slice(dimension, present).enter(visit, before, FlowCause.REASSIGNED);
                }
            }
        }

        /** One dimension's value. */
        private final class Slice {

            private final String dimension;
            private final String value;

            Slice(String dimension, String value) {
                this.dimension = dimension;
                this.value = value;
            }

            void enter(StageVisit visit, DealFields worth, FlowCause cause) {
                add(visit, worth.countingCurrency(), cause, 1, amountOf(worth));
            }

            void leave(StageVisit visit, DealFields worth, FlowCause cause) {
                add(visit, worth.countingCurrency(), cause, -1, -amountOf(worth));
            }

            void move(StageVisit from, StageVisit to, DealFields worth) {
                if (from.number() != to.number()) {
                    FlowCause cause = causeOfMove(from, to);
                    leave(from, worth, cause);
                    enter(to, worth, cause);
                }
            }

            void revalue(StageVisit visit, DealFields before, DealFields after) {
                if (!before.countingCurrency().equals(after.countingCurrency())) {
                    leave(visit, before, FlowCause.REDENOMINATED);
                    enter(visit, after, FlowCause.REDENOMINATED);
                } else {
                    long growth = amountOf(after) - amountOf(before);
                    FlowCause cause = growth > 0 ? FlowCause.INCREASED : FlowCause.DECREASED;
                    add(visit, after.countingCurrency(), cause, 0, growth);
                }
            }

            private void add(StageVisit visit, String currency, FlowCause cause, long deals, long amount) {
                if (deals != 0 || amount != 0) {
                    contributions.add(
                            new MetricKey(
                                    name(),
                                    List.of(
                                            visit.pipelineId(),
                                            dimension,
                                            value,
                                            visit.stage().stageId(),
                                            currency,
                                            cause.word())),
                            day,
                            Measures.of(Histogram.empty(), deals, amount));
                }
            }
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

    private static long amountOf(DealFields fields) {
        Long cents = fields.amountCents();
        return cents == null ? 0 : cents;
    }
}
