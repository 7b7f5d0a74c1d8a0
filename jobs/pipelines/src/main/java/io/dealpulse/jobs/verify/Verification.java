package io.dealpulse.jobs.verify;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.alerts.AlertOptions;
import io.dealpulse.jobs.alerts.AlertRows;
import io.dealpulse.jobs.alerts.BatchAlerts;
import io.dealpulse.jobs.alerts.DealAlertsJob;
import io.dealpulse.jobs.metrics.BatchTables;
import io.dealpulse.jobs.metrics.MetricOptions;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import io.dealpulse.jobs.sink.ClickHouseRows;
import io.dealpulse.jobs.sink.Column;
import io.dealpulse.jobs.sink.ColumnType;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RecordPlace;
import io.dealpulse.jobs.source.RejectedRecord;
import io.dealpulse.jobs.source.RejectionReason;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.jobs.source.TopicReplay;
import io.dealpulse.schemas.EventTopic;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Computes all tables anew from the topics, in batch and without Flink, and compares them row by row with those in
 * ClickHouse. Right as long as no job writes meanwhile.
 */
public final class Verification {

    private static final String ACTIVITIES = EventTopic.ACTIVITY_LOGGED.topicName();

    private static final Table REASONS = new Table(
            Tables.DEAD_LETTERS.name(),
            Tables.DEAD_LETTERS.keyColumns(),
            List.of(Column.of("reason", ColumnType.TEXT), Column.nullable("key", ColumnType.TEXT)));

    private static final Table RESOLUTIONS = new Table(
            Tables.DEAL_ALERTS.name(),
            Tables.DEAL_ALERTS.keyColumns(),
            List.of(Column.of("resolution", ColumnType.TEXT)));

    private static final Set<String> TAKEN_BACK = Arrays.stream(Resolution.values())
            .filter(Resolution::takesBack)
            .map(Resolution::word)
            .collect(Collectors.toUnmodifiableSet());

    private static final String AS_OF = "as_of";

    /** Is told how the work goes on. */
    public interface Listener {

        /** So much is read of so many offsets. */
        void read(long offsets, long of);

        /** A table is compared. */
        void compared(TableResult result);

        /** A table is not compared, because the job that writes it has never run. */
        void leftOut(String table, String job);
    }

    /**
     * What was found beside the tables' results.
     *
     * @param records how many records of the topics went into the computation
     * @param tooLate how many were left out, because their dead letters say that they came too late
     * @param staleClock what is wrong with the day at which windows and balances end; null: nothing
     */
    public record Outcome(
            long records, long tooLate, @Nullable String staleClock) {}

    private final Settings settings;
    private final MetricOptions metricOptions;
    private final int examples;

    /**
     * Under the settings of the jobs.
     *
     * @param examples how many differences of a table are told one by one; 0 or more
     */
    public Verification(Settings settings, int examples) {
        this.settings = settings;
        this.metricOptions = MetricOptions.from(settings);
        this.examples = examples;
    }

    /**
     * Computes and compares.
     *
     * @throws SQLException if ClickHouse does not answer, or lacks a table
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws InterruptedException if this thread was interrupted
     */
    public Outcome run(Listener listener) throws SQLException, InterruptedException {
        BatchTables batch = new BatchTables(metricOptions);
        ExpectedDeadLetters deadLetters = new ExpectedDeadLetters();
        try (ClickHouseRows found = new ClickHouseRows(ClickHouseOptions.from(settings))) {
            Map<RowKey, String> tooLate = tooLate(found);
            Set<RowKey> left = new HashSet<>();
            SourceOptions source = SourceOptions.of(settings, "dealpulse-verify", true);
            long records;
            try (TopicReplay replay = new TopicReplay(source)) {
                long offsets = replay.offsets();
                records = replay.read(
                        (topic, partition, offset) -> {
                            RowKey place = placeOf(topic, partition, offset);
                            return tooLate.containsKey(place) && left.add(place) && !topic.equals(ACTIVITIES);
                        },
                        new Collector(batch, deadLetters, tooLate),
                        read -> listener.read(read, offsets));
            }
            LocalDate lastDay = lastDay(found, batch);
            for (BatchTables.Section section : batch.sections()) {
                compare(section.tables(), visitor -> section.rows(lastDay, visitor), found, Set.of(), listener);
            }
            compare(List.of(ExpectedDeadLetters.TABLE), deadLetters::rows, found, left, listener);
            compareAlerts(tooLate.isEmpty() ? batch.deals() : allDeals(source), source, found, listener);
            return new Outcome(
                    records,
                    left.size(),
                    staleClock(
                            lastDay,
                            batch.newest(),
                            source.clockLateness(),
                            new ReportingCalendar(metricOptions.reportingZone())));
        }
    }

