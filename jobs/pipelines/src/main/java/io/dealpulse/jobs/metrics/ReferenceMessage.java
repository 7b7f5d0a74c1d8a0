package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What every subtask must know beside the deals: the time, an exchange rate, or the definition of a pipeline.
 *
 * @param tick what the clock says
 * @param rate a rate set or withdrawn
 * @param pipeline a pipeline defined or withdrawn
 */
public record ReferenceMessage(
        @Nullable ClockTick tick,
        @Nullable FxRateMessage rate,
        @Nullable PipelineMessage pipeline) {

    /** Flink's type of these records. */
    public static final TypeInformation<ReferenceMessage> TYPE =
            new CodecTypeInformation<>(ReferenceMessage.class, new Codec());

    /** The time. */
    public static ReferenceMessage of(ClockTick tick) {
        return new ReferenceMessage(tick, null, null);
    }

    /** A rate. */
    public static ReferenceMessage of(FxRateMessage rate) {
        return new ReferenceMessage(null, rate, null);
    }

    /** A definition. */
    public static ReferenceMessage of(PipelineMessage pipeline) {
        return new ReferenceMessage(null, null, pipeline);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<ReferenceMessage> {

        private static final long serialVersionUID = 1L;

        private static final ClockTick.Codec TICK = new ClockTick.Codec();
        private static final FxRateMessage.Codec RATE = new FxRateMessage.Codec();
        private static final PipelineMessage.Codec PIPELINE = new PipelineMessage.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ReferenceMessage message, DataOutputView out) throws IOException {
            TICK.writeNullableNested(message.tick(), out);
            RATE.writeNullableNested(message.rate(), out);
            PIPELINE.writeNullableNested(message.pipeline(), out);
        }

        @Override
        public ReferenceMessage read(int version, DataInputView in) throws IOException {
            return new ReferenceMessage(
                    TICK.readNullableNested(in), RATE.readNullableNested(in), PIPELINE.readNullableNested(in));
        }
    }
}
