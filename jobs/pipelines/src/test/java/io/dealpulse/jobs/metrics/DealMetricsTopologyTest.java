package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.CollectedRows;
import io.dealpulse.jobs.sink.RowKey;
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
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow on a small cluster in this process: every uid, every type, and parallel subtasks. */
class DealMetricsTopologyTest {

    private static final Instant MARCH_1 = Instant.parse("2024-03-01T09:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2024, 3, 1);

    private static final RejectedRecord REJECTED = rejected(5);
    private static final List<RejectedRecord> REJECTED_AND_ERASED =
            List.of(rejected(6, "erased"), rejected(7, "erased", "d1"), rejected(8, "d2", "erased"));

    private static final RowKey STALE = new RowKey("deals", List.of("gone"));

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

        CollectedRows rows = new CollectedRows(STALE);
        new DealMetricsTopology(MetricsHarness.OPTIONS, rows)
                .connect(crm)
                .sinkTo(new DiscardingSink<>())
                .uid("letters");
        environment.execute("deal-metrics");

        assertThat(rows.present(Tables.DEALS)).containsOnlyKeys(List.of("d1"), List.of("d2"));
        assertThat(rows.present(Tables.PIPELINES)).hasSize(1);
        assertThat(rows.present(Tables.FX_RATES)).containsOnlyKeys(List.of("USD", "EUR", DAY));
        assertThat(rows.present(MetricsHarness.CLOSING_DAILY))
                .containsOnlyKeys(
                        List.of("sales", "all", "", "won", "USD", DAY),
                        List.of("sales", "owner", "ann", "won", "USD", DAY))
                .allSatisfy((key, values) -> assertThat(values.subList(0, 3)).containsExactly(2L, 20_00L, 10_00L))
                .allSatisfy((key, values) ->
                        assertThat(values.get(5)).as("activities").isEqualTo(1L));
        assertThat(rows.present(Tables.DEAD_LETTERS)).containsOnlyKeys(List.of("crm.deal.changed.v1", 0L, 5L));
        assertThat(rows.present(MetricsHarness.ROLLING_CLOSING)).hasSize(4);
        assertThat(rows.hasDeleted(STALE)).isTrue();
        assertThat(rows.present(Tables.JOB_PROGRESS).get(List.of("deal-metrics")))
                .startsWith(MARCH_1, 1L);
    }

    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment, String uid, TypeInformation<T> type, List<T> records) {
        return environment.fromData(records, type).uid(uid);
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
}
