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
 * What the pipeline's clock says.
 *
 * <p>A tick travels beside the records, not among them: it may arrive before records that were read earlier. They have
 * arrived once a checkpoint barrier that was injected after the tick, or the end of all input, has passed.
 *
 * @param now the pipeline's time, to the millisecond; never earlier than in an earlier tick, also across restarts;
 *     null: no event was ever read
 * @param caughtUp whether all that was in the topics when this attempt of the job started has been read; once true it
 *     stays so for the attempt
 */
public record ClockTick(@Nullable Instant now, boolean caughtUp) {

    /** Flink's type of these records. */
    public static final TypeInformation<ClockTick> TYPE = new CodecTypeInformation<>(ClockTick.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<ClockTick> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ClockTick tick, DataOutputView out) throws IOException {
            BinaryFormat.writeNullableInstant(tick.now(), out);
            out.writeBoolean(tick.caughtUp());
        }

        @Override
        public ClockTick read(int version, DataInputView in) throws IOException {
            return new ClockTick(BinaryFormat.readNullableInstant(in), in.readBoolean());
        }
    }
}
