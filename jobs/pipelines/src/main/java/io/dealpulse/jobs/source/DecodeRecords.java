package io.dealpulse.jobs.source;

import io.dealpulse.schemas.RegistryBackoff;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and judges one topic's records. A record that can't be read, or makes no sense, costs exactly itself.
 *
 * <p>How far each partition is read goes to {@link #PROGRESS}: at most every {@link #PROGRESS_INTERVAL}, and always before
 * a checkpoint barrier and at the end of the input, so that a checkpoint's progress is that of its offsets.
 *
 * @param <R> the topic's Avro record
 * @param <T> what it says
 */
final class DecodeRecords<R, T> extends AbstractStreamOperator<T>
        implements OneInputStreamOperator<RawRecord, T>, ProcessingTimeCallback {

    private static final long serialVersionUID = 1L;

    /** Records that became dead letters. */
    static final OutputTag<RejectedRecord> REJECTED = new OutputTag<>("rejected", RejectedRecord.TYPE);

    /** How far each partition is read. */
    static final OutputTag<Progress> PROGRESS = new OutputTag<>("progress", Progress.TYPE);

    static final Duration PROGRESS_INTERVAL = Duration.ofMillis(200);

    private final RecordDecoder.Factory<R> decoders;
    private final MessageReader<R, T> messages;

    private transient @Nullable RecordDecoder<R> decoder;
    private transient RecordReader<R, T> reader;
    private transient Map<TopicPartition, Progress> unsent;
    private transient Map<TopicPartition, Instant> newest;
    private transient @Nullable ScheduledFuture<?> timer;
    private transient Counter rejectedRecords;
    private transient Counter ignoredTombstones;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    DecodeRecords(RecordDecoder.Factory<R> decoders, MessageReader<R, T> messages) {
        this.decoders = decoders;
        this.messages = messages;
    }

    @Override
    public void open() throws Exception {
        super.open();
        RecordDecoder<R> created = decoders.create();
        decoder = created;
        reader = new RecordReader<>(created, messages, RegistryBackoff.endless());
        unsent = new LinkedHashMap<>();
        newest = new LinkedHashMap<>();
        rejectedRecords = getMetricGroup().counter("rejectedRecords");
        ignoredTombstones = getMetricGroup().counter("ignoredTombstones");
    }

    @Override
    public void processElement(StreamRecord<RawRecord> element) throws Exception {
        RawRecord raw = element.getValue();
        Instant clockTime = null;
        try {
            T message = reader.read(raw);
            if (message == null) {
                ignoredTombstones.inc();
            } else {
                clockTime = messages.clockTime(message);
                output.collect(new StreamRecord<>(message));
            }
        } catch (RejectionException e) {
            rejectedRecords.inc();
            output.collect(REJECTED, new StreamRecord<>(raw.rejected(e.reason(), e.detail(), e.subjects())));
        }
        note(raw, clockTime);
    }

    @Override
    public void onProcessingTime(long time) {
        timer = null;
        sendProgress();
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        sendProgress();
    }

    @Override
    public void finish() throws Exception {
        sendProgress();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (decoder != null) {
            decoder.close();
        }
        super.close();
    }

    /** How many tombstones said nothing since the operator opened. */
    long ignoredTombstones() {
        return ignoredTombstones.getCount();
    }

    private void note(RawRecord raw, @Nullable Instant clockTime) {
        TopicPartition partition = new TopicPartition(raw.topic(), raw.partition());
        if (clockTime != null) {
            newest.merge(partition, clockTime, (one, other) -> one.isAfter(other) ? one : other);
        }
        unsent.put(partition, new Progress(raw.topic(), raw.partition(), raw.offset() + 1, newest.get(partition)));
        if (timer == null) {
            long now = getProcessingTimeService().getCurrentProcessingTime();
            timer = getProcessingTimeService().registerTimer(now + PROGRESS_INTERVAL.toMillis(), this);
        }
    }

    private void sendProgress() {
        unsent.values().forEach(progress -> output.collect(PROGRESS, new StreamRecord<>(progress)));
        unsent.clear();
    }
}
