package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.OperatorHarnesses;
import io.dealpulse.jobs.deals.ActivityChange;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.ResolveActivities;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.ReconcileRows;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.StreamFlatMap;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The job's operators one behind the other in this thread, so that a test decides what comes when, and where the job
 * crashes. What they write goes to tables that outlive the crash.
 */
final class MetricsHarness implements AutoCloseable {

    static final MetricOptions OPTIONS = new MetricOptions(
            List.of("owner"), List.of(7, 30), ZoneId.of("UTC"), "EUR", Duration.ofSeconds(1), Duration.ofDays(730));

    static final Table CLOSING_DAILY = table("closing_daily");
    static final Table ROLLING_CLOSING = table("rolling_closing");
    static final Table PIPELINE_VALUE = table("pipeline_value");
    static final Table ACTIVITY_DAILY = table("activity_daily");

    private static final List<Table> METRIC_TABLES = metricTables();

    /** What a checkpoint holds. */
    record Checkpoint(
            long id,
            OperatorSubtaskState activities,
            OperatorSubtaskState deals,
            OperatorSubtaskState aggregates,
            OperatorSubtaskState reconcile) {}

    private final InMemoryTables tables;
    private final KeyedBroadcastOperatorTestHarness<String, ActivityMessage, String, DealInput> activities;
    private final OneInputStreamOperatorTestHarness<ActivityChange, BucketMessage> countActivities;
    private final KeyedBroadcastOperatorTestHarness<String, DealInput, ReferenceMessage, TableRow> deals;
    private final KeyedTwoInputStreamOperatorTestHarness<MetricKey, BucketMessage, ReferenceMessage, TableRow>
            aggregates;
    private final OneInputStreamOperatorTestHarness<ClockTick, RowKey> reconcile;
    private final OneInputStreamOperatorTestHarness<TableRow, Void> dealStamps;
    private final OneInputStreamOperatorTestHarness<TableRow, Void> aggregateStamps;
    private final TakeStaleMetricRows takeStaleMetricRows =
            new TakeStaleMetricRows(OPTIONS.families().all());

