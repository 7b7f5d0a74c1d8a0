package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.TableRowCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches {@link PublishRows}: a row as it is now, or the word that one must be reconciled.
 *
 * @param key which row it is
 * @param row the row, or its deletion; null if it is to be reconciled
 */
public record PublishedRow(RowKey key, @Nullable TableRow row) {

    /** Flink's type of these records. */
    public static final TypeInformation<PublishedRow> TYPE =
            new CodecTypeInformation<>(PublishedRow.class, new Codec());

    /** A row as it is now. */
    public static PublishedRow of(TableRow row) {
        return new PublishedRow(row.rowKey(), row);
    }

    /** A row to reconcile. */
    public static PublishedRow stale(RowKey key) {
        return new PublishedRow(key, null);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<PublishedRow> {

        private static final long serialVersionUID = 1L;

        private static final RowKeyCodec KEY = new RowKeyCodec();
        private static final TableRowCodec ROW = new TableRowCodec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(PublishedRow published, DataOutputView out) throws IOException {
            KEY.writeNested(published.key(), out);
            ROW.writeNullableNested(published.row(), out);
        }

        @Override
        public PublishedRow read(int version, DataInputView in) throws IOException {
            return new PublishedRow(KEY.readNested(in), ROW.readNullableNested(in));
        }
    }
}
