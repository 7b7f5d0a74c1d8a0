package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Which rows the tables show of a deal that has left saved state, so that an erasure finds them.
 *
 * @param visits how many stage visits; none if it was deleted, which has no row of its own either
 * @param flows its flows in order, which a deleted deal has too
 */
record LeftDeal(long visits, List<FlowKey> flows) {

    LeftDeal {
        flows = List.copyOf(flows);
    }

    /** The record's fields in order. */
    static final class Codec implements BinaryCodec<LeftDeal> {

        private static final long serialVersionUID = 1L;

        private static final FlowKey.Codec FLOW = new FlowKey.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(LeftDeal deal, DataOutputView out) throws IOException {
            BinaryFormat.writeUnsigned(deal.visits(), out);
            BinaryFormat.writeUnsigned(deal.flows().size(), out);
            for (FlowKey flow : deal.flows()) {
                FLOW.write(flow, out);
            }
        }

        @Override
        public LeftDeal read(int version, DataInputView in) throws IOException {
            long visits = BinaryFormat.readUnsigned(in);
            long size = BinaryFormat.readUnsigned(in);
            List<FlowKey> flows = new ArrayList<>();
            for (long i = 0; i < size; i++) {
                flows.add(FLOW.read(FLOW.version(), in));
            }
            return new LeftDeal(visits, flows);
        }
    }
}
