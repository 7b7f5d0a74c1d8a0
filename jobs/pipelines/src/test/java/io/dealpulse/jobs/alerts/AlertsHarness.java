package io.dealpulse.jobs.alerts;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.jobs.OperatorHarnesses;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.Definitions;
import io.dealpulse.jobs.deals.ResolveActivities;
import io.dealpulse.jobs.metrics.BucketMessage;
import io.dealpulse.jobs.metrics.MetricKeyCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.ReconcileRows;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.StampRows;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.PipelineMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/**
 * The job's operators one behind the other in this thread, so that a test decides what comes when, and where the job
 * crashes. What they write and tell goes to tables and a topic that outlive the crash.
 */
final class AlertsHarness implements AutoCloseable {

    static final AlertOptions OPTIONS = new AlertOptions(List.of("segment"), ZoneId.of("UTC"), Duration.ofSeconds(1));

    private static final CodecTypeInformation<MetricKey> STAGE =
            new CodecTypeInformation<>(MetricKey.class, new MetricKeyCodec());

    /** What a checkpoint holds. */
    record Checkpoint(
            long id,
            OperatorSubtaskState activities,
            OperatorSubtaskState deals,
            OperatorSubtaskState thresholds,
            OperatorSubtaskState alerts,
            OperatorSubtaskState reconcile) {}

    private final InMemoryTables tables;
    private final InMemoryTopic topic;
    private final KeyedBroadcastOperatorTestHarness<String, ActivityMessage, String, DealInput> activities;
    private final KeyedBroadcastOperatorTestHarness<String, DealInput, PipelineMessage, AlertInput> deals;
    private final KeyedOneInputStreamOperatorTestHarness<MetricKey, BucketMessage, ThresholdMessage> thresholds;
    private final KeyedTwoInputStreamOperatorTestHarness<String, AlertInput, AlertReference, TableRow> alerts;
    private final OneInputStreamOperatorTestHarness<ClockTick, AlertInput> published;
    private final OneInputStreamOperatorTestHarness<ClockTick, RowKey> reconcile;
    private final OneInputStreamOperatorTestHarness<TableRow, Void> stamps;

