package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches the operator that keeps daily buckets: a delta for a day, or the word that a row must be written anew.
 *
 * @param key the bucket series
 * @param day the day of the delta, or of the daily row to write anew; null if it is about the row of a window or a
 *     balance
 * @param delta what to add to the day's bucket; null if a row is to be written anew
 * @param windowDays the length of the window whose row is to be written anew, {@link #BALANCE} for the balance's, else 0
 */
public record BucketMessage(
        MetricKey key, @Nullable LocalDate day, @Nullable Measures delta, int windowDays) {

    /** What stands for a balance, which is of all days, where the length of a window could stand. */
    static final int BALANCE = 0;

    /** Flink's type of these records. */
    public static final TypeInformation<BucketMessage> TYPE =
            new CodecTypeInformation<>(BucketMessage.class, new Codec());

    /** A change of a day's bucket. */
    public static BucketMessage delta(Contribution delta) {
        return new BucketMessage(delta.key(), delta.day(), delta.measures(), 0);
    }

    /** A daily row to write anew. */
    public static BucketMessage staleDay(MetricKey key, LocalDate day) {
        return new BucketMessage(key, day, null, 0);
    }

    /** The row of a balance to write anew. */
    public static BucketMessage staleBalance(MetricKey key) {
        return new BucketMessage(key, null, null, BALANCE);
    }

    /** The row of a window to write anew. */
    public static BucketMessage staleWindow(MetricKey key, int windowDays) {
        return new BucketMessage(key, null, null, windowDays);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<BucketMessage> {

        private static final long serialVersionUID = 1L;

        private static final MetricKeyCodec KEY = new MetricKeyCodec();
        private static final MeasuresCodec MEASURES = new MeasuresCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BucketMessage message, DataOutputView out) throws IOException {
            KEY.writeNested(message.key(), out);
            BinaryFormat.writeNullableDate(message.day(), out);
            MEASURES.writeNullableNested(message.delta(), out);
            BinaryFormat.writeUnsigned(message.windowDays(), out);
        }

        @Override
        public BucketMessage read(int version, DataInputView in) throws IOException {
            return new BucketMessage(
                    KEY.readNested(in), BinaryFormat.readNullableDate(in), MEASURES.readNullableNested(in), (int)
                            BinaryFormat.readUnsigned(in));
        }
    }
}
