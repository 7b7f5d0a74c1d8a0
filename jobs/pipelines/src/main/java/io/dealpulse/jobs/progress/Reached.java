package io.dealpulse.jobs.progress;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.source.ClockTick;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * How far a subtask that makes rows has got: it has made all rows that are due at that tick, of all that it was given.
 *
 * @param subtask the subtask's index, from 0
 * @param subtasks how many there are; the job has got as far as the slowest
 * @param tick what the pipeline's clock said
 */
public record Reached(int subtask, int subtasks, ClockTick tick) {

    /** Flink's type of these records. */
    public static final TypeInformation<Reached> TYPE = new CodecTypeInformation<>(Reached.class, new Codec());

    /** What the clock itself says, for a job whose rows are all made before a checkpoint barrier passes. */
    public static Reached byClock(ClockTick tick) {
        return new Reached(0, 1, tick);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<Reached> {

        private static final long serialVersionUID = 1L;

        private static final ClockTick.Codec TICK = new ClockTick.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Reached reached, DataOutputView out) throws IOException {
            BinaryFormat.writeUnsigned(reached.subtask(), out);
            BinaryFormat.writeUnsigned(reached.subtasks(), out);
            TICK.write(reached.tick(), out);
        }

        @Override
        public Reached read(int version, DataInputView in) throws IOException {
            return new Reached(
                    (int) BinaryFormat.readUnsigned(in),
                    (int) BinaryFormat.readUnsigned(in),
                    TICK.read(TICK.version(), in));
        }
    }
}
