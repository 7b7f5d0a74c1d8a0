package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a {@link MetricKey}. */
public final class MetricKeyCodec implements BinaryCodec<MetricKey> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(MetricKey key, DataOutputView out) throws IOException {
        BinaryFormat.writeText(key.family(), out);
        BinaryFormat.writeTexts(key.values(), out);
    }

    @Override
    public MetricKey read(int version, DataInputView in) throws IOException {
        return new MetricKey(BinaryFormat.readText(in), BinaryFormat.readTextList(in));
    }
}
