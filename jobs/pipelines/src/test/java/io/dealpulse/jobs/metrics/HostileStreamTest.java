package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Generations;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowSink;
import io.dealpulse.jobs.sink.StaleRows;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RecordPlace;
import io.dealpulse.jobs.source.RejectedRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first invariant on the whole job: whatever the order and repetition of messages, however parallel, and with a crash
 * in the middle, the tables are those of a fresh computation in batch, row by row.
 */
class HostileStreamTest {

    private static final int DEALS = 250;
    private static final MetricOptions OPTIONS = new MetricOptions(
            List.of("owner", "segment"),
            List.of(7, 30, 90),
            ZoneId.of("Europe/Amsterdam"),
            "EUR",
            Duration.ofMillis(20),
            Duration.ofDays(730));

    private static final MetricOptions SHORT_RETENTION = new MetricOptions(
            OPTIONS.dimensions(),
            OPTIONS.windows(),
            OPTIONS.reportingZone(),
            OPTIONS.baseCurrency(),
            OPTIONS.flushInterval(),
            Duration.ofDays(30));

    // What the job's parts share with the test: they run in this JVM, but get copies of what they are given.
    private static InMemoryTables tables = new InMemoryTables();
    private static List<List<?>> streams = new ArrayList<>();
    private static int crashAfter;
    private static final AtomicInteger TAKEN = new AtomicInteger();

    @TempDir
    private Path checkpoints;

    @BeforeEach
    void forgetFormerTests() {
        tables = new InMemoryTables();
        streams = new ArrayList<>();
        TAKEN.set(0);
    }

    @ParameterizedTest(name = "seed {0}, parallelism {1}, crash: {2}")
    @CsvSource({"1, 1, false", "2, 2, false", "3, 4, false", "4, 1, true", "5, 2, true", "6, 4, true"})
    void tablesAreThoseOfABatch(long seed, int parallelism, boolean crash) throws Exception {
        HostileHistory history = new HostileHistory(seed, DEALS);
        BatchTables batch = new BatchTables(OPTIONS);
        history.deals().forEach(batch::add);
        history.activities().forEach(batch::add);
        history.pipelines().forEach(batch::add);
        history.rates().forEach(batch::add);

        run(OPTIONS, history.deals(), history.activities(), history.pipelines(), history.rates(), parallelism, crash);

        assertTablesAre(batch, Objects.requireNonNull(batch.newestDay()));
        assertThat(deadLetters()).hasSize(2);
    }

    /** With a retention so short that deals leave while much of what is said of them is still to come. */
    @ParameterizedTest(name = "seed {0}, parallelism {1}, crash: {2}")
    @CsvSource({"7, 2, false", "8, 2, true"})
    void withoutWhatCameTooLateTablesAreThoseOfABatch(long seed, int parallelism, boolean crash) throws Exception {
        HostileHistory history = new HostileHistory(seed, DEALS);
        List<DealMessage> deals = new ArrayList<>();
        List<ActivityMessage> activities = new ArrayList<>();
        BatchTables all = new BatchTables(OPTIONS);
        for (DealMessage message : history.deals()) {
            if (message.event() != null) {
                deals.add(new DealMessage(message.dealId(), message.event(), place(deals.size())));
                all.add(message);
            }
        }
        for (ActivityMessage message : history.activities()) {
            activities.add(new ActivityMessage(message.key(), message.activity(), place(activities.size())));
            all.add(message);
        }
        // A later definition does not reach deals that have left.
        List<PipelineMessage> definitions = history.lastPipelines();

        run(SHORT_RETENTION, deals, activities, definitions, history.rates(), parallelism, crash);

        Map<List<Object>, String> tooLate = new TreeMap<>(Comparator.comparing(List::toString));
        for (TableRow letter : deadLetters()) {
            List<@Nullable Object> values = Objects.requireNonNull(letter.values());
            if ("too_late".equals(values.get(1))) {
                byte[] key = Base64.getDecoder().decode((String) Objects.requireNonNull(values.get(3)));
                tooLate.put(letter.key(), new String(key, StandardCharsets.UTF_8));
            }
        }
        assertThat(tooLate).as("what came too late").hasSizeGreaterThan(20);
        BatchTables batch = new BatchTables(SHORT_RETENTION);
        for (DealMessage message : deals) {
            if (!tooLate.containsKey(placeOf("crm.deal.changed.v1", message.place()))) {
                batch.add(message);
            }
        }
        for (ActivityMessage message : activities) {
            String leftDeal = tooLate.get(placeOf("crm.activity.logged.v1", message.place()));
            if (leftDeal == null) {
                batch.add(message);
            } else {
                batch.addTooLate(message, leftDeal);
            }
        }
        definitions.forEach(batch::add);
        history.rates().forEach(batch::add);
        assertTablesAre(batch, Objects.requireNonNull(all.newestDay()));
    }

