package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.serialization.CodecTypeInformation;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives each row its version and checkpoint and sends it to its table's side output. Stands right behind the operator
 * that makes the rows, in the same chain, so that of two rows with one key the later made gets the higher version.
 *
 * <p>Without state: a new attempt claims a new generation, which ranks above all that any earlier attempt wrote or,
 * as a zombie, is still writing.
 */
public final class StampRows extends ProcessFunction<TableRow, Void> implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    /** The accumulator of how many rows an attempt has made. */
    public static final String ROWS_MADE = "rows-made";

    private static final int COUNTER_BITS = 32;

    /** Flink's type of what comes out. */
    public static final TypeInformation<StampedRow> TYPE =
            new CodecTypeInformation<>(StampedRow.class, new StampedRowCodec());

    private final Generations generations;

    private transient long generation;
    private transient long counter;
    private transient long checkpoint;
    private transient LongCounter rowsMade;

    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public StampRows(Generations generations) {
        this.generations = generations;
    }

    /** The side output of a table. */
    public static OutputTag<StampedRow> outputOf(String table) {
        return new OutputTag<>(table, TYPE);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        checkpoint = context.getRestoredCheckpointId().orElse(0);
    }

    @Override
    public void open(OpenContext context) throws Exception {
        generation = generations.claim(getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks());
        counter = 0;
        // One for all of them that share a task.
        rowsMade = getRuntimeContext().getLongCounter(ROWS_MADE);
    }

    @Override
    public void processElement(TableRow row, Context context, Collector<Void> out) {
        rowsMade.add(1);
        context.output(outputOf(row.table()), new StampedRow(row, version(generation, counter++), checkpoint));
    }

    /** Added, so that a counter that outgrows its bits carries into the generation: versions never go back. */
    static long version(long generation, long counter) {
        return (generation << COUNTER_BITS) + counter;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        checkpoint = context.getCheckpointId();
    }
}
