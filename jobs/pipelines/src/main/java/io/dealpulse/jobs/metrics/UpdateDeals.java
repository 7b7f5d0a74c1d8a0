package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.PipelineDefinitionCodec;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.CanonicalEncoding;
import io.dealpulse.jobs.source.PipelineMessage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each deal's log; tells what every change of it, or of a pipeline's definition, changes in the rows of the deal
 * and in the buckets. Rows leave on the main output, deltas on {@link #DELTAS}.
 */
public final class UpdateDeals extends KeyedBroadcastProcessFunction<String, DealInput, PipelineMessage, TableRow>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** What must be added to daily buckets. */
    public static final OutputTag<BucketMessage> DELTAS = new OutputTag<>("deltas", BucketMessage.TYPE);

    /** The definitions as last delivered, by pipeline id; a withdrawn one leaves. */
    public static final MapStateDescriptor<String, PipelineDefinition> DEFINITIONS = new MapStateDescriptor<>(
            "pipeline-definitions",
            Types.STRING,
            new CodecTypeInformation<>(PipelineDefinition.class, new PipelineDefinitionCodec()));

    /** All that was said of the deal; an erased deal leaves its mark. Kept as long as the job. */
    private static final ValueStateDescriptor<DealLog> LOG =
            new ValueStateDescriptor<>("deal-log", new CodecTypeInformation<>(DealLog.class, new DealLogCodec()));

    private final MetricOptions options;

    private transient MetricFamilies families;
    private transient CanonicalEncoding tieBreak;
    private transient ValueState<DealLog> log;
    private transient Counter duplicates;
    private transient Counter discarded;
    private transient Counter unknownCleared;

    public UpdateDeals(MetricOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        StateShape.check(context, options);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // The options do not change while the job runs.
    }

    @Override
    public void open(OpenContext context) {
        families = options.families();
        tieBreak = new CanonicalEncoding();
        log = getRuntimeContext().getState(LOG);
        duplicates = getRuntimeContext().getMetricGroup().counter("duplicates");
        discarded = getRuntimeContext().getMetricGroup().counter("discarded_after_erasure");
        unknownCleared = getRuntimeContext().getMetricGroup().counter("unknown_cleared_fields");
    }

    @Override
    public void processElement(DealInput input, ReadOnlyContext context, Collector<TableRow> out) throws Exception {
        DealLog known = log.value();
        DealLog before = known == null ? DealLog.EMPTY : known;
        PipelineLookup pipelines = lookup(context.getBroadcastState(DEFINITIONS));
        RowKey staleRow = input.staleRow();
        if (staleRow != null) {
            out.collect(DealRows.of(read(input.dealId(), before, pipelines)).rowOrDeletion(staleRow));
            return;
        }
        DealLog after = after(before, input);
        if (after.equals(before)) {
            (before.erased() ? discarded : duplicates).inc();
            return;
        }
        log.update(after);
        emitChange(
                read(input.dealId(), before, pipelines),
                read(input.dealId(), after, pipelines),
                out::collect,
                context::output);
    }

    @Override
    public void processBroadcastElement(PipelineMessage message, Context context, Collector<TableRow> out)
            throws Exception {
        BroadcastState<String, PipelineDefinition> definitions = context.getBroadcastState(DEFINITIONS);
        String pipelineId = message.pipelineId();
        PipelineDefinition former = definitions.get(pipelineId);
        PipelineDefinition present = message.definition();
        if (present == null) {
            definitions.remove(pipelineId);
        } else {
            definitions.put(pipelineId, present);
        }
        PipelineLookup after = lookup(definitions);
        PipelineLookup before = id -> id.equals(pipelineId) ? former : after.find(id);
        context.applyToKeyedState(LOG, (dealId, state) -> {
            DealLog deal = state.value();
            if (deal != null && deal.mentions(pipelineId)) {
                emitChange(read(dealId, deal, before), read(dealId, deal, after), out::collect, context::output);
            }
        });
    }

    private DealLog after(DealLog before, DealInput input) {
        DealEvent event = input.event();
        if (event != null) {
            unknownCleared.inc(event.cleared().stream()
                    .filter(name -> !DealFields.isClearable(name))
                    .count());
            return before.with(event, tieBreak);
        }
        return input.activity() != null ? before.with(input.activity()) : DealLog.ERASED;
    }

    private void emitChange(
            @Nullable DealReading before,
            @Nullable DealReading after,
            Consumer<TableRow> rows,
            BiConsumer<OutputTag<BucketMessage>, BucketMessage> deltas) {
        DealRows.of(after).minus(DealRows.of(before)).forEach(rows);
        families.contributions(after)
                .minus(families.contributions(before))
                .forEach(delta -> deltas.accept(DELTAS, BucketMessage.delta(delta)));
    }

    private static @Nullable DealReading read(String dealId, DealLog log, PipelineLookup pipelines) {
        return log.read(dealId, pipelines).orElse(null);
    }

    private static PipelineLookup lookup(ReadOnlyBroadcastState<String, PipelineDefinition> definitions) {
        return pipelineId -> {
            try {
                return definitions.get(pipelineId);
            } catch (Exception e) {
                throw new IllegalStateException("Could not read the definition of pipeline " + pipelineId, e);
            }
        };
    }
}