    private void run(
            MetricOptions options,
            List<DealMessage> deals,
            List<ActivityMessage> activities,
            List<PipelineMessage> pipelines,
            List<FxRateMessage> rates,
            int parallelism,
            boolean crash)
            throws Exception {
        crashAfter = crash ? deals.size() / 2 : Integer.MAX_VALUE;
        int perCheckpoint = deals.size() / 6;
        StreamExecutionEnvironment environment = environment(parallelism);
        CrmSources crm = new CrmSources(
                stream(environment, "deals", DealMessage.TYPE, deals, parallelism, perCheckpoint)
                        .map(new CrashOnce())
                        .returns(DealMessage.TYPE)
                        .uid("crash-once"),
                stream(environment, "activities", ActivityMessage.TYPE, activities, parallelism, perCheckpoint),
                stream(environment, "pipelines", PipelineMessage.TYPE, pipelines, 1, 1),
                stream(environment, "rates", FxRateMessage.TYPE, rates, 1, 1),
                stream(environment, "rejected", RejectedRecord.TYPE, List.of(rejected(0), rejected(1)), 1, 1),
                stream(environment, "clock", ClockTick.TYPE, ticks(deals, activities), 1, 1));
        new DealMetricsTopology(options, new SharedTables())
                .connect(crm)
                .sinkTo(new DiscardingSink<>())
                .uid("letters");
        environment.execute("deal-metrics");
        assertThat(TAKEN.get()).as("the job crashed").matches(taken -> crash == (taken > crashAfter));
    }

    private static void assertTablesAre(BatchTables batch, LocalDate asOf) {
        Map<String, String> expected = new TreeMap<>();
        batch.rows(asOf, row -> expected.put(row.rowKey().toString(), String.valueOf(row.values())));
        Map<String, String> written = new TreeMap<>();
        for (TableRow row : tables.allRows()) {
            if (!row.table().equals("dead_letters")) {
                written.put(row.rowKey().toString(), String.valueOf(row.values()));
            }
        }
        assertThat(written).hasSizeGreaterThan(5_000).isEqualTo(expected);
    }

    private static List<TableRow> deadLetters() {
        return tables.allRows().stream()
                .filter(row -> row.table().equals("dead_letters"))
                .toList();
    }

    private static RecordPlace place(int offset) {
        return new RecordPlace(0, offset, HostileHistory.START);
    }

    private static List<Object> placeOf(String topic, @Nullable RecordPlace place) {
        RecordPlace known = Objects.requireNonNull(place);
        return List.of(topic, (long) known.partition(), known.offset());
    }

    private StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment = JobEnvironment.inThisProcess(
                Settings.builder()
                        .set("parallelism", String.valueOf(parallelism))
                        .set("checkpoint.interval", "100 ms")
                        .build(),
                checkpoints.toUri(),
                Optional.empty());
        environment.configure(new Configuration()
                .set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay")
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1)
                .set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO)
                .set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, true));
        return environment;
    }

    /** A replayable stream that goes on only from checkpoint to checkpoint, so that a crash has one to go back to. */
    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment,
            String uid,
            TypeInformation<T> type,
            List<T> messages,
            int parallelism,
            int perCheckpoint) {
        int number = streams.size();
        streams.add(messages);
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                index -> HostileStreamTest.<T>message(number, index),
                                messages.size(),
                                RateLimiterStrategy.perCheckpoint(Math.max(perCheckpoint, parallelism)),
                                type),
                        WatermarkStrategy.noWatermarks(),
                        uid)
                .uid(uid)
                .setParallelism(parallelism);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // each stream asks for its own messages
    private static <T> T message(int stream, long index) {
        return (T) streams.get(stream).get((int) index);
    }

    /** The clock runs through the history while that is read, and ends where it ends. */
    private static List<ClockTick> ticks(List<DealMessage> deals, List<ActivityMessage> activities) {
        BatchTables all = new BatchTables(OPTIONS);
        deals.forEach(all::add);
        activities.forEach(all::add);
        List<ClockTick> ticks = new ArrayList<>();
        for (int day = 20; day < 160; day += 20) {
            ticks.add(new ClockTick(HostileHistory.START.plus(Duration.ofDays(day)), day > 20));
        }
        ticks.add(new ClockTick(Objects.requireNonNull(all.newest()), true));
        return ticks;
    }

    private static RejectedRecord rejected(int offset) {
        return new RejectedRecord(
                "crm.pipeline.defined.v1",
                0,
                offset,
                HostileHistory.START,
                "truncated",
                "ends",
                null,
                new byte[] {0},
                List.of());
    }

    /** Fails once, in the middle of the stream. */
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

    /** The test's tables, seen by every attempt of the job. */
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
            tables.write(row);
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
