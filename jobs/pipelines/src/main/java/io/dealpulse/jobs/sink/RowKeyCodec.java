package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link RowKey}. */
public final class RowKeyCodec implements BinaryCodec<RowKey> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(RowKey key, DataOutputView out) throws IOException {
        BinaryFormat.writeText(key.table(), out);
        CellFormat.writeAll(key.values(), out);
    }

    @Override
    public RowKey read(int version, DataInputView in) throws IOException {
        String table = BinaryFormat.readText(in);
        List<Object> values = CellFormat.readAllPresent(in);
        return new RowKey(table, values);
    }
}
