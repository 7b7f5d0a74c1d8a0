package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * A message of the alert topic.
 *
 * @param alertId the alert
 * @param alert what is said of it; null: its deal was erased
 * @param sequence counts the messages of this alert from 1; 0 if its deal was erased
 */
public record AlertMessage(String alertId, @Nullable Alert alert, int sequence) {

    /** Flink's type of these records. */
    public static final TypeInformation<AlertMessage> TYPE =
            new CodecTypeInformation<>(AlertMessage.class, new Codec());

    /** The alert as it stands now. */
    static AlertMessage of(String dealId, Alert alert, int sequence) {
        return new AlertMessage(alert.id(dealId), alert, sequence);
    }

    /** Nothing may be said of it any more. */
    static AlertMessage erased(String alertId) {
        return new AlertMessage(alertId, null, 0);
    }

    /** The alert's deal. */
    String dealId() {
        return Alert.dealOf(alertId);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<AlertMessage> {

        private static final long serialVersionUID = 1L;

        private static final AlertCodec ALERT = new AlertCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(AlertMessage message, DataOutputView out) throws IOException {
            BinaryFormat.writeText(message.alertId(), out);
            ALERT.writeNullableNested(message.alert(), out);
            BinaryFormat.writeUnsigned(message.sequence(), out);
        }

        @Override
        public AlertMessage read(int version, DataInputView in) throws IOException {
            return new AlertMessage(
                    BinaryFormat.readText(in), ALERT.readNullableNested(in), (int) BinaryFormat.readUnsigned(in));
        }
    }
}
