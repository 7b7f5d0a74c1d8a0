package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link StampedRow}. */
public final class StampedRowCodec implements BinaryCodec<StampedRow> {

    private static final long serialVersionUID = 1L;

    private static final TableRowCodec ROW = new TableRowCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(StampedRow stamped, DataOutputView out) throws IOException {
        ROW.writeNested(stamped.row(), out);
        BinaryFormat.writeLong(stamped.version(), out);
        BinaryFormat.writeLong(stamped.checkpoint(), out);
    }

    @Override
    public StampedRow read(int version, DataInputView in) throws IOException {
        return new StampedRow(ROW.readNested(in), BinaryFormat.readLong(in), BinaryFormat.readLong(in));
    }
}
