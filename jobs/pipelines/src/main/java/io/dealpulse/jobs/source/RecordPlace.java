package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Where in its topic a record lies.
 *
 * @param partition the partition
 * @param offset the offset there
 * @param timestamp the record's Kafka timestamp, to the millisecond
 */
public record RecordPlace(int partition, long offset, Instant timestamp) {

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<RecordPlace> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(RecordPlace place, DataOutputView out) throws IOException {
            BinaryFormat.writeUnsigned(place.partition(), out);
            BinaryFormat.writeUnsigned(place.offset(), out);
            BinaryFormat.writeInstant(place.timestamp(), out);
        }

        @Override
        public RecordPlace read(int version, DataInputView in) throws IOException {
            return new RecordPlace(
                    (int) BinaryFormat.readUnsigned(in), BinaryFormat.readUnsigned(in), BinaryFormat.readInstant(in));
        }
    }
}
