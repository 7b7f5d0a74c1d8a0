package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What the rate topic says of one pair of currencies from one day on.
 *
 * @param base ISO 4217 code of the currency of which 1 is worth {@code rate} of {@code quote}
 * @param quote ISO 4217 code
 * @param date the day from which it holds
 * @param rate greater than 0; null: the rate of that day is withdrawn
 */
public record FxRateMessage(
        String base, String quote, LocalDate date, @Nullable BigDecimal rate) {

    /** Flink's type of these records. */
    public static final TypeInformation<FxRateMessage> TYPE =
            new CodecTypeInformation<>(FxRateMessage.class, new Codec());

    /** Which rate it is: BASE/QUOTE/date, as the record's key says it. */
    public String pairAndDate() {
        return base + "/" + quote + "/" + date;
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<FxRateMessage> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(FxRateMessage message, DataOutputView out) throws IOException {
            BinaryFormat.writeText(message.base(), out);
            BinaryFormat.writeText(message.quote(), out);
            BinaryFormat.writeDate(message.date(), out);
            BinaryFormat.writeNullableDecimal(message.rate(), out);
        }

        @Override
        public FxRateMessage read(int version, DataInputView in) throws IOException {
            return new FxRateMessage(
                    BinaryFormat.readText(in),
                    BinaryFormat.readText(in),
                    BinaryFormat.readDate(in),
                    BinaryFormat.readNullableDecimal(in));
        }
    }
}
