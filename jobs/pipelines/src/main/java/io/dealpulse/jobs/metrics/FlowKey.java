package io.dealpulse.jobs.metrics;

import io.dealpulse.core.metric.pipelineflow.FlowCause;
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
 * What identifies the row of a flow, beside its deal and its number there.
 *
 * @param pipelineId the pipeline of its stage
 * @param cause why
 * @param day when, in the reporting zone
 */
record FlowKey(String pipelineId, FlowCause cause, LocalDate day) {

    /** The key of the row of a deal's step of that number, from 1. */
    RowKey rowKey(String dealId, long number) {
        return new RowKey(Tables.DEAL_FLOWS.name(), List.of(pipelineId, cause.word(), day, dealId, number));
    }

    /** The record's fields in order. */
    static final class Codec implements BinaryCodec<FlowKey> {

        private static final long serialVersionUID = 1L;

        /** The numbers are saved state's: a new cause comes at the end. */
        private static final List<FlowCause> CAUSES = List.of(
                FlowCause.CREATED,
                FlowCause.ADVANCED,
                FlowCause.REGRESSED,
                FlowCause.INCREASED,
                FlowCause.DECREASED,
                FlowCause.REDENOMINATED,
                FlowCause.REWEIGHTED,
                FlowCause.REASSIGNED,
                FlowCause.WON,
                FlowCause.LOST,
                FlowCause.REOPENED,
                FlowCause.DELETED,
                FlowCause.RESTORED,
                FlowCause.MOVED);

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(FlowKey key, DataOutputView out) throws IOException {
            BinaryFormat.writeText(key.pipelineId(), out);
            BinaryFormat.writeConstant(key.cause(), CAUSES, out);
            BinaryFormat.writeDate(key.day(), out);
        }

        @Override
        public FlowKey read(int version, DataInputView in) throws IOException {
            return new FlowKey(
                    BinaryFormat.readText(in), BinaryFormat.readConstant(CAUSES, in), BinaryFormat.readDate(in));
        }
    }
}
