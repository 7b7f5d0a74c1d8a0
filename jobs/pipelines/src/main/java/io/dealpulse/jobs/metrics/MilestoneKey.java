package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.milestone.MilestoneKind;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Tables;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What identifies the row of a milestone, beside its deal.
 *
 * @param pipelineId the pipeline of its stage
 * @param kind what the deal counts for
 * @param stageId its stage
 * @param day when, in the reporting zone
 * @param visitNumber the number of the visit by which it happened
 */
record MilestoneKey(String pipelineId, MilestoneKind kind, String stageId, LocalDate day, long visitNumber) {

    /** The key of the row of a deal's milestone. */
    RowKey rowKey(String dealId) {
        return new RowKey(
                Tables.DEAL_MILESTONES.name(), List.of(pipelineId, kind.word(), stageId, day, dealId, visitNumber));
    }

    /** The record's fields in order. */
    static final class Codec implements BinaryCodec<MilestoneKey> {

        private static final long serialVersionUID = 1L;

        /** The numbers are saved state's: a new kind comes at the end. */
        private static final List<MilestoneKind> KINDS = List.of(
                MilestoneKind.REACHED,
                MilestoneKind.LEFT,
                MilestoneKind.LEFT_BEFORE,
                MilestoneKind.OPEN,
                MilestoneKind.WON,
                MilestoneKind.LOST);

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(MilestoneKey key, DataOutputView out) throws IOException {
            BinaryFormat.writeText(key.pipelineId(), out);
            BinaryFormat.writeConstant(key.kind(), KINDS, out);
            BinaryFormat.writeText(key.stageId(), out);
            BinaryFormat.writeDate(key.day(), out);
            BinaryFormat.writeUnsigned(key.visitNumber(), out);
        }

        @Override
        public MilestoneKey read(int version, DataInputView in) throws IOException {
            return new MilestoneKey(
                    BinaryFormat.readText(in),
                    BinaryFormat.readConstant(KINDS, in),
                    BinaryFormat.readText(in),
                    BinaryFormat.readDate(in),
                    BinaryFormat.readUnsigned(in));
        }
    }
}
