package io.dealpulse.jobs.deals;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.jobs.serialization.ActivityCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.serialization.DealEventCodec;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.RecordPlace;
import io.dealpulse.jobs.source.RejectedRecord;
import io.dealpulse.schemas.EventTopic;
import java.io.IOException;
import java.util.Comparator;
import java.util.Objects;
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
 * @param activity what somebody did for it; one of another deal is no longer this one's
 * @param staleRow a row of its that must be written anew
 * @param place the record that says so; null where it does not matter
 */
public record DealInput(
        String dealId,
        @Nullable DealEvent event,
        @Nullable Activity activity,
        @Nullable RowKey staleRow,
        @Nullable RecordPlace place) {

    /** Flink's type of these records. */
    public static final TypeInformation<DealInput> TYPE = new CodecTypeInformation<>(DealInput.class, new Codec());

    /** A record of the deal topic. */
    public static DealInput of(DealMessage message) {
        return new DealInput(message.dealId(), message.event(), null, null, message.place());
    }

    /** An activity as it stands now. */
    public static DealInput of(String dealId, Activity activity, @Nullable RecordPlace place) {
        return new DealInput(dealId, null, activity, null, place);
    }

    /** A row of a table of deals to write anew. */
    public static DealInput stale(RowKey row) {
        return new DealInput(Tables.dealOf(row), null, null, row, null);
    }

    /**
     * A deal's log after this event, activity or erasure.
     *
     * @param tieBreak decides between two versions of one event that were recorded at the same time
     */
    public DealLog appliedTo(DealLog before, Comparator<DealEvent> tieBreak) {
        if (event != null) {
            return before.with(event, tieBreak);
        }
        if (activity == null) {
            return DealLog.ERASED;
        }
        return dealId.equals(activity.dealId()) ? before.with(activity) : before.without(activity.activityId());
    }

    /** The dead letter of an event or activity that comes when its deal has left saved state. */
    public RejectedRecord tooLate() {
        return RejectedRecord.tooLate(
                event != null ? EventTopic.DEAL_CHANGED : EventTopic.ACTIVITY_LOGGED,
                Objects.requireNonNull(place, "only records come too late"),
                dealId);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealInput> {

        private static final long serialVersionUID = 1L;

        private static final DealEventCodec EVENT = new DealEventCodec();
        private static final ActivityCodec ACTIVITY = new ActivityCodec();
        private static final RowKeyCodec ROW = new RowKeyCodec();
        private static final RecordPlace.Codec PLACE = new RecordPlace.Codec();

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
            PLACE.writeNullableNested(input.place(), out);
        }

        @Override
        public DealInput read(int version, DataInputView in) throws IOException {
            return new DealInput(
                    BinaryFormat.readText(in),
                    EVENT.readNullableNested(in),
                    ACTIVITY.readNullableNested(in),
                    ROW.readNullableNested(in),
                    PLACE.readNullableNested(in));
        }
    }
}
