package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition is read.
 *
 * @param topic the topic
 * @param partition the partition there
 * @param nextOffset the offset after the last record that was read, whether it was readable or not
 * @param newestOccurredAt the newest time among this partition's events that move the pipeline's clock, to the
 *     millisecond; null: none yet since the reader started
 */
public record Progress(
        String topic,
        int partition,
        long nextOffset,
        @Nullable Instant newestOccurredAt) {

    /** Flink's type of these records. */
    public static final TypeInformation<Progress> TYPE = new CodecTypeInformation<>(Progress.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<Progress> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Progress progress, DataOutputView out) throws IOException {
            BinaryFormat.writeText(progress.topic(), out);
            BinaryFormat.writeUnsigned(progress.partition(), out);
            BinaryFormat.writeUnsigned(progress.nextOffset(), out);
            BinaryFormat.writeNullableInstant(progress.newestOccurredAt(), out);
        }

        @Override
        public Progress read(int version, DataInputView in) throws IOException {
            return new Progress(
                    BinaryFormat.readText(in),
                    (int) BinaryFormat.readUnsigned(in),
                    BinaryFormat.readUnsigned(in),
                    BinaryFormat.readNullableInstant(in));
        }
    }
}
