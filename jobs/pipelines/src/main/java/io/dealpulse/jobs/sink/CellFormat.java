package io.dealpulse.jobs.sink;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.jobs.metrics.MeasuresCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Writes the values of table cells, each after a mark of its type; the values are those of {@link ColumnType}. */
final class CellFormat {

    private static final int NULL = 0;
    private static final int TEXT = 1;
    private static final int NUMBER = 2;
    private static final int REAL = 3;
    private static final int DECIMAL = 4;
    private static final int INSTANT = 5;
    private static final int DATE = 6;
    private static final int TEXT_MAP = 7;
    private static final int HISTOGRAM = 8;
    private static final int TEXT_LIST = 9;

    private CellFormat() {}

    static void writeAll(List<? extends @Nullable Object> values, DataOutputView out) throws IOException {
        BinaryFormat.writeUnsigned(values.size(), out);
        for (Object value : values) {
            write(value, out);
        }
    }

    static List<@Nullable Object> readAll(DataInputView in) throws IOException {
        int size = (int) BinaryFormat.readUnsigned(in);
        List<@Nullable Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(read(in));
        }
        return values;
    }

    /** Reads values none of which is null: those of a key. */
    static List<Object> readAllPresent(DataInputView in) throws IOException {
        List<Object> values = new ArrayList<>();
        for (Object value : readAll(in)) {
            values.add(Objects.requireNonNull(value, "a key column is null"));
        }
        return values;
    }

    @SuppressWarnings("unchecked") // the only lists and maps in rows are of texts
    private static void write(@Nullable Object value, DataOutputView out) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof String text) {
            out.writeByte(TEXT);
            BinaryFormat.writeText(text, out);
        } else if (value instanceof Long number) {
            out.writeByte(NUMBER);
            BinaryFormat.writeLong(number, out);
        } else if (value instanceof Double real) {
            out.writeByte(REAL);
            out.writeDouble(real);
        } else if (value instanceof BigDecimal decimal) {
            out.writeByte(DECIMAL);
            BinaryFormat.writeDecimal(decimal, out);
        } else if (value instanceof Instant instant) {
            out.writeByte(INSTANT);
            BinaryFormat.writeInstant(instant, out);
        } else if (value instanceof LocalDate date) {
            out.writeByte(DATE);
            BinaryFormat.writeDate(date, out);
        } else if (value instanceof List<?> list) {
            out.writeByte(TEXT_LIST);
            BinaryFormat.writeTexts((List<String>) list, out);
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(TEXT_MAP);
            BinaryFormat.writeTexts((Map<String, String>) map, out);
        } else if (value instanceof Histogram histogram) {
            out.writeByte(HISTOGRAM);
            MeasuresCodec.writeHistogram(histogram, out);
        } else {
            throw new IllegalArgumentException("No column holds a " + value.getClass());
        }
    }

    private static @Nullable Object read(DataInputView in) throws IOException {
        int mark = in.readByte();
        return switch (mark) {
            case NULL -> null;
            case TEXT -> BinaryFormat.readText(in);
            case NUMBER -> BinaryFormat.readLong(in);
            case REAL -> in.readDouble();
            case DECIMAL -> BinaryFormat.readDecimal(in);
            case INSTANT -> BinaryFormat.readInstant(in);
            case DATE -> BinaryFormat.readDate(in);
            case TEXT_LIST -> BinaryFormat.readTextList(in);
            case TEXT_MAP -> BinaryFormat.readTextMap(in);
            case HISTOGRAM -> MeasuresCodec.readHistogram(in);
            default -> throw new IOException("corrupt row: no cell type has the mark " + mark);
        };
    }
}
