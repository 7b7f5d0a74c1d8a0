package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Generations;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowSink;
import io.dealpulse.jobs.sink.StaleRows;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow on a small cluster in this process: every uid, every type, and parallel subtasks. */
class DealMetricsTopologyTest {

    private static final Queue<StampedRow> WRITTEN = new ConcurrentLinkedQueue<>();

    private static final Instant MARCH_1 = Instant.parse("2024-03-01T09:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

    private static final RejectedRecord REJECTED = rejected(5);
    private static final List<RejectedRecord> REJECTED_AND_ERASED =
            List.of(rejected(6, "erased"), rejected(7, "erased", "d1"), rejected(8, "d2", "erased"));

    @TempDir
    private Path checkpoints;

    @Test
    void inWhateverOrderTheStreamsComeTheTablesSayTheSame() throws Exception {
        StreamExecutionEnvironment environment =
                JobEnvironment.inThisProcess(Settings.builder().build(), checkpoints.toUri(), Optional.empty());
        // A failure must be seen, not repeated.
        environment.configure(new Configuration().set(RestartStrategyOptions.RESTART_STRATEGY, "none"));
        CrmSources crm = new CrmSources(
                stream(
                        environment,
                        "deals",
                        DealMessage.TYPE,
                        List.of(won("d1"), won("d2"), won("erased"), new DealMessage("erased", null), won("d1"))),
                stream(
                        environment,
                        "activities",
                        ActivityMessage.TYPE,
                        List.of(call("d1"), call("d1"), call("erased"))),
                stream(environment, "pipelines", PipelineMessage.TYPE, List.of(new PipelineMessage("sales", sales()))),
                stream(
                        environment,
                        "rates",
                        FxRateMessage.TYPE,
                        List.of(new FxRateMessage("USD", "EUR", DAY, new BigDecimal("0.5")))),
                stream(
                        environment,
                        "rejected",
                        RejectedRecord.TYPE,
                        Stream.concat(Stream.of(REJECTED), REJECTED_AND_ERASED.stream())
                                .toList()),
                stream(environment, "clock", ClockTick.TYPE, List.of(new ClockTick(MARCH_1, true))));

        new DealMetricsTopology(MetricsHarness.OPTIONS, new WrittenRows())
                .connect(crm)
                .sinkTo(new DiscardingSink<>())
                .uid("letters");
        environment.execute("deal-metrics");

        assertThat(present(Tables.DEALS)).containsOnlyKeys(List.of("d1"), List.of("d2"));
        assertThat(present(Tables.PIPELINES)).hasSize(1);
        assertThat(present(Tables.FX_RATES)).containsOnlyKeys(List.of("USD", "EUR", DAY));
        assertThat(present(MetricsHarness.CLOSING_DAILY))
                .containsOnlyKeys(
                        List.of("sales", "all", "", "won", "USD", DAY),
                        List.of("sales", "owner", "ann", "won", "USD", DAY))
                .allSatisfy((key, values) -> assertThat(values.subList(0, 3)).containsExactly(2L, 20_00L, 10_00L))
                .allSatisfy((key, values) ->
                        assertThat(values.get(5)).as("activities").isEqualTo(1L));
        assertThat(present(Tables.DEAD_LETTERS)).containsOnlyKeys(List.of("crm.deal.changed.v1", 0L, 5L));
        assertThat(present(MetricsHarness.ROLLING_CLOSING)).hasSize(4);
        assertThat(WRITTEN)
                .as("the stale row is deleted")
                .anyMatch(row -> row.row().isDeleted() && row.row().rowKey().equals(StaleDeal.KEY));
    }

    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment, String uid, TypeInformation<T> type, List<T> records) {
        return environment.fromData(records, type).uid(uid);
    }

    /** The rows that stand, by key. */
    private static Map<List<Object>, List<@Nullable Object>> present(Table table) {
        return WRITTEN.stream()
                .filter(row -> row.row().table().equals(table.name()))
                .collect(Collectors.toMap(
                        row -> row.row().key(), Function.identity(), (a, b) -> a.version() > b.version() ? a : b))
                .values()
                .stream()
                .filter(row -> !row.row().isDeleted())
                .collect(Collectors.toMap(
                        row -> row.row().key(), row -> row.row().values()));
    }

    private static RejectedRecord rejected(long offset, String... subjects) {
        return new RejectedRecord(
                "crm.deal.changed.v1",
                0,
                offset,
                MARCH_1,
                "truncated",
                "ends",
                null,
                new byte[] {0},
                List.of(subjects));
    }

    private static DealMessage won(String dealId) {
        return new DealMessage(
                dealId,
                new DealEvent(
                        "e1", MARCH_1, null, null, false, "sales", "won", 10_00L, "USD", "ann", null, null, null, null,
                        null, null, Map.of(), List.of()));
    }

    private static ActivityMessage call(String dealId) {
        return new ActivityMessage(
                dealId,
                new Activity(
                        "call-of-" + dealId,
                        dealId,
                        null,
                        "ann",
                        Activity.Type.CALL,
                        Activity.State.DONE,
                        MARCH_1,
                        null,
                        60));
    }

    private static PipelineDefinition sales() {
        return new PipelineDefinition("sales", "Sales", List.of(new Stage("won", "Won", StageKind.WON, 1, null, null)));
    }

    /** One row of an earlier run. */
    private record StaleDeal() implements StaleRows, Generations {

        private static final RowKey KEY = new RowKey("deals", List.of("gone"));

        @Override
        public void writtenSince(
                long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor) {
            throw new IllegalStateException("nothing was restored");
        }

        @Override
        public void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) {
            if (table.equals(Tables.DEALS)) {
                visitor.accept(KEY);
            }
        }

        @Override
        public long highest() {
            return 1;
        }

        @Override
        public long claim(String writer) {
            return 2;
        }
    }

    /** Keeps what is written in this JVM. */
    private static final class WrittenRows implements RowSink {

        @Override
        public Generations generations(String job, List<Table> tables) {
            return new StaleDeal();
        }

        @Override
        public StaleRows staleRows() {
            return new StaleDeal();
        }

        @Override
        public void write(SingleOutputStreamOperator<Void> stamped, List<Table> tables, String uid) {
            for (Table table : tables) {
                stamped.getSideOutput(StampRows.outputOf(table.name()))
                        .filter(row -> WRITTEN.add(row)) // not a method reference, which would take a copy along
                        .uid(uid + "-keep-" + table.name())
                        .sinkTo(new DiscardingSink<>())
                        .uid(uid + "-" + table.name());
            }
        }
    }
}
