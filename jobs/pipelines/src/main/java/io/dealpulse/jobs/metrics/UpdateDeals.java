package io.dealpulse.jobs.metrics;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.StateShape;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.CanonicalEncoding;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.PipelineMessage;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each deal's log; tells what every change of it, or of a pipeline's definition, changes in the rows of the deal
 * and in the buckets. Rows leave on the main output, deltas on {@link #DELTAS}.
 *
 * <p>A deal that has been closed for longer than the retention, and that nothing was said of for a whole day, leaves: what
 * stays is that it has. Its rows and figures stand. What is said of it later can't be put in its place any more and leaves
 * on {@link #TOO_LATE}. That begins only once all that the topics held at the start has arrived here, so that a history in
 * whatever order is read whole: at the first tick after a checkpoint that followed the one which said that all is read.
 */
public final class UpdateDeals extends KeyedBroadcastProcessFunction<String, DealInput, ReferenceMessage, TableRow>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(UpdateDeals.class);

    /** What must be added to daily buckets. */
    public static final OutputTag<BucketMessage> DELTAS = new OutputTag<>("deltas", BucketMessage.TYPE);

    /** What was said of deals that have left. */
    public static final OutputTag<DealInput> TOO_LATE = new OutputTag<>("too-late", DealInput.TYPE);

    /** All that was said of the deal. Never cleared: an erased deal leaves its mark, and so does one that has left. */
    private static final ValueStateDescriptor<DealState> DEAL = new ValueStateDescriptor<>("deal", DealState.TYPE);

    private final MetricOptions options;

    private transient MetricFamilies families;
    private transient ReportingCalendar calendar;
    private transient DealRowMakers rowMakers;
    private transient CanonicalEncoding tieBreak;
    private transient ValueState<DealState> deal;
    private transient Counter duplicates;
    private transient Counter discarded;
    private transient Counter unknownCleared;
    private transient Counter left;
    private transient Counter tooLate;
    private transient Counter erasedAfterLeaving;

    /** The clock's day; null before its first tick. */
    private transient @Nullable LocalDate today;

    /** Whether this attempt was told that all is read. */
    private transient boolean caughtUp;

    /** Whether since then a barrier has passed, behind which nothing that was read before can still be on its way. */
    private transient boolean settled;

    /** The day on which this attempt last looked for deals that leave. */
    private transient @Nullable LocalDate sweptOn;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public UpdateDeals(MetricOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        StateShape.check(context, options.shape(), DealMetricsJob.NAME);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        settled = caughtUp;
    }

    @Override
    public void open(OpenContext context) {
        families = options.families();
        calendar = options.calendar();
        rowMakers = options.dealRowMakers();
        tieBreak = new CanonicalEncoding();
        deal = getRuntimeContext().getState(DEAL);
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        duplicates = metrics.counter("duplicates");
        discarded = metrics.counter("discarded_after_erasure");
        unknownCleared = metrics.counter("unknown_cleared_fields");
        left = metrics.counter("left_after_retention");
        tooLate = metrics.counter("too_late");
        erasedAfterLeaving = metrics.counter("erased_after_retention");
    }

    @Override
    public void processElement(DealInput input, ReadOnlyContext context, Collector<TableRow> out) throws Exception {
        DealState known = deal.value();
        LeftDeal leftDeal = known == null ? null : known.left();
        if (leftDeal != null) {
            processLeft(input, leftDeal, context, out);
            return;
        }
        DealLog before = known == null ? DealLog.EMPTY : known.readLog();
        PipelineLookup pipelines = Definitions.lookup(context.getBroadcastState(Definitions.STATE));
        RowKey staleRow = input.staleRow();
        if (staleRow != null) {
            out.collect(DealRows.of(read(input.dealId(), before, pipelines), rowMakers)
                    .rowOrDeletion(staleRow));
            return;
        }
        DealLog after = after(before, input);
        if (after.equals(before)) {
            (before.erased() ? discarded : duplicates).inc();
            return;
        }
        DealReading present = read(input.dealId(), after, pipelines);
        deal.update(DealState.of(after, today, closingDay(present)));
        emitChange(read(input.dealId(), before, pipelines), present, out::collect, context::output);
    }

    @Override
    public void processBroadcastElement(ReferenceMessage message, Context context, Collector<TableRow> out)
            throws Exception {
        PipelineMessage pipeline = message.pipeline();
        if (pipeline != null) {
            define(pipeline, context, out);
        }
        ClockTick tick = message.tick();
        caughtUp |= tick != null && tick.caughtUp();
        if (tick != null && tick.now() != null) {
            today = calendar.dayOf(tick.now());
            if (settled && !today.equals(sweptOn)) {
                sweptOn = today;
                letLeave(today, context);
            }
        }
    }

    private void define(PipelineMessage message, Context context, Collector<TableRow> out) throws Exception {
        BroadcastState<String, PipelineDefinition> definitions = context.getBroadcastState(Definitions.STATE);
        String pipelineId = message.pipelineId();
        PipelineDefinition former = definitions.get(pipelineId);
        Definitions.keep(message, definitions);
        PipelineLookup after = Definitions.lookup(definitions);
        PipelineLookup before = id -> id.equals(pipelineId) ? former : after.find(id);
        context.applyToKeyedState(DEAL, (dealId, state) -> {
            DealState known = state.value();
            if (known == null || known.hasLeft()) {
                return;
            }
            DealLog log = known.readLog();
            if (log.mentions(pipelineId)) {
                DealReading present = read(dealId, log, after);
                LocalDate closedOn = closingDay(present);
                // A definition may be mended tomorrow: a deal that it has closed does not leave at once.
                LocalDate changedOn = Objects.equals(closedOn, known.closedOn()) ? known.changedOn() : today;
                state.update(new DealState(changedOn, closedOn, null, known.log()));
                emitChange(read(dealId, log, before), present, out::collect, context::output);
            }
        });
    }

    private void letLeave(LocalDate day, Context context) throws Exception {
        LocalDate closedBefore = day.minusDays(options.timelineRetention().toDays());
        LocalDate quietBefore = day.minusDays(1);
        PipelineLookup pipelines = Definitions.lookup(context.getBroadcastState(Definitions.STATE));
        context.applyToKeyedState(DEAL, (dealId, state) -> {
            DealState known = state.value();
            if (known == null || known.closedOn() == null || !known.closedOn().isBefore(closedBefore)) {
                return;
            }
            LocalDate changedOn = known.changedOn();
            if (changedOn == null) {
                // Read before the clock's first tick: its day of quiet begins now.
                state.update(new DealState(day, known.closedOn(), null, known.log()));
            } else if (changedOn.isBefore(quietBefore)
                    && read(dealId, known.readLog(), pipelines) instanceof DealHistory history) {
                state.update(DealState.left(DealRows.leaving(history, rowMakers)));
                left.inc();
            }
        });
    }

    private void processLeft(DealInput input, LeftDeal leftDeal, ReadOnlyContext context, Collector<TableRow> out)
            throws Exception {
        List<RowKey> rows = DealRows.keysOf(input.dealId(), leftDeal);
        RowKey staleRow = input.staleRow();
        if (staleRow != null) {
            if (!rows.contains(staleRow)) {
                out.collect(TableRow.deleted(staleRow));
            }
            // Otherwise it was written before the deal left, and is as right as ever.
            return;
        }
        if (input.event() != null || input.activity() != null) {
            tooLate.inc();
            context.output(TOO_LATE, input);
            return;
        }
        rows.forEach(key -> out.collect(TableRow.deleted(key)));
        deal.update(DealState.of(DealLog.ERASED, today, null));
        erasedAfterLeaving.inc();
        LOG.warn(
                "A deal was erased that had left saved state: its rows are gone, but the aggregates count it until the job"
                        + " is started without state ('./dealpulse run deal-metrics --from-scratch').");
    }

    private DealLog after(DealLog before, DealInput input) {
        DealEvent event = input.event();
        if (event != null) {
            unknownCleared.inc(event.cleared().stream()
                    .filter(name -> !DealFields.isClearable(name))
                    .count());
        }
        return input.appliedTo(before, tieBreak);
    }

    private void emitChange(
            @Nullable DealReading before,
            @Nullable DealReading after,
            Consumer<TableRow> rows,
            BiConsumer<OutputTag<BucketMessage>, BucketMessage> deltas) {
        DealRows.changes(before, after, rowMakers).forEach(rows);
        families.deltas(before, after).forEach(delta -> deltas.accept(DELTAS, BucketMessage.delta(delta)));
    }

    private @Nullable LocalDate closingDay(@Nullable DealReading reading) {
        return reading instanceof DealHistory history
                ? history.closedAt().map(calendar::dayOf).orElse(null)
                : null;
    }

    private static @Nullable DealReading read(String dealId, DealLog log, PipelineLookup pipelines) {
        return log.read(dealId, pipelines).orElse(null);
    }
}
