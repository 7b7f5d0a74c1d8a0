package io.dealpulse.jobs.alerts;

import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.core.stall.StallRules;
import io.dealpulse.core.stall.WonStageTimes;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.DealLogCodec;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.StateShape;
import io.dealpulse.jobs.metrics.BucketMessage;
import io.dealpulse.jobs.serialization.Packed;
import io.dealpulse.jobs.source.CanonicalEncoding;
import io.dealpulse.jobs.source.PipelineMessage;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log of each deal and tells what calls for alerts of it and what it has in each dimension, whenever one of them changes,
 * and what won deals teach. Whether and when something is due, and whether there are alerts, is not its matter, so it knows no
 * time.
 */
public final class AssessDeals extends KeyedBroadcastProcessFunction<String, DealInput, PipelineMessage, AlertInput>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** What must be added to the buckets of {@link WonStageTimes}. */
    public static final OutputTag<BucketMessage> WON_STAGE_TIMES =
            new OutputTag<>("won-stage-times", BucketMessage.TYPE);

    /** All that was said of the deal. Never cleared: a late event may change any of it, and an erased deal leaves its mark. */
    private static final ValueStateDescriptor<byte[]> LOG = new ValueStateDescriptor<>("deal-log", Packed.TYPE);

    private static final DealLogCodec CODEC = new DealLogCodec();

    private final AlertOptions options;

    private transient StallRules rules;
    private transient Dimensions dimensions;
    private transient WonStageTimes wonStageTimes;
    private transient CanonicalEncoding tieBreak;
    private transient ValueState<byte[]> log;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public AssessDeals(AlertOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        StateShape.check(context, options.shape(), DealAlertsJob.NAME);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        // All state is kept by key.
    }

    @Override
    public void open(OpenContext context) {
        rules = new StallRules(options.calendar());
        dimensions = options.namedDimensions();
        wonStageTimes = new WonStageTimes(options.calendar());
        tieBreak = new CanonicalEncoding();
        log = getRuntimeContext().getState(LOG);
    }

    @Override
    public void processElement(DealInput input, ReadOnlyContext context, Collector<AlertInput> out) throws Exception {
        byte[] known = log.value();
        DealLog before = known == null ? DealLog.EMPTY : Packed.unpack(CODEC, known);
        DealLog after = input.appliedTo(before, tieBreak);
        if (after.equals(before)) {
            return;
        }
        log.update(Packed.pack(CODEC, after));
        String dealId = input.dealId();
        PipelineLookup pipelines = Definitions.lookup(context.getBroadcastState(Definitions.STATE));
        if (after.erased()) {
            out.collect(AlertInput.erasure(dealId));
        }
        emitChange(
                read(dealId, before, pipelines),
                read(dealId, after, pipelines),
                Resolution.LATE_EVENT,
                causes -> out.collect(AlertInput.of(dealId, causes)),
                context::output);
    }

    @Override
    public void processBroadcastElement(PipelineMessage message, Context context, Collector<AlertInput> out)
            throws Exception {
        BroadcastState<String, PipelineDefinition> definitions = context.getBroadcastState(Definitions.STATE);
        String pipelineId = message.pipelineId();
        PipelineDefinition former = definitions.get(pipelineId);
        Definitions.keep(message, definitions);
        PipelineLookup after = Definitions.lookup(definitions);
        PipelineLookup before = id -> id.equals(pipelineId) ? former : after.find(id);
        // Whether the first definition is read before or after the events that need it is chance, and must tell
        // nothing.
        Resolution newsIs = former == null ? Resolution.LATE_EVENT : Resolution.RULES_CHANGED;
        context.applyToKeyedState(LOG, (dealId, state) -> {
            DealLog known = Packed.unpack(CODEC, state.value());
            if (known.mentions(pipelineId)) {
                emitChange(
                        read(dealId, known, before),
                        read(dealId, known, after),
                        newsIs,
                        causes -> out.collect(AlertInput.of(dealId, causes)),
                        context::output);
            }
        });
    }

    private void emitChange(
            @Nullable DealReading before,
            @Nullable DealReading after,
            Resolution newsIs,
            Consumer<DealCauses> news,
            BiConsumer<OutputTag<BucketMessage>, BucketMessage> lessons) {
        List<Cause> causes = rules.causes(after);
        List<String> slices = AlertRows.slices(dimensions, after);
        if (!causes.equals(rules.causes(before)) || !slices.equals(AlertRows.slices(dimensions, before))) {
            news.accept(new DealCauses(causes, slices, newsIs));
        }
        wonStageTimes
                .deltas(before, after)
                .forEach(delta -> lessons.accept(WON_STAGE_TIMES, BucketMessage.delta(delta)));
    }

    private static @Nullable DealReading read(String dealId, DealLog log, PipelineLookup pipelines) {
        return log.read(dealId, pipelines).orElse(null);
    }
}
