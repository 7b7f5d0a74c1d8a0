package io.dealpulse.jobs.alerts;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Cause.Learned;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.LearnedThreshold;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.core.stall.WonStageTimes;
import io.dealpulse.jobs.deals.StateShape;
import io.dealpulse.jobs.metrics.MetricKeyCodec;
import io.dealpulse.jobs.progress.Reached;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.Packed;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ClockTick;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.KeyedStateFunction;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Raises and resolves the alerts of deals, on the pipeline's clock: looks at a deal when its causes change and at the next
 * instant at which one of them is due, for which it keeps one timer a deal.
 *
 * <p>Says nothing before the job has caught up, and a checkpoint barrier has since brought all that was read before: on the
 * way through the past an alert would be raised for each activity that is read a little later. Then it looks at every deal.
 *
 * <p>However many deals are due at once, it looks at {@link #SLICE} of them at most before it lets barriers and records
 * through. When exactly a deal is looked at changes nothing of what is found.
 */
public final class RaiseAlerts extends AbstractStreamOperator<TableRow>
        implements TwoInputStreamOperator<AlertInput, AlertReference, TableRow>, Triggerable<String, VoidNamespace> {

    private static final long serialVersionUID = 1L;

    /** What is to be told of alerts. */
    public static final OutputTag<AlertMessage> MESSAGES = new OutputTag<>("alert-messages", AlertMessage.TYPE);

    /** Up to which time all alerts are raised, or before the job has caught up, how far it has read. */
    public static final OutputTag<Reached> REACHED = new OutputTag<>("reached", Reached.TYPE);

    /** Looks at deals, some ten milliseconds of them, between which barriers and records get their turn. */
    static final int SLICE = 1_000;

    /** Time in milliseconds that is left to barriers and records between two slices. */
    private static final int PAUSE = 1;

    private static final String NOW = "now";

    /** The deal's alerts. Never cleared: a late event may take any of them back, and an erased deal leaves its mark. */
    private static final ValueStateDescriptor<byte[]> DEAL = new ValueStateDescriptor<>("deal-alerts", Packed.TYPE);

    private static final DealAlerts.Codec CODEC = new DealAlerts.Codec();

    /** What is learnt, by stage. */
    private static final MapStateDescriptor<MetricKey, ThresholdMessage> THRESHOLDS = new MapStateDescriptor<>(
            "learned-thresholds",
            new CodecTypeInformation<>(MetricKey.class, new MetricKeyCodec()),
            ThresholdMessage.TYPE);

    /** The clock, under one key. */
    private static final MapStateDescriptor<String, Instant> CLOCK =
            new MapStateDescriptor<>("clock", Types.STRING, Types.INSTANT);

    private final AlertOptions options;

    private transient ReportingCalendar calendar;
    private transient ValueState<byte[]> deal;
    private transient BroadcastState<MetricKey, ThresholdMessage> thresholds;
    private transient BroadcastState<String, Instant> clock;
    private transient InternalTimerService<VoidNamespace> timers;
    private transient Counter raised;
    private transient Counter resolved;

    /** The pipeline's time; null before its first tick. */
    private transient @Nullable Instant now;

    /** Whether this attempt was told that all is read. */
    private transient boolean caughtUp;

    /** Whether since then a barrier has passed, behind which nothing that was read before can still be on its way. */
    private transient boolean settled;

    /** Whether this attempt has still to look at every deal. */
    private transient boolean allUnseen;

    /** Stages of which something else is learnt, and the first day on which that matters. */
    private transient Map<MetricKey, LocalDate> relearned;

    /** Whether another slice is on its way. */
    private transient boolean scheduled;

    private transient int looks;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public RaiseAlerts(AlertOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        StateShape.check(context, options.shape(), DealAlertsJob.NAME);
        calendar = options.calendar();
        deal = getKeyedStateStore().getState(DEAL);
        thresholds = context.getOperatorStateStore().getBroadcastState(THRESHOLDS);
        clock = context.getOperatorStateStore().getBroadcastState(CLOCK);
        now = clock.get(NOW);
        relearned = new HashMap<>();
        raised = getMetricGroup().counter("alerts_raised");
        resolved = getMetricGroup().counter("alerts_resolved");
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = getInternalTimerService("look-again", VoidNamespaceSerializer.INSTANCE, this);
    }

    @Override
    public void processElement1(StreamRecord<AlertInput> element) throws Exception {
        AlertInput input = element.getValue();
        DealAlerts known = read().with(input);
        if (settled) {
            look(input.dealId(), known);
        } else {
            keep(known);
        }
    }

    @Override
    public void processElement2(StreamRecord<AlertReference> element) throws Exception {
        ThresholdMessage threshold = element.getValue().threshold();
        if (threshold != null) {
            learn(threshold);
        }
        ClockTick tick = element.getValue().tick();
        if (tick != null) {
            caughtUp |= tick.caughtUp();
            if (tick.now() != null) {
                // Until then nothing was due, so that no deal has a timer.
                allUnseen |= settled && now == null;
                now = tick.now();
                clock.put(NOW, now);
            }
            if (settled) {
                proceed();
            } else {
                tellReached();
            }
        }
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        looks++;
        look(timer.getKey(), read());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("alerts know the pipeline's clock only");
    }

    /** Nothing: timers follow the pipeline's clock, and watermarks are not used. */
    @Override
    public void processWatermark(Watermark mark) {
        output.emitWatermark(mark);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (caughtUp && !settled) {
            settled = true;
            allUnseen = true;
            scheduleSlice();
        }
    }

    @Override
    public void finish() throws Exception {
        // Drained on its way through the past, it has nothing to say yet; the next run has.
        if (caughtUp) {
            allUnseen |= !settled;
            settled = true;
            lookSoonWhereDue();
            advance(Integer.MAX_VALUE);
            tellReached();
        }
        super.finish();
    }

    private void learn(ThresholdMessage message) throws Exception {
        LearnedThreshold former = threshold(message.stage());
        thresholds.put(message.stage(), message);
        message.threshold()
                .firstDifference(former)
                .ifPresent(day ->
                        relearned.merge(message.stage(), day, (one, other) -> one.isBefore(other) ? one : other));
        // The clock may tick no more, if the deal that taught this came late.
        if (settled && !scheduled && !relearnedByNow().isEmpty()) {
            scheduleSlice();
        }
    }

    private void proceed() throws Exception {
        if (settled && !scheduled) {
            lookSoonWhereDue();
            if (advance(SLICE)) {
                tellReached();
            } else {
                scheduleSlice();
            }
        }
    }

    private void lookSoonWhereDue() throws Exception {
        if (allUnseen) {
            allUnseen = false;
            relearned.clear();
            lookSoonAtAll();
        } else {
            lookSoonAtRelearned();
        }
    }

    /** What is learnt from a deal that is won today matters from tomorrow on, so most often this happens once a day. */
    private void lookSoonAtRelearned() throws Exception {
        Set<MetricKey> stages = relearnedByNow();
        if (!stages.isEmpty()) {
            relearned.keySet().removeAll(stages);
            lookSoonAtThoseOf(stages);
        }
    }

    /** The stages of which what is learnt now matters today, or did before. */
    private Set<MetricKey> relearnedByNow() {
        Set<MetricKey> stages = new HashSet<>();
        Instant time = now;
        if (time != null) {
            LocalDate today = calendar.dayOf(time);
            relearned.forEach((stage, day) -> {
                if (!day.isAfter(today)) {
                    stages.add(stage);
                }
            });
        }
        return stages;
    }

    private void lookSoonAtAll() throws Exception {
        long time = millis();
        forEachDeal((dealId, state) -> timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time));
    }

    private void lookSoonAtThoseOf(Set<MetricKey> stages) throws Exception {
        long time = millis();
        forEachDeal((dealId, state) -> {
            DealAlerts known = Packed.unpack(CODEC, state.value());
            if (known.causes().stream()
                    .anyMatch(cause -> cause.due() instanceof Learned && stages.contains(stageOf(cause)))) {
                state.update(Packed.pack(CODEC, known.when(Resolution.RULES_CHANGED)));
                timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
            }
        });
    }

    private void forEachDeal(KeyedStateFunction<String, ValueState<byte[]>> visitor) throws Exception {
        this.<String>getKeyedStateBackend()
                .applyToAllKeys(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, DEAL, visitor);
    }

    /**
     * Looks at the deals that are due.
     *
     * @return whether it has looked at all of them
     */
    private boolean advance(int most) throws Exception {
        looks = 0;
        return getTimeServiceManager().orElseThrow().tryAdvanceWatermark(new Watermark(millis()), () -> looks >= most);
    }

    /** The pipeline's time; before its first tick, what is before every time. */
    private long millis() {
        Instant time = now;
        return time == null ? Long.MIN_VALUE : time.toEpochMilli();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure in the timer fails the task
    private void scheduleSlice() {
        scheduled = true;
        long next = getProcessingTimeService().getCurrentProcessingTime() + PAUSE;
        getProcessingTimeService().registerTimer(next, any -> {
            scheduled = false;
            proceed();
        });
    }

    private void look(String dealId, DealAlerts before) throws Exception {
        DealAlerts.Look look = before.look(dealId, examine(before), now);
        look.rows().forEach(row -> output.collect(new StreamRecord<>(row)));
        look.messages().forEach(this::tell);
        setTimer(before.lookAgainAt(), look.deal().lookAgainAt());
        keep(look.deal());
    }

    private Examination examine(DealAlerts known) {
        Instant time = now;
        return time == null
                ? Examination.NOTHING
                : Examination.of(
                        known.causes(),
                        (pipelineId, stageId) -> threshold(WonStageTimes.key(pipelineId, stageId)),
                        calendar,
                        time);
    }

    private void tell(AlertMessage message) {
        if (message.alert() != null) {
            (message.alert().isOpen() ? raised : resolved).inc();
        }
        output.collect(MESSAGES, new StreamRecord<>(message));
    }

    private void tellReached() {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        output.collect(
                REACHED,
                new StreamRecord<>(new Reached(
                        task.getIndexOfThisSubtask(),
                        task.getNumberOfParallelSubtasks(),
                        new ClockTick(now, settled))));
    }

    private void setTimer(@Nullable Instant before, @Nullable Instant after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before != null) {
            timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, before.toEpochMilli());
        }
        if (after != null) {
            timers.registerEventTimeTimer(VoidNamespace.INSTANCE, after.toEpochMilli());
        }
    }

    private DealAlerts read() throws Exception {
        return Objects.requireNonNullElse(Packed.unpackNullable(CODEC, deal.value()), DealAlerts.NONE);
    }

    private void keep(DealAlerts known) throws Exception {
        deal.update(known.equals(DealAlerts.NONE) ? null : Packed.pack(CODEC, known));
    }

    private LearnedThreshold threshold(MetricKey stage) {
        try {
            ThresholdMessage known = thresholds.get(stage);
            return known == null ? LearnedThreshold.NONE : known.threshold();
        } catch (Exception e) {
            throw new IllegalStateException("Could not read what is learnt of " + stage, e);
        }
    }

    private static MetricKey stageOf(Cause cause) {
        return WonStageTimes.key(cause.pipelineId(), cause.stageId());
    }
}
