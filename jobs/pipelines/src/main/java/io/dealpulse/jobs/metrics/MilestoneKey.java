package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.milestone.MilestoneKind;
import io.dealpulse.core.metric.milestone.StayClass;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Tables;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What identifies the row of a milestone, beside its deal.
 *
 * @param pipelineId the pipeline of its stage
 * @param kind what the deal counts for
 * @param stay how long the deal had been in the stage, if it left; null if that was not kept
 * @param stageId its stage
 * @param day when, in the reporting zone
 * @param visitNumber the number of the visit by which it happened
 */
record MilestoneKey(
        String pipelineId,
        MilestoneKind kind,
        @Nullable StayClass stay,
        String stageId,
        LocalDate day,
        long visitNumber) {

    /** The key of the row of a deal's milestone, whose stay is known. */
    RowKey rowKey(String dealId) {
        return rowKey(dealId, Objects.requireNonNull(stay));
    }

    /** The same; where the stay is not known, the keys of all rows that it may have. */
    List<RowKey> rowKeys(String dealId) {
        List<StayClass> stays = stay == null ? StayClass.ALL : List.of(stay);
        return stays.stream().map(each -> rowKey(dealId, each)).toList();
    }

    private RowKey rowKey(String dealId, StayClass of) {
        return new RowKey(
                Tables.DEAL_MILESTONES.name(),
                List.of(pipelineId, kind.word(), (long) of.belowDays(), stageId, day, dealId, visitNumber));
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
            return 2;
        }

        @Override
        public void write(MilestoneKey key, DataOutputView out) throws IOException {
            BinaryFormat.writeText(key.pipelineId(), out);
            BinaryFormat.writeConstant(key.kind(), KINDS, out);
            StayClass stay = key.stay();
            BinaryFormat.writeNullableInt(stay == null ? null : (Integer) stay.belowDays(), out);
            BinaryFormat.writeText(key.stageId(), out);
            BinaryFormat.writeDate(key.day(), out);
            BinaryFormat.writeUnsigned(key.visitNumber(), out);
        }

        @Override
        public MilestoneKey read(int version, DataInputView in) throws IOException {
            String pipelineId = BinaryFormat.readText(in);
            MilestoneKind kind = BinaryFormat.readConstant(KINDS, in);
            return new MilestoneKey(
                    pipelineId,
                    kind,
                    version >= 2 ? readStay(in) : unknownStay(kind),
                    BinaryFormat.readText(in),
                    BinaryFormat.readDate(in),
                    BinaryFormat.readUnsigned(in));
        }

        private static @Nullable StayClass readStay(DataInputView in) throws IOException {
            Integer belowDays = BinaryFormat.readNullableInt(in);
            return belowDays == null ? null : new StayClass(belowDays);
        }

        /** Version 1 knew no stays: of a stage that was left, it is not known. */
        private static @Nullable StayClass unknownStay(MilestoneKind kind) {
            return kind.isExit() ? null : StayClass.UNBOUNDED;
        }
    }
}
