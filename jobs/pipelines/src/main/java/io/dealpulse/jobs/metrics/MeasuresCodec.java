package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes {@link Measures}: the sums, then the histogram. */
public final class MeasuresCodec implements BinaryCodec<Measures> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Measures measures, DataOutputView out) throws IOException {
        BinaryFormat.writeUnsigned(measures.size(), out);
        for (int i = 0; i < measures.size(); i++) {
            BinaryFormat.writeLong(measures.sum(i), out);
        }
        writeHistogram(measures.histogram(), out);
    }

    @Override
    public Measures read(int version, DataInputView in) throws IOException {
        long[] sums = new long[(int) BinaryFormat.readUnsigned(in)];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = BinaryFormat.readLong(in);
        }
        return Measures.of(readHistogram(in), sums);
    }

    /** Writes a histogram: how many indexes, then each with its count. */
    public static void writeHistogram(Histogram histogram, DataOutputView out) throws IOException {
        BinaryFormat.writeUnsigned(histogram.size(), out);
        histogram.forEach((index, count) -> {
            BinaryFormat.writeUnsigned(index, out);
            BinaryFormat.writeLong(count, out);
        });
    }

    /** Reads what {@link #writeHistogram} wrote. */
    public static Histogram readHistogram(DataInputView in) throws IOException {
        short[] indexes = new short[(int) BinaryFormat.readUnsigned(in)];
        long[] counts = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (short) BinaryFormat.readUnsigned(in);
            counts[i] = BinaryFormat.readLong(in);
        }
        return Histogram.of(indexes, counts);
    }
}
