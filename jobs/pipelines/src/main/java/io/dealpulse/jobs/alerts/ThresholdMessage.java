package io.dealpulse.jobs.alerts;

import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.stall.LearnedThreshold;
import io.dealpulse.core.stall.LearnedThreshold.Step;
import io.dealpulse.jobs.metrics.MetricKeyCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What is learnt of a stage.
 *
 * @param stage the stage, as {@link io.dealpulse.core.stall.WonStageTimes#key} names it
 * @param threshold what is learnt
 */
public record ThresholdMessage(MetricKey stage, LearnedThreshold threshold) {

    /** Flink's type of these records. */
    public static final TypeInformation<ThresholdMessage> TYPE =
            new CodecTypeInformation<>(ThresholdMessage.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<ThresholdMessage> {

        private static final long serialVersionUID = 1L;

        private static final MetricKeyCodec STAGE = new MetricKeyCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(ThresholdMessage message, DataOutputView out) throws IOException {
            STAGE.writeNested(message.stage(), out);
            List<Step> steps = message.threshold().steps();
            BinaryFormat.writeUnsigned(steps.size(), out);
            for (Step step : steps) {
                BinaryFormat.writeDate(step.from(), out);
                BinaryFormat.writeNullableLong(step.seconds(), out);
            }
        }

        @Override
        public ThresholdMessage read(int version, DataInputView in) throws IOException {
            MetricKey stage = STAGE.readNested(in);
            List<Step> steps = new ArrayList<>();
            for (long left = BinaryFormat.readUnsigned(in); left > 0; left--) {
                steps.add(new Step(BinaryFormat.readDate(in), BinaryFormat.readNullableLong(in)));
            }
            return new ThresholdMessage(stage, new LearnedThreshold(steps));
        }
    }
}