    /** The deals with what came too late: deal-alerts lets no deal leave. */
    private static BatchDeals allDeals(SourceOptions source) throws InterruptedException {
        BatchDeals deals = new BatchDeals();
        try (TopicReplay replay = new TopicReplay(source)) {
            replay.read(
                    (topic, partition, offset) -> false,
                    new TopicReplay.Visitor() {
                        @Override
                        public void deal(DealMessage message) {
                            deals.add(message);
                        }

                        @Override
                        public void activity(ActivityMessage message) {
                            deals.add(message);
                        }

                        @Override
                        public void pipeline(PipelineMessage message) {
                            deals.add(message);
                        }

                        @Override
                        public void fxRate(FxRateMessage message) {
                            // Alerts have no rates.
                        }

                        @Override
                        public void rejected(RejectedRecord record) {
                            // Was compared before.
                        }
                    },
                    read -> {});
        }
        return deals;
    }

    /**
     * Alerts as of the latest that was raised: until the next is due nothing changes. An alert that was taken back tells what
     * was said once; all that can be known of it is that there must be no such alert now.
     */
    private void compareAlerts(BatchDeals deals, SourceOptions source, ClickHouseRows found, Listener listener)
            throws SQLException {
        if (!found.hasWritten(DealAlertsJob.NAME)) {
            listener.leftOut(Tables.DEAL_ALERTS.name(), DealAlertsJob.NAME);
            return;
        }
        Instant newest = deals.newest();
        Instant reached = newest == null ? null : newest.minus(source.clockLateness());
        Instant raised = found.latestInstant(Tables.DEAL_ALERTS, "raised_at").orElse(null);
        Instant now = reached == null || (raised != null && raised.isAfter(reached)) ? raised : reached;
        BatchAlerts alerts = new BatchAlerts(deals, AlertOptions.from(settings));
        Map<String, Set<RowKey>> takenBack = new HashMap<>();
        found.visit(RESOLUTIONS, row -> {
            if (TAKEN_BACK.contains(Objects.requireNonNull(row.values()).get(0))) {
                RowKey key = row.rowKey();
                takenBack
                        .computeIfAbsent(AlertRows.alertIdOf(key), any -> new HashSet<>())
                        .add(key);
            }
        });
        // Under whatever state and pipeline there must be one.
        alerts.rows(now, row -> takenBack.remove(AlertRows.alertIdOf(row.rowKey())));
        Set<RowKey> leftOut = takenBack.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        compare(List.of(Tables.DEAL_ALERTS), visitor -> alerts.rows(now, visitor), found, leftOut, listener);
    }

    /** The deal, by the place of its record, for which the dead letters say that the record came too late. */
    private static Map<RowKey, String> tooLate(ClickHouseRows found) throws SQLException {
        Map<RowKey, String> deals = new HashMap<>();
        found.visit(REASONS, row -> {
            List<@Nullable Object> values = Objects.requireNonNull(row.values());
            if (RejectionReason.TOO_LATE.word().equals(values.get(0))) {
                String key = Objects.requireNonNullElse((String) values.get(1), "");
                deals.put(row.rowKey(), new String(Base64.getDecoder().decode(key), StandardCharsets.UTF_8));
            }
        });
        return deals;
    }

