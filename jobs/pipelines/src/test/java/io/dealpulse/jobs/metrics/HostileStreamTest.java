package io.dealpulse.jobs.metrics;

import static io.dealpulse.jobs.HostileCluster.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.HostileCluster;
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
import java.util.TreeMap;
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

    @TempDir
    private Path checkpoints;

    @BeforeEach
    void forgetFormerTests() {
        HostileCluster.reset();
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
        int perCheckpoint = deals.size() / 6;
        StreamExecutionEnvironment environment = HostileCluster.environment(parallelism, checkpoints.toUri());
        CrmSources crm = new CrmSources(
                HostileCluster.crashing(
                        stream(environment, "deals", DealMessage.TYPE, deals, parallelism, perCheckpoint),
                        crash ? deals.size() / 2 : Integer.MAX_VALUE),
                stream(environment, "activities", ActivityMessage.TYPE, activities, parallelism, perCheckpoint),
                stream(environment, "pipelines", PipelineMessage.TYPE, pipelines, 1, 1),
                stream(environment, "rates", FxRateMessage.TYPE, rates, 1, 1),
                stream(
                        environment,
                        "rejected",
                        RejectedRecord.TYPE,
                        List.of(
                                HostileCluster.rejected(0, HostileHistory.START),
                                HostileCluster.rejected(1, HostileHistory.START)),
                        1,
                        1),
                stream(environment, "clock", ClockTick.TYPE, HostileHistory.ticks(deals, activities), 1, 1));
        new DealMetricsTopology(options, HostileCluster.sink())
                .connect(crm)
                .sinkTo(new DiscardingSink<>())
                .uid("letters");
        environment.execute("deal-metrics");
        assertThat(HostileCluster.hasCrashed()).isEqualTo(crash);
    }

    private static void assertTablesAre(BatchTables batch, LocalDate asOf) {
        Map<String, String> expected = new TreeMap<>();
        batch.rows(asOf, row -> expected.put(row.rowKey().toString(), String.valueOf(row.values())));
        Map<String, String> written = new TreeMap<>();
        for (TableRow row : HostileCluster.tables().allRows()) {
            if (!row.table().equals("dead_letters")) {
                written.put(row.rowKey().toString(), String.valueOf(row.values()));
            }
        }
        assertThat(written).hasSizeGreaterThan(5_000).isEqualTo(expected);
    }

    private static List<TableRow> deadLetters() {
        return HostileCluster.tables().allRows().stream()
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
}