    private MetricsHarness(InMemoryTables tables, @Nullable Checkpoint checkpoint, MetricOptions options)
            throws Exception {
        this.tables = tables;
        activities = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new ResolveActivities(), List.of(ResolveActivities.ERASED_DEALS)),
                message -> message.activity().activityId(),
                Types.STRING,
                1,
                1,
                0);
        countActivities = new OneInputStreamOperatorTestHarness<>(new StreamFlatMap<>(new CountActivities(options)));
        countActivities.open();
        deals = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new UpdateDeals(options), List.of(Definitions.STATE)),
                DealInput::dealId,
                Types.STRING,
                1,
                1,
                0);
        aggregates = new KeyedTwoInputStreamOperatorTestHarness<>(
                new AggregateDeltas(options),
                BucketMessage::key,
                null,
                new CodecTypeInformation<>(MetricKey.class, new MetricKeyCodec()));
        reconcile = new OneInputStreamOperatorTestHarness<>(new ReconcileRows(
                tables,
                tables,
                Stream.concat(Tables.DEAL_BY_DEAL.stream(), METRIC_TABLES.stream())
                        .toList(),
                tables.highest()));
        dealStamps = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new StampRows(tables)));
        aggregateStamps = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new StampRows(tables)));
        Long restored = checkpoint == null ? null : checkpoint.id();
        OperatorHarnesses.open(activities, restored, checkpoint == null ? null : checkpoint.activities());
        OperatorHarnesses.open(deals, restored, checkpoint == null ? null : checkpoint.deals());
        OperatorHarnesses.open(aggregates, restored, checkpoint == null ? null : checkpoint.aggregates());
        OperatorHarnesses.open(reconcile, restored, checkpoint == null ? null : checkpoint.reconcile());
        OperatorHarnesses.open(
                dealStamps,
                restored,
                checkpoint == null ? null : OperatorSubtaskState.builder().build());
        OperatorHarnesses.open(
                aggregateStamps,
                restored,
                checkpoint == null ? null : OperatorSubtaskState.builder().build());
    }

    /** Starts without state, beside whatever is in the tables. */
    static MetricsHarness start(InMemoryTables tables) throws Exception {
        return new MetricsHarness(tables, null, OPTIONS);
    }

    /** Starts without state and with other options. */
    static MetricsHarness start(InMemoryTables tables, MetricOptions options) throws Exception {
        return new MetricsHarness(tables, null, options);
    }

    /** Starts from a checkpoint, beside whatever is in the tables. */
    static MetricsHarness restore(InMemoryTables tables, Checkpoint checkpoint) throws Exception {
        return restore(tables, checkpoint, OPTIONS);
    }

    /** Starts from a checkpoint with other options. */
    static MetricsHarness restore(InMemoryTables tables, Checkpoint checkpoint, MetricOptions options)
            throws Exception {
        return new MetricsHarness(tables, checkpoint, options);
    }

    /** A pipeline is defined. */
    void define(PipelineDefinition definition) throws Exception {
        ReferenceMessage message = ReferenceMessage.of(new PipelineMessage(definition.pipelineId(), definition));
        deals.processBroadcastElement(message, 0);
        aggregates.processElement2(new StreamRecord<>(message));
        flow();
    }

    /** An activity comes in. */
    void activity(Activity activity) throws Exception {
        activities.processElement(
                new ActivityMessage(
                        Objects.requireNonNullElse(activity.dealId(), String.valueOf(activity.leadId())), activity),
                0);
        flow();
    }

    /** An event of a deal comes in. */
    void event(String dealId, DealEvent event) throws Exception {
        deals.processElement(new DealInput(dealId, event, null, null, null), 0);
        flow();
    }

    /** A deal is erased. */
    void erase(String dealId) throws Exception {
        activities.processBroadcastElement(dealId, 0);
        deals.processElement(new DealInput(dealId, null, null, null, null), 0);
        flow();
    }

    /** What came for deals that had left. */
    List<DealInput> tooLate() {
        Queue<StreamRecord<DealInput>> late = deals.getSideOutput(UpdateDeals.TOO_LATE);
        return late == null
                ? List.of()
                : late.stream().map(StreamRecord::getValue).toList();
    }

    /** A rate is set. */
    void rate(String base, String quote, String date, String rate) throws Exception {
        aggregates.processElement2(new StreamRecord<>(
                ReferenceMessage.of(new FxRateMessage(base, quote, LocalDate.parse(date), new BigDecimal(rate)))));
    }

    /** A rate is withdrawn. */
    void withdrawRate(String base, String quote, String date) throws Exception {
        aggregates.processElement2(
                new StreamRecord<>(ReferenceMessage.of(new FxRateMessage(base, quote, LocalDate.parse(date), null))));
    }

    /** The clock ticks; the job has not caught up. */
    void tick(String now) throws Exception {
        tick(now, false);
    }

    /** The clock ticks, and the job has caught up; null before any event. */
    void caughtUp(@Nullable String now) throws Exception {
        tick(now, true);
    }

    /** The open bundle ends, as it does before a barrier, and once caught up at the flush interval too. */
    void flush() throws Exception {
        aggregates.getOperator().prepareSnapshotPreBarrier(0);
        flow();
    }

    /** The flush interval passes. */
    void passFlushInterval() throws Exception {
        aggregates.setProcessingTime(
                aggregates.getProcessingTime() + OPTIONS.flushInterval().toMillis());
        flow();
    }

    /** A checkpoint barrier passes through. */
    Checkpoint checkpoint(long id) throws Exception {
        Checkpoint checkpoint = new Checkpoint(
                id,
                OperatorHarnesses.snapshot(activities, id),
                OperatorHarnesses.snapshot(deals, id),
                OperatorHarnesses.snapshot(aggregates, id),
                OperatorHarnesses.snapshot(reconcile, id));
        flow();
        dealStamps.snapshot(id, 0);
        aggregateStamps.snapshot(id, 0);
        return checkpoint;
    }

    @Override
    public void close() {
        for (AbstractStreamOperatorTestHarness<?> harness :
                List.of(activities, countActivities, deals, aggregates, reconcile, dealStamps, aggregateStamps)) {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException("Could not close an operator", e);
            }
        }
    }

    private void tick(@Nullable String now, boolean caughtUp) throws Exception {
        ClockTick tick = new ClockTick(now == null ? null : Instant.parse(now), caughtUp);
        deals.processBroadcastElement(ReferenceMessage.of(tick), 0);
        aggregates.processElement2(new StreamRecord<>(ReferenceMessage.of(tick)));
        reconcile.processElement(tick, 0);
        for (RowKey row : OperatorHarnesses.drain(reconcile)) {
            if (Tables.DEAL_BY_DEAL.stream().anyMatch(table -> table.name().equals(row.table()))) {
                deals.processElement(DealInput.stale(row), 0);
            } else {
                aggregates.processElement1(new StreamRecord<>(takeStaleMetricRows.map(row)));
            }
        }
        flush();
    }

    private void flow() throws Exception {
        for (DealInput activity : OperatorHarnesses.drain(activities)) {
            deals.processElement(activity, 0);
        }
        Queue<StreamRecord<ActivityChange>> changes = activities.getSideOutput(ResolveActivities.CHANGES);
        while (changes != null && !changes.isEmpty()) {
            countActivities.processElement(changes.remove());
        }
        for (BucketMessage delta : OperatorHarnesses.drain(countActivities)) {
            aggregates.processElement1(new StreamRecord<>(delta));
        }
        for (TableRow row : OperatorHarnesses.drain(deals)) {
            dealStamps.processElement(row, 0);
        }
        take(deals.getSideOutput(UpdateDeals.DELTAS));
        for (TableRow row : OperatorHarnesses.drain(aggregates)) {
            aggregateStamps.processElement(row, 0);
        }
        for (Table table : Tables.DEAL_BY_DEAL) {
            store(dealStamps, table);
        }
        for (Table table : METRIC_TABLES) {
            store(aggregateStamps, table);
        }
    }

    private void take(@Nullable Queue<StreamRecord<BucketMessage>> deltas) throws Exception {
        while (deltas != null && !deltas.isEmpty()) {
            aggregates.processElement1(new StreamRecord<>(deltas.remove().getValue()));
        }
    }

    private void store(OneInputStreamOperatorTestHarness<TableRow, Void> stamps, Table table) {
        Queue<StreamRecord<StampedRow>> rows = stamps.getSideOutput(StampRows.outputOf(table.name()));
        while (rows != null && !rows.isEmpty()) {
            tables.write(rows.remove().getValue());
        }
    }

    private static Table table(String name) {
        return metricTables().stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Table> metricTables() {
        return OPTIONS.families().all().stream()
                .flatMap(family -> Tables.of(family).stream())
                .toList();
    }
}
