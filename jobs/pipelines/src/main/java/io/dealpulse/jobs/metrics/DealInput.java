package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.DealEventCodec;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.DealMessage;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches the operator that keeps a deal: an event, an activity, a row to reconcile or, if it is none of these, the
 * word that the deal is erased.
 *
 * @param dealId the deal
 * @param event what the CRM said of it
 * @param activity what somebody did for it
 * @param staleRow a row of its that must be written anew
 */
public record DealInput(
        String dealId,
        @Nullable DealEvent event,
        @Nullable Activity activity,
        @Nullable RowKey staleRow) {

    /** Flink's type of these records. */
    public static final TypeInformation<DealInput> TYPE = new CodecTypeInformation<>(DealInput.class, new Codec());

    /** A record of the deal topic. */
    public static DealInput of(DealMessage message) {
        return new DealInput(message.dealId(), message.event(), null, null);
    }

    /** A record of the activity topic, which is of a deal only if it names one. */
    public static DealInput of(ActivityMessage message) {
        return new DealInput(message.key(), null, message.activity(), null);
    }

    /** A row, keyed by a deal first, to write anew. */
    public static DealInput stale(RowKey row) {
        return new DealInput((String) row.values().get(0), null, null, row);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealInput> {

        private static final long serialVersionUID = 1L;

        private static final DealEventCodec EVENT = new DealEventCodec();
        private static final ActivityCodec ACTIVITY = new ActivityCodec();
        private static final RowKeyCodec ROW = new RowKeyCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(DealInput input, DataOutputView out) throws IOException {
            BinaryFormat.writeText(input.dealId(), out);
            EVENT.writeNullableNested(input.event(), out);
            ACTIVITY.writeNullableNested(input.activity(), out);
            ROW.writeNullableNested(input.staleRow(), out);
        }

        @Override
        public DealInput read(int version, DataInputView in) throws IOException {
            return new DealInput(
                    BinaryFormat.readText(in),
                    EVENT.readNullableNested(in),
                    ACTIVITY.readNullableNested(in),
                    ROW.readNullableNested(in));
        }
    }
}
