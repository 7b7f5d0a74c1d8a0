package io.dealpulse.jobs.alerts;

import static io.dealpulse.jobs.alerts.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.jobs.JobEnvironment;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.CollectedRows;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowSink;
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
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole flow on a small cluster in this process: every uid, every type, and parallel subtasks. */
class DealAlertsTopologyTest {

    private static final Queue<AlertMessage> TOLD = new ConcurrentLinkedQueue<>();

    private static final Instant MARCH_1 = Instant.parse("2024-03-01T09:00:00Z");
    private static final Instant MARCH_8 = Instant.parse("2024-03-08T09:00:00Z");
    private static final String IDLE = "/idle/2024-03-01T09:00:00Z";

    private static final RowKey STALE = new RowKey("deal_alerts", List.of("open", "sales", "gone" + IDLE));

    @TempDir
    private Path checkpoints;

    @Test
    void inWhateverOrderTheStreamsComeTheSameIsSaid() throws Exception {
        StreamExecutionEnvironment environment =
                JobEnvironment.inThisProcess(Settings.builder().build(), checkpoints.toUri(), Optional.empty());
        // A failure must be seen, not repeated.
        environment.configure(new Configuration().set(RestartStrategyOptions.RESTART_STRATEGY, "none"));
        CollectedRows rows = new CollectedRows(STALE);
        define(environment, rows);
        environment.execute("deal-alerts");

        assertThat(TOLD.stream().map(InMemoryTopic::text))
                .containsExactlyInAnyOrder(
                        "d1" + IDLE + " 1 raised",
                        "told" + IDLE + " 4 resolved late_event",
                        "erased" + IDLE + " erased");
        assertThat(rows.present(Tables.DEAL_ALERTS))
                .containsOnlyKeys(List.of("open", "sales", "d1" + IDLE), List.of("resolved", "sales", "told" + IDLE));
        assertThat(rows.hasDeleted(STALE)).isTrue();
        assertThat(rows.present(Tables.JOB_PROGRESS).get(List.of("deal-alerts")))
                .as("the slowest of parallel subtasks")
                .startsWith(MARCH_8, 1L);
    }

    /** Saved state finds its operators by these. */
    @Test
    void everyStatefulOperatorKeepsItsUid() throws Exception {
        StreamExecutionEnvironment environment =
                JobEnvironment.inThisProcess(Settings.builder().build(), checkpoints.toUri(), Optional.empty());
        define(environment, new CollectedRows(STALE));
        Map<String, String> names = environment.getStreamGraph().getStreamNodes().stream()
                .filter(node -> node.getTransformationUID() != null)
                .collect(Collectors.toMap(StreamNode::getTransformationUID, StreamNode::getOperatorName));
        assertThat(names)
                .containsEntry("take-deal-events", "take deal events")
                .containsEntry("resolve-activities", "resolve activities")
                .containsEntry("assess-deals", "assess deals")
                .containsEntry("learn-thresholds", "learn thresholds")
                .containsEntry("reconcile-rows", "reconcile rows")
                .containsEntry("read-published-alerts", "read published alerts")
                .containsEntry("raise-alerts", "raise alerts")
                .containsEntry("raise-alerts-stamp", "stamp rows")
                .containsEntry("report-progress", "report progress");
    }

    private static void define(StreamExecutionEnvironment environment, RowSink sink) throws Exception {
        CrmSources crm = new CrmSources(
                stream(
                        environment,
                        "deals",
                        DealMessage.TYPE,
                        List.of(
                                lead("d1"),
                                lead("d2"),
                                lead("told"),
                                lead("erased"),
                                new DealMessage("erased", null),
                                lead("d1"))),
                stream(
                        environment,
                        "activities",
                        ActivityMessage.TYPE,
                        List.of(call("d2"), call("told"), call("told"))),
                stream(environment, "pipelines", PipelineMessage.TYPE, List.of(new PipelineMessage("sales", sales()))),
                stream(
                        environment,
                        "rates",
                        FxRateMessage.TYPE,
                        List.of(new FxRateMessage("USD", "EUR", LocalDate.of(2024, 3, 1), BigDecimal.ONE))),
                stream(
                        environment,
                        "rejected",
                        RejectedRecord.TYPE,
                        List.of(new RejectedRecord(
                                "crm.deal.changed.v1",
                                0,
                                5,
                                MARCH_1,
                                "truncated",
                                "ends",
                                null,
                                new byte[] {0},
                                List.of()))),
                stream(environment, "clock", ClockTick.TYPE, List.of(new ClockTick(MARCH_8, true))));
        new DealAlertsTopology(AlertsHarness.OPTIONS, sink, new ToldBefore())
                .connect(crm)
                .filter(message -> TOLD.add(message))
                .uid("keep-messages")
                .sinkTo(new DiscardingSink<>())
                .uid("messages");
    }

    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment, String uid, TypeInformation<T> type, List<T> records) {
        return environment.fromData(records, type).uid(uid);
    }

    private static DealMessage lead(String dealId) {
        return new DealMessage(dealId, event("e1", MARCH_1).in("lead").build());
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
                        MARCH_1.plusSeconds(3600),
                        null,
                        60));
    }

    private static PipelineDefinition sales() {
        return new PipelineDefinition(
                "sales", "Sales", List.of(new Stage("lead", "Lead", StageKind.OPEN, 0.2, 7, null)));
    }

    /** What a former run told of two deals. */
    private static final class ToldBefore implements PublishedAlerts {

        private static final long serialVersionUID = 1L;

        @Override
        public void visit(Consumer<AlertMessage> visitor) {
            for (String dealId : List.of("told", "erased")) {
                visitor.accept(AlertMessage.of(
                        dealId,
                        new Alert(AlertKind.IDLE, MARCH_1, MARCH_8, null, null, "sales", "lead", "", null, ""),
                        3));
            }
        }
    }
}
