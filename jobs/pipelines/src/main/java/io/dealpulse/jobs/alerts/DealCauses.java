package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * All that calls for alerts of a deal, and under what they are found.
 *
 * @param causes what {@link io.dealpulse.core.stall.StallRules} say of it
 * @param slices what the deal has in each dimension now, as {@link io.dealpulse.core.metric.Dimensions#slices} tells it
 * @param newsIs the resolution of alerts that these causes take back
 */
public record DealCauses(List<Cause> causes, List<String> slices, Resolution newsIs) {

    public DealCauses {
        causes = List.copyOf(causes);
        slices = List.copyOf(slices);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<DealCauses> {

        private static final long serialVersionUID = 1L;

        private static final CauseCodec CAUSE = new CauseCodec();

        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(DealCauses deal, DataOutputView out) throws IOException {
            CAUSE.writeAll(deal.causes(), out);
            AlertWords.writeResolution(deal.newsIs(), out);
            BinaryFormat.writeTexts(deal.slices(), out);
        }

        @Override
        public DealCauses read(int version, DataInputView in) throws IOException {
            List<Cause> causes = CAUSE.readAll(in);
            Resolution newsIs = AlertWords.readResolution(in);
            return new DealCauses(causes, version >= 2 ? BinaryFormat.readTextList(in) : List.of(), newsIs);
        }
    }
}
