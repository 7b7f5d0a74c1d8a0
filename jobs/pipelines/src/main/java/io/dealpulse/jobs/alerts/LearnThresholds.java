package io.dealpulse.jobs.alerts;

import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.stall.LearnedThreshold;
import io.dealpulse.jobs.metrics.BucketMessage;
import io.dealpulse.jobs.metrics.MeasuresCodec;
import io.dealpulse.jobs.serialization.Packed;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Learns from won deals, keyed by stage. In bundles: at the flush interval and before each checkpoint barrier, so that behind a
 * barrier all is told that was learnt before it.
 */
public final class LearnThresholds extends AbstractStreamOperator<ThresholdMessage>
        implements OneInputStreamOperator<BucketMessage, ThresholdMessage> {

    private static final long serialVersionUID = 1L;

    /** The times of won deals by the day of the win; a day that becomes zero leaves. */
    private static final MapStateDescriptor<LocalDate, byte[]> WON =
            new MapStateDescriptor<>("won-stage-times", Types.LOCAL_DATE, Packed.TYPE);

    private static final MeasuresCodec MEASURES = new MeasuresCodec();

    private final AlertOptions options;

    private transient MapState<LocalDate, byte[]> won;

    /** The stages of which something is to be told; empty at every barrier, so not part of saved state. */
    private transient Set<MetricKey> touched;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public LearnThresholds(AlertOptions options) {
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        won = getKeyedStateStore().getMapState(WON);
        touched = new LinkedHashSet<>();
    }

    @Override
    public void open() throws Exception {
        super.open();
        scheduleFlush();
    }

    @Override
    public void processElement(StreamRecord<BucketMessage> element) throws Exception {
        BucketMessage message = element.getValue();
        LocalDate day = Objects.requireNonNull(message.day());
        Measures delta = Objects.requireNonNull(message.delta());
        Measures known = Packed.unpackNullable(MEASURES, won.get(day));
        Measures sum = known == null ? delta : known.plus(delta);
        if (sum.isZero()) {
            won.remove(day);
        } else {
            won.put(day, Packed.pack(MEASURES, sum));
        }
        touched.add(message.key());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        flush();
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failure in the timer fails the task
    private void scheduleFlush() {
        long next = getProcessingTimeService().getCurrentProcessingTime()
                + options.flushInterval().toMillis();
        getProcessingTimeService().registerTimer(next, now -> {
            flush();
            scheduleFlush();
        });
    }

    private void flush() throws Exception {
        for (MetricKey stage : touched) {
            setCurrentKey(stage);
            TreeMap<LocalDate, Measures> wonByDay = new TreeMap<>();
            for (Map.Entry<LocalDate, byte[]> day : won.entries()) {
                wonByDay.put(day.getKey(), Packed.unpack(MEASURES, day.getValue()));
            }
            output.collect(new StreamRecord<>(new ThresholdMessage(stage, LearnedThreshold.of(wonByDay))));
        }
        touched.clear();
    }
}
