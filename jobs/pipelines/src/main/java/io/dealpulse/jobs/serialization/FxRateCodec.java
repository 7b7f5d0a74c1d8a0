package io.dealpulse.jobs.serialization;

import io.dealpulse.core.money.FxRate;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes an {@link FxRate}: its fields in the record's order. */
public final class FxRateCodec implements BinaryCodec<FxRate> {

    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(FxRate rate, DataOutputView out) throws IOException {
        BinaryFormat.writeText(rate.base(), out);
        BinaryFormat.writeText(rate.quote(), out);
        BinaryFormat.writeDate(rate.date(), out);
        BinaryFormat.writeDecimal(rate.rate(), out);
    }

    @Override
    public FxRate read(int version, DataInputView in) throws IOException {
        return new FxRate(
                BinaryFormat.readText(in),
                BinaryFormat.readText(in),
                BinaryFormat.readDate(in),
                BinaryFormat.readDecimal(in));
    }
}
