package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link TableRow}. */
public final class TableRowCodec implements BinaryCodec<TableRow> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(TableRow row, DataOutputView out) throws IOException {
        BinaryFormat.writeText(row.table(), out);
        CellFormat.writeAll(row.key(), out);
        out.writeBoolean(row.values() != null);
        if (row.values() != null) {
            CellFormat.writeAll(row.values(), out);
        }
    }

    @Override
    public TableRow read(int version, DataInputView in) throws IOException {
        String table = BinaryFormat.readText(in);
        List<Object> key = CellFormat.readAllPresent(in);
        return new TableRow(table, key, in.readBoolean() ? CellFormat.readAll(in) : null);
    }
}
