package io.dealpulse.jobs.alerts;

import static io.dealpulse.jobs.HostileCluster.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.jobs.HostileCluster;
import io.dealpulse.jobs.metrics.HostileHistory;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first invariant on the whole job: whatever the order and repetition of messages, however parallel, and with a crash
 * in the middle, the alerts are those of a fresh computation in batch, and whoever listens knows of each how it stands.
 */
class HostileAlertsTest {

    private static final int DEALS = 900;
    private static final AlertOptions OPTIONS =
            new AlertOptions(List.of("owner", "segment"), ZoneId.of("Europe/Amsterdam"), Duration.ofMillis(20));

    /** After how many all is read. */
    private static final int CHECKPOINTS = 25;

    private static final int RESOLUTION = 7;

    // The job's parts run in this JVM, but get copies of what they are given.
    private static InMemoryTopic topic = new InMemoryTopic();

    @TempDir
    private Path checkpoints;

    @BeforeEach
    void forgetFormerTests() {
        HostileCluster.reset();
        topic = new InMemoryTopic();
    }

    @ParameterizedTest(name = "seed {0}, parallelism {1}, crash: {2}")
    @CsvSource({"1, 1, false", "2, 2, false", "3, 4, false", "4, 1, true", "5, 2, true", "6, 4, true"})
    void alertsAreThoseOfABatch(long seed, int parallelism, boolean crash) throws Exception {
        HostileHistory history = new HostileHistory(seed, DEALS);

        run(history, parallelism, crash);

        Map<String, List<Object>> expected = expected(history);
        Map<String, List<Object>> written = new TreeMap<>();
        Map<String, List<Object>> takenBack = new TreeMap<>();
        for (TableRow row : HostileCluster.tables().allRows()) {
            boolean isTakenBack = Set.of("late_event", "rules_changed")
                    .contains(Objects.requireNonNull(row.values()).get(RESOLUTION));
            assertThat((isTakenBack ? takenBack : written).put(AlertRows.alertIdOf(row.rowKey()), cells(row)))
                    .as("another row of the same alert as " + row.key())
                    .isNull();
        }
        assertThat(written).hasSizeGreaterThan(500).isEqualTo(expected);
        assertThat(takenBack)
                .as("what was told and never was")
                .hasSizeGreaterThan(50)
                .doesNotContainKeys(expected.keySet().toArray(String[]::new));
        assertThat(topic.last().keySet()).containsAll(takenBack.keySet());
        assertSlicesArePresent(takenBack, history);
        assertToldIs(expected, history);
        assertSequencesCount();
    }

    private void run(HostileHistory history, int parallelism, boolean crash) throws Exception {
        List<DealMessage> deals = history.deals();
        List<ActivityMessage> activities = history.activities();
        int perCheckpoint = deals.size() / CHECKPOINTS;
        StreamExecutionEnvironment environment = HostileCluster.environment(parallelism, checkpoints.toUri());
        CrmSources crm = new CrmSources(
                HostileCluster.crashing(
                        stream(environment, "deals", DealMessage.TYPE, deals, parallelism, perCheckpoint),
                        crash ? deals.size() / 3 : Integer.MAX_VALUE),
                stream(environment, "activities", ActivityMessage.TYPE, activities, parallelism, perCheckpoint),
                stream(environment, "pipelines", PipelineMessage.TYPE, history.pipelines(), 1, 1),
                stream(environment, "rates", FxRateMessage.TYPE, history.rates(), 1, 1),
                stream(
                        environment,
                        "rejected",
                        RejectedRecord.TYPE,
                        List.of(HostileCluster.rejected(0, HostileHistory.START)),
                        1,
                        1),
                stream(environment, "clock", ClockTick.TYPE, ticks(history), 1, 1));
        new DealAlertsTopology(OPTIONS, HostileCluster.sink(), new SharedTopic())
                .connect(crm)
                .filter(SharedTopic::send)
                .uid("keep-messages")
                .sinkTo(new DiscardingSink<>())
                .uid("messages");
        environment.execute("deal-alerts");
        assertThat(HostileCluster.hasCrashed()).isEqualTo(crash);
    }

