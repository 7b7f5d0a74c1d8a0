package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.RowKey;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches the operator that raises alerts of a deal: its causes, a message that was published before, the id of an alert
 * whose row must be written anew or, if it is none of these, the word that the deal is erased.
 *
 * @param dealId the deal
 * @param causes all its causes from now on
 * @param published the last message of one of its alerts that is in the topic
 * @param staleAlertId the alert whose row must be written anew
 */
public record AlertInput(
        String dealId,
        @Nullable DealCauses causes,
        @Nullable AlertMessage published,
        @Nullable String staleAlertId) {

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
        return new AlertInput(Alert.isId(alertId) ? Alert.dealOf(alertId) : alertId, null, null, alertId);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<AlertInput> {

        private static final long serialVersionUID = 1L;

        private static final DealCauses.Codec CAUSES = new DealCauses.Codec();
        private static final AlertMessage.Codec MESSAGE = new AlertMessage.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(AlertInput input, DataOutputView out) throws IOException {
            BinaryFormat.writeText(input.dealId(), out);
            CAUSES.writeNullableNested(input.causes(), out);
            MESSAGE.writeNullableNested(input.published(), out);
            BinaryFormat.writeNullableText(input.staleAlertId(), out);
        }

        @Override
        public AlertInput read(int version, DataInputView in) throws IOException {
            return new AlertInput(
                    BinaryFormat.readText(in),
                    CAUSES.readNullableNested(in),
                    MESSAGE.readNullableNested(in),
                    BinaryFormat.readNullableText(in));
        }
    }
}
