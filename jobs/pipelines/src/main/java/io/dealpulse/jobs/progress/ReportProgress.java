package io.dealpulse.jobs.progress;

import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.Generations;
import io.dealpulse.jobs.sink.RowSink;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.TableRowCodec;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ClockTick;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the job's row of {@link Tables#JOB_PROGRESS}: up to which time its figures are complete, and that it is alive. Makes
 * it anew at every interval, with or without events.
 *
 * <p>A tick of the clock travels beside the records, and rows wait in the sink, so what counts is the tick that came before
 * the last completed checkpoint: all rows that are due at it, of all records that were read before it, are in ClickHouse. At
 * the end of all input it is the last tick. Runs with parallelism 1.
 */
public final class ReportProgress extends AbstractStreamOperator<TableRow>
        implements OneInputStreamOperator<Reached, TableRow>, ProcessingTimeCallback {

    private static final long serialVersionUID = 1L;

    private static final String REPORT_PROGRESS = "report-progress";

    private static final ClockTick NOTHING = new ClockTick(null, false);

    /**
     * The time that the clock had reached, in milliseconds: none or one. Never cleared, so that a restarted job goes on saying
     * what is complete.
     */
    private static final ListStateDescriptor<Long> CLOCK = new ListStateDescriptor<>("clock", Types.LONG);

    private final String job;
    private final Duration interval;

    private transient ListState<Long> clockState;
    private transient Map<Integer, Reached> reached;

    /** What was reached before the barriers of checkpoints that are not completed yet, by id. */
    private transient TreeMap<Long, ClockTick> open;

    /** What was reached before the barrier of the last completed checkpoint. */
    private transient ClockTick complete;

    private transient @Nullable ScheduledFuture<?> timer;

    /**
     * Reports for a job.
     *
     * @param interval time between two rows
     */
    @SuppressWarnings("NullAway.Init") // the transient fields are set when the operator opens
    ReportProgress(String job, Duration interval) {
        this.job = job;
        this.interval = interval;
    }

    /** Adds the report to a job, from those that make its rows to the table. */
    public static void connect(
            String job, Duration interval, DataStream<Reached> reached, RowSink sink, Generations generations) {
        SingleOutputStreamOperator<Void> stamped = reached.transform(
                        "report progress",
                        new CodecTypeInformation<>(TableRow.class, new TableRowCodec()),
                        new ReportProgress(job, interval))
                .uid(REPORT_PROGRESS)
                .setParallelism(1)
                .process(new StampRows(generations), Types.VOID)
                .setParallelism(1)
                .name("stamp rows")
                .uid(REPORT_PROGRESS + "-stamp");
        sink.write(stamped, List.of(Tables.JOB_PROGRESS), REPORT_PROGRESS + "-write");
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        clockState = context.getOperatorStateStore().getListState(CLOCK);
        reached = new HashMap<>();
        open = new TreeMap<>();
        complete = NOTHING;
        for (long millis : clockState.get()) {
            complete = new ClockTick(Instant.ofEpochMilli(millis), false);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        setTimer(getProcessingTimeService().getCurrentProcessingTime());
    }

    @Override
    public void processElement(StreamRecord<Reached> element) {
        reached.put(element.getValue().subtask(), element.getValue());
    }

    @Override
    public void onProcessingTime(long time) {
        report(complete);
        setTimer(getProcessingTimeService().getCurrentProcessingTime() + interval.toMillis());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        ClockTick tick = reachedByAll();
        open.put(context.getCheckpointId(), tick);
        clockState.update(tick.now() == null ? List.of() : List.of(tick.now().toEpochMilli()));
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        Map.Entry<Long, ClockTick> completed = open.floorEntry(checkpointId);
        if (completed != null) {
            complete = completed.getValue();
            open.headMap(checkpointId, true).clear();
        }
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        super.notifyCheckpointAborted(checkpointId);
        open.remove(checkpointId);
    }

    @Override
    public void finish() throws Exception {
        if (timer != null) {
            timer.cancel(false);
        }
        report(reachedByAll());
        super.finish();
    }

    /** Of the slowest subtask; what is complete already until all have told. */
    private ClockTick reachedByAll() {
        int subtasks = 1;
        boolean caughtUp = true;
        Instant slowest = Instant.MAX;
        for (Reached each : reached.values()) {
            subtasks = each.subtasks();
            Instant now = each.tick().now();
            if (now == null || now.isBefore(slowest)) {
                slowest = now == null ? Instant.MIN : now;
            }
            caughtUp &= each.tick().caughtUp();
        }
        if (reached.size() < subtasks) {
            return complete;
        }
        return new ClockTick(slowest.equals(Instant.MIN) ? null : slowest, caughtUp);
    }

    private void report(ClockTick tick) {
        Instant writtenAt = Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
        output.collect(new StreamRecord<>(
                TableRow.of(Tables.JOB_PROGRESS, List.of(job), tick.now(), tick.caughtUp() ? 1L : 0L, writtenAt)));
    }

    private void setTimer(long time) {
        timer = getProcessingTimeService().registerTimer(time, this);
    }
}