    private AlertsHarness(
            InMemoryTables tables, InMemoryTopic topic, @Nullable Checkpoint checkpoint, AlertOptions options)
            throws Exception {
        this.tables = tables;
        this.topic = topic;
        activities = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new ResolveActivities(), List.of(ResolveActivities.ERASED_DEALS)),
                message -> message.activity().activityId(),
                Types.STRING,
                1,
                1,
                0);
        deals = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new AssessDeals(options), List.of(Definitions.STATE)),
                DealInput::dealId,
                Types.STRING,
                1,
                1,
                0);
        thresholds =
                new KeyedOneInputStreamOperatorTestHarness<>(new LearnThresholds(options), BucketMessage::key, STAGE);
        alerts = new KeyedTwoInputStreamOperatorTestHarness<>(
                new RaiseAlerts(options), AlertInput::dealId, null, Types.STRING);
        published = new OneInputStreamOperatorTestHarness<>(new ReadPublishedAlerts(topic));
        reconcile = new OneInputStreamOperatorTestHarness<>(
                new ReconcileRows(tables, tables, DealAlertsTopology.TABLES, tables.highest()));
        stamps = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new StampRows(tables)));
        Long restored = checkpoint == null ? null : checkpoint.id();
        OperatorSubtaskState stateless = OperatorSubtaskState.builder().build();
        OperatorHarnesses.open(activities, restored, checkpoint == null ? stateless : checkpoint.activities());
        OperatorHarnesses.open(deals, restored, checkpoint == null ? stateless : checkpoint.deals());
        OperatorHarnesses.open(thresholds, restored, checkpoint == null ? stateless : checkpoint.thresholds());
        OperatorHarnesses.open(alerts, restored, checkpoint == null ? stateless : checkpoint.alerts());
        OperatorHarnesses.open(published, restored, stateless);
        OperatorHarnesses.open(reconcile, restored, checkpoint == null ? stateless : checkpoint.reconcile());
        OperatorHarnesses.open(stamps, restored, stateless);
    }

    /** Starts without state, beside whatever is in the tables and the topic. */
    static AlertsHarness start(InMemoryTables tables, InMemoryTopic topic) throws Exception {
        return new AlertsHarness(tables, topic, null, OPTIONS);
    }

    /** Starts from a checkpoint, beside whatever is in the tables and the topic. */
    static AlertsHarness restore(InMemoryTables tables, InMemoryTopic topic, Checkpoint checkpoint) throws Exception {
        return restore(tables, topic, checkpoint, OPTIONS);
    }

    /** Starts from a checkpoint with other options. */
    static AlertsHarness restore(
            InMemoryTables tables, InMemoryTopic topic, Checkpoint checkpoint, AlertOptions options) throws Exception {
        return new AlertsHarness(tables, topic, checkpoint, options);
    }

    /** A pipeline is defined. */
    void define(PipelineDefinition definition) throws Exception {
        deals.processBroadcastElement(new PipelineMessage(definition.pipelineId(), definition), 0);
        flow();
    }

    /** A pipeline's definition is withdrawn. */
    void withdraw(String pipelineId) throws Exception {
        deals.processBroadcastElement(new PipelineMessage(pipelineId, null), 0);
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
    void event(String dealId, EventBuilder event) throws Exception {
        event(dealId, event.build());
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

    /** The clock ticks; the job has not caught up. */
    void tick(String now) throws Exception {
        tick(now, false);
    }

    /** The clock ticks, and the job has caught up; null before any event. */
    void caughtUp(@Nullable String now) throws Exception {
        tick(now, true);
    }

    /** The job catches up, and its next barriers pass: from now on it tells what it finds at once. */
    Checkpoint settle(long checkpointId, @Nullable String now) throws Exception {
        caughtUp(now);
        Checkpoint checkpoint = checkpoint(checkpointId);
        passSlices();
        return checkpoint;
    }

    /** The flush interval passes. */
    void passFlushInterval() throws Exception {
        thresholds.setProcessingTime(
                thresholds.getProcessingTime() + OPTIONS.flushInterval().toMillis());
        flow();
    }

    /** The pause before the next slice of deals passes, and that slice. */
    void passSlice() throws Exception {
        alerts.setProcessingTime(alerts.getProcessingTime() + 1);
        flow();
    }

    /** The time that all that is still to be looked at takes. */
    void passSlices() throws Exception {
        int before;
        int slices = 0;
        do {
            before = alertTimers();
            passSlice();
            slices++;
        } while (slices < 3 || before != alertTimers());
    }

    /** How many deals are to be looked at, now or later. */
    int alertTimers() {
        return alerts.numEventTimeTimers();
    }

    /** A checkpoint barrier passes through. */
    Checkpoint checkpoint(long id) throws Exception {
        OperatorSubtaskState ofActivities = OperatorHarnesses.snapshot(activities, id);
        flow();
        OperatorSubtaskState ofDeals = OperatorHarnesses.snapshot(deals, id);
        thresholds.getOperator().prepareSnapshotPreBarrier(id);
        flow();
        Checkpoint checkpoint = new Checkpoint(
                id,
                ofActivities,
                ofDeals,
                thresholds.snapshot(id, 0),
                OperatorHarnesses.snapshot(alerts, id),
                OperatorHarnesses.snapshot(reconcile, id));
        flow();
        stamps.snapshot(id, 0);
        return checkpoint;
    }

    /** All input ends, as it does under {@code --until-caught-up}. */
    void finish() throws Exception {
        thresholds.endInput();
        thresholds.getOperator().finish();
        flow();
        reconcile.endInput();
        published.endInput();
        takePublishedAndStale();
        alerts.processWatermark1(Watermark.MAX_WATERMARK);
        alerts.processWatermark2(Watermark.MAX_WATERMARK);
        flow();
        alerts.getOperator().finish();
        flow();
    }

    @Override
    public void close() {
        for (AbstractStreamOperatorTestHarness<?> harness :
                List.of(activities, deals, thresholds, alerts, published, reconcile, stamps)) {
            try {
                harness.close();
            } catch (Exception e) {
                throw new IllegalStateException("Could not close an operator", e);
            }
        }
    }

    private void tick(@Nullable String now, boolean caughtUp) throws Exception {
        ClockTick tick = new ClockTick(now == null ? null : Instant.parse(now), caughtUp);
        reconcile.processElement(tick, 0);
        published.processElement(tick, 0);
        takePublishedAndStale();
        alerts.processElement2(new StreamRecord<>(AlertReference.of(tick)));
        flow();
    }

    private void takePublishedAndStale() throws Exception {
        for (RowKey row : OperatorHarnesses.drain(reconcile)) {
            alerts.processElement1(new StreamRecord<>(AlertInput.stale(row)));
        }
        for (AlertInput message : OperatorHarnesses.drain(published)) {
            alerts.processElement1(new StreamRecord<>(message));
        }
        flow();
    }

    private void flow() throws Exception {
        for (DealInput activity : OperatorHarnesses.drain(activities)) {
            deals.processElement(activity, 0);
        }
        for (AlertInput input : OperatorHarnesses.drain(deals)) {
            alerts.processElement1(new StreamRecord<>(input));
        }
        Queue<StreamRecord<BucketMessage>> won = deals.getSideOutput(AssessDeals.WON_STAGE_TIMES);
        while (won != null && !won.isEmpty()) {
            thresholds.processElement(new StreamRecord<>(won.remove().getValue()));
        }
        for (ThresholdMessage threshold : OperatorHarnesses.drain(thresholds)) {
            alerts.processElement2(new StreamRecord<>(AlertReference.of(threshold)));
        }
        for (TableRow row : OperatorHarnesses.drain(alerts)) {
            stamps.processElement(row, 0);
        }
        Queue<StreamRecord<AlertMessage>> messages = alerts.getSideOutput(RaiseAlerts.MESSAGES);
        while (messages != null && !messages.isEmpty()) {
            topic.send(messages.remove().getValue());
        }
        Queue<StreamRecord<StampedRow>> rows = stamps.getSideOutput(StampRows.outputOf(Tables.DEAL_ALERTS.name()));
        while (rows != null && !rows.isEmpty()) {
            tables.write(rows.remove().getValue());
        }
    }
}
