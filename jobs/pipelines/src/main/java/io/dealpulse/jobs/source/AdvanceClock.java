package io.dealpulse.jobs.source;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.accumulators.IntCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The one place where the {@link PipelineClock} goes: takes the progress of all partitions, and ticks when the time has
 * changed, at most every {@link #TICK_INTERVAL}. A restored clock ticks once at its start.
 */
final class AdvanceClock extends AbstractStreamOperator<ClockTick>
        implements OneInputStreamOperator<Progress, ClockTick>, ProcessingTimeCallback {

    private static final long serialVersionUID = 1L;

    static final Duration TICK_INTERVAL = Duration.ofMillis(200);

    /** Time between two questions to the broker. */
    static final Duration ENDS_INTERVAL = Duration.ofSeconds(1);

    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(15);

    private final PipelineClock.Rules rules;
    private final TopicEnds.Factory endsFactory;
    private final ExecutorFactory executors;

    /** The clock's last time, in milliseconds: none or one. Never cleared: the clock never goes back. */
    private transient ListState<Long> timeState;

    /** How far each partition is read: one of each. Never cleared; a topic's partitions are few. */
    private transient ListState<Progress> partitionState;

    private transient PipelineClock clock;
    private transient @Nullable TopicEnds ends;
    private transient @Nullable ExecutorService executor;
    private transient EndsWatch watch;
    private transient long nextQuestion;
    private transient @Nullable ScheduledFuture<?> timer;
    private transient ClockTick lastTick;
    private transient IntCounter caughtUp;
    private transient LongMaximum read;
    private transient LongMaximum held;

    /** Where questions to the broker are asked. */
    @FunctionalInterface
    interface ExecutorFactory extends Serializable {
        ExecutorService create();
    }

    AdvanceClock(PipelineClock.Rules rules, TopicEnds.Factory endsFactory) {
        this(rules, endsFactory, AdvanceClock::backgroundThread);
    }

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    AdvanceClock(PipelineClock.Rules rules, TopicEnds.Factory endsFactory, ExecutorFactory executors) {
        this.rules = rules;
        this.endsFactory = endsFactory;
        this.executors = executors;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        timeState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("time", Types.LONG));
        partitionState =
                context.getOperatorStateStore().getListState(new ListStateDescriptor<>("partitions", Progress.TYPE));
        clock = new PipelineClock(
                rules, () -> Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime()));
        Instant time = null;
        for (long millis : timeState.get()) {
            time = Instant.ofEpochMilli(millis);
        }
        List<Progress> partitions = new ArrayList<>();
        partitionState.get().forEach(partitions::add);
        clock.restore(time, partitions);
    }

    @Override
    public void open() throws Exception {
        super.open();
        lastTick = new ClockTick(null, false);
        caughtUp = new IntCounter();
        read = new LongMaximum();
        held = new LongMaximum();
        getRuntimeContext().addAccumulator(CrmSources.CAUGHT_UP, caughtUp);
        getRuntimeContext().addAccumulator(CrmSources.READ, read);
        getRuntimeContext().addAccumulator(CrmSources.HELD, held);
        ends = endsFactory.create();
        executor = executors.create();
        watch = new EndsWatch(ends, executor);
        long now = getProcessingTimeService().getCurrentProcessingTime();
        nextQuestion = now;
        setTimer(now);
    }

    @Override
    public void processElement(StreamRecord<Progress> element) {
        clock.advance(element.getValue());
    }

    @Override
    public void onProcessingTime(long time) {
        if (time >= nextQuestion) {
            nextQuestion = time + ENDS_INTERVAL.toMillis();
            watch.ask(nextOffsets());
        }
        watch.latest().ifPresentOrElse(clock::ends, clock::endsUnknown);
        send(clock.tick());
        PipelineClock.Reach reach = clock.reach();
        read.add(reach.read());
        held.add(reach.held());
        setTimer(getProcessingTimeService().getCurrentProcessingTime() + TICK_INTERVAL.toMillis());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        Instant time = clock.now();
        timeState.update(time == null ? List.of() : List.of(time.toEpochMilli()));
        partitionState.update(clock.partitions());
    }

    @Override
    public void finish() throws Exception {
        if (timer != null) {
            timer.cancel(false);
        }
        send(clock.end());
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (executor != null) {
            executor.shutdownNow();
            if (!executor.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A question to Kafka is still open after {}.", PATIENCE_AT_CLOSE);
            }
        }
        if (ends != null) {
            ends.close();
        }
        super.close();
    }

    private void setTimer(long time) {
        timer = getProcessingTimeService().registerTimer(time, this);
    }

    private void send(ClockTick tick) {
        if (!tick.equals(lastTick)) {
            if (tick.caughtUp() && !lastTick.caughtUp()) {
                caughtUp.add(1);
            }
            lastTick = tick;
            output.collect(new StreamRecord<>(tick));
        }
    }

    private Map<TopicPartition, Long> nextOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Progress progress : clock.partitions()) {
            offsets.put(new TopicPartition(progress.topic(), progress.partition()), progress.nextOffset());
        }
        return offsets;
    }

    private static ExecutorService backgroundThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "pipeline-clock-topic-ends");
            thread.setDaemon(true);
            return thread;
        });
    }
}
