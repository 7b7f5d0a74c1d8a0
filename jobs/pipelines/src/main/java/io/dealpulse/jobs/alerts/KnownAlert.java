package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.sink.RowKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the world was told of an alert.
 *
 * @param alert the alert as it stood when a deal was last looked at
 * @param hasRow whether that is in the table
 * @param sequence how many messages there were of it; 0: it was over before it could be told
 * @param toldOpen whether the last message said that it is open
 */
record KnownAlert(Alert alert, boolean hasRow, int sequence, boolean toldOpen) {

    /** What tells the alerts of one deal apart. */
    record Key(AlertKind kind, Instant since) {

        static Key of(Alert alert) {
            return new Key(alert.kind(), alert.since());
        }
    }

    /** An alert that is only in the topic, as a former run left it. */
    static KnownAlert published(Alert alert, int sequence) {
        return new KnownAlert(alert, false, sequence, alert.isOpen());
    }

    /** Where its row is; where it may be if that is not known, as the table may have been ahead of the topic, or behind it. */
    List<RowKey> rowKeys(String dealId) {
        return hasRow ? List.of(AlertRows.key(dealId, alert)) : AlertRows.keys(alert.pipelineId(), alert.id(dealId));
    }

    /**
     * The same, when the topic is read. What that says beyond, a former attempt said after the restored checkpoint: then it
     * is this, and not what saved state has, that a further message must differ from.
     */
    KnownAlert alsoPublished(Alert published, int upTo) {
        boolean saysTheSame =
                upTo == sequence && toldOpen == published.isOpen() && (!toldOpen || published.equals(alert));
        return upTo < sequence || saysTheSame ? this : published(published, upTo);
    }

    /** The same, after its row, and, if it has to be told, one more message. */
    KnownAlert nowAs(Alert present, boolean told) {
        return told
                ? new KnownAlert(present, true, sequence + 1, present.isOpen())
                : new KnownAlert(present, true, sequence, toldOpen);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<KnownAlert> {

        private static final long serialVersionUID = 1L;

        private static final AlertCodec ALERT = new AlertCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(KnownAlert known, DataOutputView out) throws IOException {
            ALERT.writeNested(known.alert(), out);
            out.writeBoolean(known.hasRow());
            BinaryFormat.writeUnsigned(known.sequence(), out);
            out.writeBoolean(known.toldOpen());
        }

        @Override
        public KnownAlert read(int version, DataInputView in) throws IOException {
            return new KnownAlert(
                    ALERT.readNested(in), in.readBoolean(), (int) BinaryFormat.readUnsigned(in), in.readBoolean());
        }
    }
}
