package io.dealpulse.jobs.sink;

import io.dealpulse.jobs.source.ClockTick;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Names the rows that a restart may have left wrong, so that whoever holds their state writes them anew, or deletes
 * them where the state has none. Upserts alone do not bring that about: a row written after the restored checkpoint may
 * be of a key that the replay never touches again.
 *
 * <ul>
 *   <li>After a restore from checkpoint m: the rows whose writer had passed barrier m or a later one, and those of
 *       generations that m does not know of: a run that began without state, or from an older checkpoint, may have
 *       written since then, with lower checkpoints than m.
 *   <li>After a start without state: every row of earlier generations that is still there once the job has caught up.
 * </ul>
 *
 * The rows after a restore are named at once, so that figures are soon right, and again when the job has caught up.
 * Naming a row is always harmless, at any time and however often: what is written is the state of that moment, with a
 * higher version. Runs with parallelism 1, because it reads whole tables; driven by the clock's ticks.
 */
public final class ReconcileRows extends AbstractStreamOperator<RowKey>
        implements OneInputStreamOperator<ClockTick, RowKey>, BoundedOneInput {

    private static final long serialVersionUID = 1L;

    /** The checkpoint since whose barrier rows are still to be named, then {@link #GENERATION} as it was: two or none. */
    private static final ListStateDescriptor<Long> SINCE = new ListStateDescriptor<>("reconcile-since", Types.LONG);

    /** The highest generation when the checkpoint was taken: one element. */
    private static final ListStateDescriptor<Long> GENERATION = new ListStateDescriptor<>("generation", Types.LONG);

    /** The first generation of the run without state that is still to sweep: at most one element. */
    private static final ListStateDescriptor<Long> SWEEP = new ListStateDescriptor<>("sweep-before", Types.LONG);

    private final StaleRows staleRows;
    private final Generations generations;
    private final ArrayList<Table> tables;
    private final long highestGenerationBefore;

    private transient @Nullable Since since;

    /** The highest generation when this attempt began; its own rows need no reconciliation. */
    private transient long generationBefore;

    private transient boolean reconciled;
    private transient List<Long> sweep;

    /** The highest generation of this attempt; null until its first checkpoint, when all its writers have one. */
    private transient @Nullable Long generation;

    private transient ListState<Long> sinceState;
    private transient ListState<Long> generationState;
    private transient ListState<Long> sweepState;

    /** What a checkpoint does not know of. */
    private record Since(long checkpoint, long generation) {

        static Since ofSaved(Iterable<Long> saved, long checkpoint, long generation) {
            Iterator<Long> stillDue = saved.iterator();
            return stillDue.hasNext() ? new Since(stillDue.next(), stillDue.next()) : new Since(checkpoint, generation);
        }
    }

    /**
     * Names rows of these tables.
     *
     * @param highestGenerationBefore the highest generation before this job was submitted
     */
    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    public ReconcileRows(
            StaleRows staleRows, Generations generations, List<Table> tables, long highestGenerationBefore) {
        this.staleRows = staleRows;
        this.generations = generations;
        this.tables = new ArrayList<>(tables);
        this.highestGenerationBefore = highestGenerationBefore;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        sinceState = context.getOperatorStateStore().getListState(SINCE);
        generationState = context.getOperatorStateStore().getListState(GENERATION);
        sweepState = context.getOperatorStateStore().getListState(SWEEP);
        sweep = new ArrayList<>();
        generationBefore = generations.highest();
        if (context.isRestored()) {
            // A restore that was still to be reconciled when the checkpoint was taken covers this one too.
            since = Since.ofSaved(
                    sinceState.get(),
                    context.getRestoredCheckpointId().orElseThrow(),
                    generationState.get().iterator().next());
            sweepState.get().forEach(sweep::add);
        } else {
            if (getRuntimeContext().getTaskInfo().getAttemptNumber() > 0) {
                // An attempt that failed before its first checkpoint may have written anything.
                since = new Since(0, 0);
            }
            if (highestGenerationBefore > 0) {
                sweep.add(highestGenerationBefore + 1);
            }
        }
    }

    @Override
    public void processElement(StreamRecord<ClockTick> element) throws Exception {
        if (!reconciled) {
            reconcile();
            reconciled = true;
        }
        if (element.getValue().caughtUp()) {
            settle();
        }
    }

    @Override
    public void endInput() throws Exception {
        settle();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        if (generation == null) {
            generation = generations.highest();
        }
        Since due = since;
        sinceState.update(due == null ? List.of() : List.of(due.checkpoint(), due.generation()));
        generationState.update(List.of(generation));
        sweepState.update(sweep);
    }

    private void reconcile() throws Exception {
        Since due = since;
        if (due == null) {
            return;
        }
        for (Table table : tables) {
            Tally tally = new Tally();
            staleRows.writtenSince(due.checkpoint(), due.generation(), generationBefore, table, tally::name);
            LOG.info(
                    "Reconciled {}: {} rows written since checkpoint {} or generation {} are written anew",
                    table.name(),
                    tally.rows,
                    due.checkpoint(),
                    due.generation());
        }
    }

    /**
     * Once more: a request that the server was still working on when the former attempt died may have become visible
     * after the first look.
     */
    private void settle() throws Exception {
        reconcile();
        since = null;
        sweep();
    }

    private void sweep() throws Exception {
        for (long generation : sweep) {
            for (Table table : tables) {
                Tally tally = new Tally();
                staleRows.writtenBefore(generation, table, tally::name);
                LOG.info(
                        "Swept {}: {} rows from before generation {} are deleted or written anew",
                        table.name(),
                        tally.rows,
                        generation);
            }
        }
        sweep.clear();
    }

    /** Sends keys on and counts them. */
    private final class Tally {
        private long rows;

        private void name(RowKey key) {
            output.collect(new StreamRecord<>(key));
            rows++;
        }
    }
}
