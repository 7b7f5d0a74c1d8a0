package io.dealpulse.jobs;

import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Generations;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowSink;
import io.dealpulse.jobs.sink.StaleRows;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A small cluster in this process whose job may crash in the middle, streams that can be read again from a checkpoint, and
 * tables that outlive the crash. For one test at a time: the job's parts run in this JVM, but get copies of what they are
 * given, so that what they share with the test is static.
 */
public final class HostileCluster {

    private static InMemoryTables tables = new InMemoryTables();
    private static List<List<?>> streams = new ArrayList<>();
    private static int crashAfter;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private HostileCluster() {}

    /** Forgets former tests. */
    public static void reset() {
        tables = new InMemoryTables();
        streams = new ArrayList<>();
        TAKEN.set(0);
    }

    /** The tables, seen by every attempt of the job. */
    public static InMemoryTables tables() {
        return tables;
    }

    /** What writes to the tables. */
    public static RowSink sink() {
        return new SharedTables();
    }

    /** An environment with a checkpoint every tenth of a second, whose job may start anew once. */
    public static StreamExecutionEnvironment environment(int parallelism, URI checkpoints) {
        StreamExecutionEnvironment environment = JobEnvironment.inThisProcess(
                Settings.builder()
                        .set("parallelism", String.valueOf(parallelism))
                        .set("checkpoint.interval", "100 ms")
                        .build(),
                checkpoints,
                Optional.empty());
        environment.configure(new Configuration()
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO)
                .set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true));
        return environment;
    }

    /** A replayable stream that goes on only from checkpoint to checkpoint, so that a crash has one to go back to. */
    public static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment,
            String uid,
            TypeInformation<T> type,
            List<T> messages,
            int parallelism,
            int perCheckpoint) {
        return stream(
                environment,
                uid,
                type,
                messages,
                parallelism,
                RateLimiterStrategy.perCheckpoint(Math.max(perCheckpoint, parallelism)));
    }

    /** A replayable stream that goes on at a given rate. */
    public static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment,
            String uid,
            TypeInformation<T> type,
            List<T> messages,
            int parallelism,
            RateLimiterStrategy<?> rate) {
        int number = streams.size();
        streams.add(messages);
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                index -> HostileCluster.<T>message(number, index), messages.size(), rate, type),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .uid(uid)
                .setParallelism(parallelism);
    }

    /** The same stream, in which the job fails once, when so many were taken. */
    public static DataStream<DealMessage> crashing(DataStream<DealMessage> deals, int after) {
        crashAfter = after;
        return deals.map(new CrashOnce()).returns(DealMessage.TYPE).uid("crash-once");
    }

    /** Whether the job has failed as it should. */
    public static boolean hasCrashed() {
        return TAKEN.get() > crashAfter;
    }

    /** How many messages {@link #crashing} has let through, each attempt counted. */
    public static int taken() {
        return TAKEN.get();
    }

    /** A record that can't be read. */
    public static RejectedRecord rejected(int offset, Instant at) {
        return new RejectedRecord(
                "crm.pipeline.defined.v1", 0, offset, at, "truncated", "ends", null, new byte[] {0}, List.of());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // each stream asks for its own messages
    private static <T> T message(int stream, long index) {
        return (T) streams.get(stream).get((int) index);
    }

    private static final class CrashOnce implements MapFunction<DealMessage, DealMessage> {

        private static final long serialVersionUID = 1L;

        @Override
        public DealMessage map(DealMessage message) {
            if (TAKEN.getAndIncrement() == crashAfter) {
                throw new IllegalStateException("crashes, as the test wants it to");
            }
            return message;
        }
    }

    private static final class SharedTables implements RowSink, Generations, StaleRows {

        private static final long serialVersionUID = 1L;

        @Override
        public Generations generations(String job, List<Table> of) {
            return this;
        }

        @Override
        public StaleRows staleRows() {
            return this;
        }

        @Override
        public void write(SingleOutputStreamOperator<Void> stamped, List<Table> of, String uid) {
            for (Table table : of) {
                stamped.getSideOutput(StampRows.outputOf(table.name()))
                        .filter(SharedTables::keep)
                        .uid(uid + "-keep-" + table.name())
                        .sinkTo(new DiscardingSink<>())
                        .uid(uid + "-" + table.name());
            }
        }

        private static boolean keep(StampedRow row) {
            // Comes with time, not with events.
            if (!row.row().table().equals(Tables.JOB_PROGRESS.name())) {
                tables.write(row);
            }
            return false;
        }

        @Override
        public long highest() {
            return tables.highest();
        }

        @Override
        public long claim(String writer) {
            return tables.claim(writer);
        }

        @Override
        public void writtenSince(
                long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor) {
            tables.writtenSince(checkpoint, generation, upToGeneration, table, visitor);
        }

        @Override
        public void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) {
            tables.writtenBefore(generation, table, visitor);
        }
    }
}
