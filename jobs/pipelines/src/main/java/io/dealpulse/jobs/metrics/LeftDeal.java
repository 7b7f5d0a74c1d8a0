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
 * @param milestones its milestones in order; none if it was deleted
 */
record LeftDeal(long visits, List<FlowKey> flows, List<MilestoneKey> milestones) {

    LeftDeal {
        flows = List.copyOf(flows);
        milestones = List.copyOf(milestones);
    }

    /** The record's fields in order. */
    static final class Codec implements BinaryCodec<LeftDeal> {

        private static final long serialVersionUID = 1L;

        private static final FlowKey.Codec FLOW = new FlowKey.Codec();
        private static final MilestoneKey.Codec MILESTONE = new MilestoneKey.Codec();

        @Override
        public int version() {
            return 3;
        }

        @Override
        public void write(LeftDeal deal, DataOutputView out) throws IOException {
            BinaryFormat.writeUnsigned(deal.visits(), out);
            writeAll(FLOW, deal.flows(), out);
            writeAll(MILESTONE, deal.milestones(), out);
        }

        @Override
        public LeftDeal read(int version, DataInputView in) throws IOException {
            return new LeftDeal(
                    BinaryFormat.readUnsigned(in), readAll(FLOW, FLOW.version(), in), readMilestones(version, in));
        }

        /** Version 1 had none: its state is refused for its shape, but not before it is read. Version 2 has version 1 of theirs. */
        private static List<MilestoneKey> readMilestones(int version, DataInputView in) throws IOException {
            return version == 1 ? List.of() : readAll(MILESTONE, version - 1, in);
        }

        private static <T> void writeAll(BinaryCodec<T> codec, List<T> values, DataOutputView out) throws IOException {
            BinaryFormat.writeUnsigned(values.size(), out);
            for (T value : values) {
                codec.write(value, out);
            }
        }

        private static <T> List<T> readAll(BinaryCodec<T> codec, int version, DataInputView in) throws IOException {
            long size = BinaryFormat.readUnsigned(in);
            List<T> values = new ArrayList<>();
            for (long i = 0; i < size; i++) {
                values.add(codec.read(version, in));
            }
            return values;
        }
    }
}
