package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Cause.At;
import io.dealpulse.core.stall.Cause.Due;
import io.dealpulse.core.stall.Cause.Learned;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link Cause}: its fields in the record's order. */
public final class CauseCodec implements BinaryCodec<Cause> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Cause cause, DataOutputView out) throws IOException {
        AlertWords.writeKind(cause.kind(), out);
        BinaryFormat.writeInstant(cause.since(), out);
        out.writeBoolean(cause.due() instanceof Learned);
        BinaryFormat.writeInstant(instantOf(cause.due()), out);
        BinaryFormat.writeNullableInstant(cause.endsAt(), out);
        AlertWords.writeNullableResolution(cause.resolution(), out);
        BinaryFormat.writeText(cause.pipelineId(), out);
        BinaryFormat.writeText(cause.stageId(), out);
        BinaryFormat.writeText(cause.ownerId(), out);
        BinaryFormat.writeNullableLong(cause.amountCents(), out);
        BinaryFormat.writeText(cause.currency(), out);
    }

    @Override
    public Cause read(int version, DataInputView in) throws IOException {
        return new Cause(
                AlertWords.readKind(in),
                BinaryFormat.readInstant(in),
                readDue(in),
                BinaryFormat.readNullableInstant(in),
                AlertWords.readNullableResolution(in),
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readNullableLong(in),
                BinaryFormat.readText(in));
    }

    /** Writes how many there are, then each with its version. */
    void writeAll(List<Cause> causes, DataOutputView out) throws IOException {
        BinaryFormat.writeUnsigned(causes.size(), out);
        for (Cause cause : causes) {
            writeNested(cause, out);
        }
    }

    /** Reads what {@link #writeAll} wrote. */
    List<Cause> readAll(DataInputView in) throws IOException {
        List<Cause> causes = new ArrayList<>();
        for (long left = BinaryFormat.readUnsigned(in); left > 0; left--) {
            causes.add(readNested(in));
        }
        return causes;
    }

    private static Instant instantOf(Due due) {
        return due instanceof Learned learned ? learned.enteredAt() : ((At) due).instant();
    }

    private static Due readDue(DataInputView in) throws IOException {
        boolean learned = in.readBoolean();
        Instant instant = BinaryFormat.readInstant(in);
        return learned ? new Learned(instant) : new At(instant);
    }
}
