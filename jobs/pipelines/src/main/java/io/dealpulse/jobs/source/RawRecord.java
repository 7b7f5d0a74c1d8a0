package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in Kafka, not decoded yet.
 *
 * @param topic where it is
 * @param partition the partition there
 * @param offset the offset there
 * @param timestamp its Kafka timestamp, to the millisecond
 * @param key its key
 * @param value its value; null: a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came, never changed; equality is defined below
record RawRecord(
        String topic, int partition, long offset, Instant timestamp, byte @Nullable [] key, byte @Nullable [] value) {

    /** Flink's type of these records. */
    static final TypeInformation<RawRecord> TYPE = new CodecTypeInformation<>(RawRecord.class, new Codec());

    /** The record as a consumer gave it. */
    static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value());
    }

    /**
     * The dead letter of this record.
     *
     * @param subjects the deals that it may speak of
     */
    RejectedRecord rejected(RejectionReason reason, String detail, List<String> subjects) {
        return new RejectedRecord(topic, partition, offset, timestamp, reason.word(), detail, key, value, subjects);
    }

    /** Where it lies in its topic. */
    RecordPlace place() {
        return new RecordPlace(partition, offset, timestamp);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RawRecord that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && timestamp.equals(that.timestamp)
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value);
    }

    /** A hash of the record's place, which is its identity. */
    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + partition) + Long.hashCode(offset);
    }

    /** The record's place; its bytes may be personal data and are left out. */
    @Override
    public String toString() {
        return "%s-%d@%d".formatted(topic, partition, offset);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<RawRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(RawRecord raw, DataOutputView out) throws IOException {
            BinaryFormat.writeText(raw.topic(), out);
            BinaryFormat.writeUnsigned(raw.partition(), out);
            BinaryFormat.writeUnsigned(raw.offset(), out);
            BinaryFormat.writeInstant(raw.timestamp(), out);
            BinaryFormat.writeNullableBytes(raw.key(), out);
            BinaryFormat.writeNullableBytes(raw.value(), out);
        }

        @Override
        public RawRecord read(int version, DataInputView in) throws IOException {
            return new RawRecord(
                    BinaryFormat.readText(in),
                    (int) BinaryFormat.readUnsigned(in),
                    BinaryFormat.readUnsigned(in),
                    BinaryFormat.readInstant(in),
                    BinaryFormat.readNullableBytes(in),
                    BinaryFormat.readNullableBytes(in));
        }
    }
}
