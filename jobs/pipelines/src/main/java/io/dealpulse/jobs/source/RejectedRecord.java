package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.schemas.EventTopic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be read, or makes no sense: what a dead letter says of it.
 *
 * @param topic where it came from
 * @param partition the partition there
 * @param offset the offset there
 * @param timestamp its Kafka timestamp, to the millisecond
 * @param reason the kind of fault: a {@link RejectionReason#word}
 * @param detail what exactly is wrong, naming the field where there is one
 * @param key its key as it came
 * @param value its value as it came
 * @param subjects the deals that it may speak of, by id, without repetition: the erasure of any of them takes the letter
 *     away. Two where the key names another deal than the value, none where no deal is known
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came, never changed; equality is defined below
public record RejectedRecord(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        String reason,
        String detail,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<String> subjects) {

    /** Flink's type of these records. */
    public static final TypeInformation<RejectedRecord> TYPE =
            new CodecTypeInformation<>(RejectedRecord.class, new Codec());

    /**
     * A record of a deal that has left saved state, without its value: that is still where it was.
     */
    public static RejectedRecord tooLate(EventTopic topic, RecordPlace place, String dealId) {
        return new RejectedRecord(
                topic.topicName(),
                place.partition(),
                place.offset(),
                place.timestamp(),
                RejectionReason.TOO_LATE.word(),
                "deal_id: the deal closed longer than timeline.retention ago and has left saved state; a start without"
                        + " state ('run deal-metrics --from-scratch') counts this record too",
                dealId.getBytes(StandardCharsets.UTF_8),
                null,
                List.of(dealId));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RejectedRecord that
                && topic.equals(that.topic)
                && partition == that.partition
                && offset == that.offset
                && timestamp.equals(that.timestamp)
                && reason.equals(that.reason)
                && detail.equals(that.detail)
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && subjects.equals(that.subjects);
    }

    /** A hash of the record's place, which is its identity. */
    @Override
    public int hashCode() {
        return 31 * (31 * topic.hashCode() + partition) + Long.hashCode(offset);
    }

    /** The record's place and fault; its bytes may be personal data and are left out. */
    @Override
    public String toString() {
        return "%s-%d@%d: %s, %s".formatted(topic, partition, offset, reason, detail);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<RejectedRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(RejectedRecord rejected, DataOutputView out) throws IOException {
            BinaryFormat.writeText(rejected.topic(), out);
            BinaryFormat.writeUnsigned(rejected.partition(), out);
            BinaryFormat.writeUnsigned(rejected.offset(), out);
            BinaryFormat.writeInstant(rejected.timestamp(), out);
            BinaryFormat.writeText(rejected.reason(), out);
            BinaryFormat.writeText(rejected.detail(), out);
            BinaryFormat.writeNullableBytes(rejected.key(), out);
            BinaryFormat.writeNullableBytes(rejected.value(), out);
            BinaryFormat.writeTexts(rejected.subjects(), out);
        }

        @Override
        public RejectedRecord read(int version, DataInputView in) throws IOException {
            return new RejectedRecord(
                    BinaryFormat.readText(in),
                    (int) BinaryFormat.readUnsigned(in),
                    BinaryFormat.readUnsigned(in),
                    BinaryFormat.readInstant(in),
                    BinaryFormat.readText(in),
                    BinaryFormat.readText(in),
                    BinaryFormat.readNullableBytes(in),
                    BinaryFormat.readNullableBytes(in),
                    version >= 2 ? BinaryFormat.readTextList(in) : List.of());
        }
    }
}