    /** The clock goes on by a week from checkpoint to checkpoint, so that most of what is read comes late. */
    private static List<ClockTick> ticks(HostileHistory history) {
        List<ClockTick> ticks = new ArrayList<>();
        for (int week = 3; week < CHECKPOINTS; week++) {
            ticks.add(new ClockTick(HostileHistory.START.plus(Duration.ofDays(7L * week)), true));
        }
        ticks.add(new ClockTick(batch(history).newest(), true));
        return ticks;
    }

    private static BatchDeals batch(HostileHistory history) {
        BatchDeals batch = new BatchDeals();
        history.deals().forEach(batch::add);
        history.activities().forEach(batch::add);
        history.pipelines().forEach(batch::add);
        return batch;
    }

    private static Map<String, List<Object>> expected(HostileHistory history) {
        BatchDeals batch = batch(history);
        Map<String, List<Object>> expected = new TreeMap<>();
        new BatchAlerts(batch, OPTIONS)
                .rows(batch.newest(), row -> expected.put(AlertRows.alertIdOf(row.rowKey()), cells(row)));
        assertThat(expected.values())
                .as("some are learnt")
                .anyMatch(row -> row.contains("stage_overdue") && (row.contains("offer") || row.contains("contract")));
        return expected;
    }

    /** What no message tells. */
    @SuppressWarnings("unchecked") // as the table has them
    private static List<String> slices(@Nullable List<Object> row) {
        return row == null ? List.of() : (List<String>) row.get(row.size() - 1);
    }

    /** The row's key, which begins with the state, and what else it says, the slices last. */
    private static List<Object> cells(TableRow row) {
        List<Object> cells = new ArrayList<>(row.key());
        cells.addAll(Objects.requireNonNull(row.values()));
        return cells;
    }

    /** Also in rows that no batch has: they tell of the deal as it stands now. */
    private static void assertSlicesArePresent(Map<String, List<Object>> rows, HostileHistory history) {
        Map<String, List<String>> slices = new HashMap<>();
        batch(history)
                .readings(
                        reading -> slices.put(reading.dealId(), AlertRows.slices(OPTIONS.namedDimensions(), reading)));
        rows.forEach((alertId, row) ->
                assertThat(row.get(row.size() - 1)).as(alertId).isEqualTo(slices.get(Alert.dealOf(alertId))));
    }

    /** What is open is told to be, as it is; what else was told is told to be over; of erased deals nothing is left. */
    private static void assertToldIs(Map<String, List<Object>> expected, HostileHistory history) {
        Set<String> erased = history.deals().stream()
                .filter(message -> message.event() == null)
                .map(DealMessage::dealId)
                .collect(Collectors.toSet());
        Map<String, List<Object>> open = new TreeMap<>();
        topic.last().forEach((id, message) -> {
            Alert alert = message.alert();
            String dealId = Alert.dealOf(id);
            assertThat(alert == null).as(id + " is erased").isEqualTo(erased.contains(dealId));
            if (alert != null && alert.isOpen()) {
                open.put(id, cells(AlertRows.of(dealId, alert, slices(expected.get(id)))));
            }
        });
        Map<String, List<Object>> expectedOpen = new TreeMap<>(expected);
        expectedOpen.values().removeIf(row -> !row.get(0).equals("open"));
        assertThat(open).hasSizeGreaterThan(50).isEqualTo(expectedOpen);
    }

    /** Also after a crash, as the topic keeps all that was told before. */
    private static void assertSequencesCount() {
        Map<String, Integer> last = new HashMap<>();
        for (AlertMessage message : topic.messages()) {
            if (message.alert() != null) {
                assertThat(message.sequence())
                        .as(message.alertId())
                        .isEqualTo(last.getOrDefault(message.alertId(), 0) + 1);
                last.put(message.alertId(), message.sequence());
            }
        }
    }

    /** The test's topic, seen by every attempt of the job. */
    private static final class SharedTopic implements PublishedAlerts {

        private static final long serialVersionUID = 1L;

        static boolean send(AlertMessage message) {
            topic.send(message);
            return false;
        }

        @Override
        public void visit(Consumer<AlertMessage> visitor) {
            topic.visit(visitor);
        }
    }
}
