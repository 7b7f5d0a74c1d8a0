package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches the operator that raises alerts of a deal: its causes, a message that was published before, a row that must be
 * written anew or, if it is none of these, the word that the deal is erased.
 *
 * @param dealId the deal
 * @param causes all its causes from now on
 * @param published the last message of one of its alerts that is in the topic
 * @param staleRow a row of one of its alerts that must be written anew, or deleted
 */
public record AlertInput(
        String dealId,
        @Nullable DealCauses causes,
        @Nullable AlertMessage published,
        @Nullable RowKey staleRow) {

    /** Flink's type of these records. */
    public static final TypeInformation<AlertInput> TYPE = new CodecTypeInformation<>(AlertInput.class, new Codec());

    /** The causes of a deal. */
    public static AlertInput of(String dealId, DealCauses causes) {
        return new AlertInput(dealId, causes, null, null);
    }

    /** The erasure of a deal. */
    public static AlertInput erasure(String dealId) {
        return new AlertInput(dealId, null, null, null);
    }

    /** What was published of an alert. */
    public static AlertInput published(AlertMessage message) {
        return new AlertInput(message.dealId(), null, message, null);
    }

    /** A row to write anew. One whose id is no alert's was not written by the job: no deal has it, so that it is deleted. */
    public static AlertInput stale(RowKey row) {
        String alertId = AlertRows.alertIdOf(row);
        return new AlertInput(Alert.isId(alertId) ? Alert.dealOf(alertId) : alertId, null, null, row);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<AlertInput> {

        private static final long serialVersionUID = 1L;

        private static final DealCauses.Codec CAUSES = new DealCauses.Codec();
        private static final AlertMessage.Codec MESSAGE = new AlertMessage.Codec();
        private static final RowKeyCodec ROW = new RowKeyCodec();

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(AlertInput input, DataOutputView out) throws IOException {
            BinaryFormat.writeText(input.dealId(), out);
            CAUSES.writeNullableNested(input.causes(), out);
            MESSAGE.writeNullableNested(input.published(), out);
            ROW.writeNullableNested(input.staleRow(), out);
        }

        @Override
        public AlertInput read(int version, DataInputView in) throws IOException {
            return new AlertInput(
                    BinaryFormat.readText(in),
                    CAUSES.readNullableNested(in),
                    MESSAGE.readNullableNested(in),
                    version >= 2 ? ROW.readNullableNested(in) : readStaleAlert(in));
        }

        /** Of version 1: of an alert, whose row may be in any pipeline; one under none names the alert as well. */
        private static @Nullable RowKey readStaleAlert(DataInputView in) throws IOException {
            String alertId = BinaryFormat.readNullableText(in);
            return alertId == null ? null : AlertRows.keys("", alertId).get(0);
        }
    }
}
