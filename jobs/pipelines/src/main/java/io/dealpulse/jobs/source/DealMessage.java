package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.DealEventCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What the deal topic says of one deal.
 *
 * @param dealId the deal, never empty
 * @param event what happened; null: erase the deal for good
 * @param place the record that says so; null where it does not matter
 */
public record DealMessage(
        String dealId, @Nullable DealEvent event, @Nullable RecordPlace place) {

    /** A message of a record that does not matter. */
    public DealMessage(String dealId, @Nullable DealEvent event) {
        this(dealId, event, null);
    }

    /** Flink's type of these records. */
    public static final TypeInformation<DealMessage> TYPE = new CodecTypeInformation<>(DealMessage.class, new Codec());

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealMessage> {

        private static final long serialVersionUID = 1L;

        private static final DealEventCodec EVENT = new DealEventCodec();
        private static final RecordPlace.Codec PLACE = new RecordPlace.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(DealMessage message, DataOutputView out) throws IOException {
            BinaryFormat.writeText(message.dealId(), out);
            EVENT.writeNullableNested(message.event(), out);
            PLACE.writeNullableNested(message.place(), out);
        }

        @Override
        public DealMessage read(int version, DataInputView in) throws IOException {
            return new DealMessage(
                    BinaryFormat.readText(in), EVENT.readNullableNested(in), PLACE.readNullableNested(in));
        }
    }
}
