package io.dealpulse.jobs.alerts;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.source.ClockTick;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What all subtasks are told beside the causes: the time, or what is learnt of a stage.
 *
 * @param tick what the clock says
 * @param threshold what is learnt
 */
public record AlertReference(
        @Nullable ClockTick tick, @Nullable ThresholdMessage threshold) {

    /** Flink's type of these records. */
    public static final TypeInformation<AlertReference> TYPE =
            new CodecTypeInformation<>(AlertReference.class, new Codec());

    /** The time. */
    public static AlertReference of(ClockTick tick) {
        return new AlertReference(tick, null);
    }

    /** What is learnt. */
    public static AlertReference of(ThresholdMessage threshold) {
        return new AlertReference(null, threshold);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<AlertReference> {

        private static final long serialVersionUID = 1L;

        private static final ClockTick.Codec TICK = new ClockTick.Codec();
        private static final ThresholdMessage.Codec THRESHOLD = new ThresholdMessage.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(AlertReference reference, DataOutputView out) throws IOException {
            TICK.writeNullableNested(reference.tick(), out);
            THRESHOLD.writeNullableNested(reference.threshold(), out);
        }

        @Override
        public AlertReference read(int version, DataInputView in) throws IOException {
            return new AlertReference(TICK.readNullableNested(in), THRESHOLD.readNullableNested(in));
        }
    }
}
