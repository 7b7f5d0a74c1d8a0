package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an {@link Alert}: its fields in the record's order. */
public final class AlertCodec implements BinaryCodec<Alert> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Alert alert, DataOutputView out) throws IOException {
        AlertWords.writeKind(alert.kind(), out);
        BinaryFormat.writeInstant(alert.since(), out);
        BinaryFormat.writeInstant(alert.raisedAt(), out);
        BinaryFormat.writeNullableInstant(alert.resolvedAt(), out);
        AlertWords.writeNullableResolution(alert.resolution(), out);
        BinaryFormat.writeText(alert.pipelineId(), out);
        BinaryFormat.writeText(alert.stageId(), out);
        BinaryFormat.writeText(alert.ownerId(), out);
        BinaryFormat.writeNullableLong(alert.amountCents(), out);
        BinaryFormat.writeText(alert.currency(), out);
    }

    @Override
    public Alert read(int version, DataInputView in) throws IOException {
        return new Alert(
                AlertWords.readKind(in),
                BinaryFormat.readInstant(in),
                BinaryFormat.readInstant(in),
                BinaryFormat.readNullableInstant(in),
                AlertWords.readNullableResolution(in),
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readNullableLong(in),
                BinaryFormat.readText(in));
    }
}