    private static RowKey placeOf(String topic, int partition, long offset) {
        return new RowKey(ExpectedDeadLetters.TABLE.name(), List.of(topic, (long) partition, offset));
    }

    /** The last day of windows and balances: the latest in the tables, since the clock may have gone on after the events. */
    private static @Nullable LocalDate lastDay(ClickHouseRows found, BatchTables batch) throws SQLException {
        LocalDate last = null;
        for (BatchTables.Section section : batch.sections()) {
            for (Table table : section.tables()) {
                if (table.valueColumns().stream()
                        .anyMatch(column -> column.name().equals(AS_OF))) {
                    Optional<LocalDate> latest = found.latest(table, AS_OF);
                    if (latest.isPresent() && (last == null || latest.get().isAfter(last))) {
                        last = latest.get();
                    }
                }
            }
        }
        return last != null ? last : batch.newestDay();
    }

    /** What is wrong with the last day of windows and balances; null: nothing. */
    static @Nullable String staleClock(
            @Nullable LocalDate lastDay, @Nullable Instant newest, Duration lateness, ReportingCalendar calendar) {
        if (lastDay == null || newest == null) {
            return null;
        }
        LocalDate reached = calendar.dayOf(newest.minus(lateness));
        return lastDay.isBefore(reached)
                ? "as_of is %s in all windows and balances, but the newest event is of %s: they must end with %s or later"
                        .formatted(lastDay, newest, reached)
                : null;
    }

    private interface Rows {
        void visit(Consumer<TableRow> visitor);
    }

    private void compare(
            List<Table> tables, Rows expected, ClickHouseRows found, Set<RowKey> leftOut, Listener listener)
            throws SQLException {
        Map<String, TableComparison> comparisons = new LinkedHashMap<>();
        tables.forEach(table -> comparisons.put(table.name(), new TableComparison(table, examples)));
        expected.visit(row -> comparisonOf(row, comparisons).expect(row));
        for (Table table : tables) {
            found.visit(table, row -> {
                if (!leftOut.contains(row.rowKey())) {
                    comparisonOf(row, comparisons).find(row);
                }
            });
        }
        if (comparisons.values().stream().anyMatch(TableComparison::needsExplanation)) {
            expected.visit(row -> comparisonOf(row, comparisons).explain(row));
        }
        comparisons.values().forEach(comparison -> listener.compared(comparison.result()));
    }

    private static TableComparison comparisonOf(TableRow row, Map<String, TableComparison> comparisons) {
        TableComparison comparison = comparisons.get(row.table());
        if (comparison == null) {
            throw new IllegalStateException("a row of a table of another section: " + row.rowKey());
        }
        return comparison;
    }

    /** Hands on what the topics hold. */
    private record Collector(BatchTables batch, ExpectedDeadLetters deadLetters, Map<RowKey, String> tooLate)
            implements TopicReplay.Visitor {

        @Override
        public void deal(DealMessage message) {
            batch.add(message);
            if (message.event() == null) {
                deadLetters.erase(message.dealId());
            }
        }

        @Override
        public void activity(ActivityMessage message) {
            RecordPlace place = message.place();
            String leftDeal =
                    place == null ? null : tooLate.get(placeOf(ACTIVITIES, place.partition(), place.offset()));
            if (leftDeal != null) {
                batch.addTooLate(message, leftDeal);
            } else {
                batch.add(message);
            }
        }

        @Override
        public void pipeline(PipelineMessage message) {
            batch.add(message);
        }

        @Override
        public void fxRate(FxRateMessage message) {
            batch.add(message);
        }

        @Override
        public void rejected(RejectedRecord record) {
            deadLetters.add(record);
        }
    }
}
