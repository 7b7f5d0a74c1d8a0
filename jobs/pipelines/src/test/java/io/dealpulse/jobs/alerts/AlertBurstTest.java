package io.dealpulse.jobs.alerts;

import static io.dealpulse.jobs.HostileCluster.stream;
import static io.dealpulse.jobs.alerts.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.HostileCluster;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.CrmSources;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import io.dealpulse.jobs.source.RejectedRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However many deals are due at once, checkpoints go on. Takes 20,000 deals; {@code -Ddealpulse.burst=100000} takes as many
 * as one likes, and prints how long checkpoints take before and during the burst.
 */
class AlertBurstTest {

    private static final int DEALS = Integer.getInteger("dealpulse.burst", 20_000);

    private static final Instant MARCH_1 = Instant.parse("2024-03-01T09:00:00Z");
    private static final Instant MARCH_8 = Instant.parse("2024-03-08T09:00:00Z");

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    // The job's parts run in this JVM, but get copies of what they are given.
    private static final List<CompletableFuture<Void>> GATES =
            List.of(new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final Queue<Completed> COMPLETED = new ConcurrentLinkedQueue<>();
    private static final Set<String> RAISED = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger MESSAGES = new AtomicInteger();

    @TempDir
    private Path checkpoints;

    /**
     * A checkpoint.
     *
     * @param triggered wall clock time in milliseconds
     * @param completed wall clock time in milliseconds
     */
    private record Completed(long triggered, long completed) {

        long took() {
            return completed - triggered;
        }
    }

    @Test
    void checkpointsCompleteWhileABurstIsWorkedOff() throws Exception {
        HostileCluster.reset();
        StreamExecutionEnvironment environment = HostileCluster.environment(2, checkpoints.toUri());
        environment.getCheckpointConfig().setCheckpointInterval(CHECKPOINT_INTERVAL.toMillis());
        CrmSources crm = new CrmSources(
                HostileCluster.crashing(
                        stream(environment, "deals", DealMessage.TYPE, deals(), 1, RateLimiterStrategy.noOp()),
                        Integer.MAX_VALUE),
                stream(environment, "activities", ActivityMessage.TYPE, List.of(callOfNoDeal()), 1, 1),
                stream(
                        environment,
                        "pipelines",
                        PipelineMessage.TYPE,
                        List.of(new PipelineMessage("sales", sales())),
                        1,
                        1),
                stream(
                        environment,
                        "rates",
                        FxRateMessage.TYPE,
                        List.of(new FxRateMessage("USD", "EUR", LocalDate.of(2024, 3, 1), BigDecimal.ONE)),
                        1,
                        1),
                stream(
                        environment,
                        "rejected",
                        RejectedRecord.TYPE,
                        List.of(HostileCluster.rejected(0, MARCH_1)),
                        1,
                        1),
                stream(environment, "clock", ClockTick.TYPE, ticks(), 1, any -> new Gates<>())
                        .map(new WatchCheckpoints())
                        .returns(ClockTick.TYPE)
                        .setParallelism(1)
                        .uid("watch-checkpoints"));
        new DealAlertsTopology(AlertsHarness.OPTIONS, HostileCluster.sink(), visitor -> {})
                .connect(crm)
                .filter(AlertBurstTest::keep)
                .uid("keep-messages")
                .sinkTo(new DiscardingSink<>())
                .uid("messages");
        JobClient job = environment.executeAsync("deal-alerts");

        await().atMost(PATIENCE).until(() -> HostileCluster.taken() == DEALS);
        GATES.get(0).complete(null);
        // All has arrived and been looked at, and then nothing happens for a while.
        awaitCheckpoints(10);
        assertThat(RAISED).isEmpty();
        long calmSince = System.currentTimeMillis();
        awaitCheckpoints(10);
        long burstSince = System.currentTimeMillis();
        GATES.get(1).complete(null);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> RAISED.size() == DEALS);
        long burstUntil = System.currentTimeMillis();
        awaitCheckpoints(2);
        GATES.get(2).complete(null);
        job.getJobExecutionResult().get();

        List<Completed> during = completed(burstSince, burstUntil);
        System.out.printf(
                "%,d deals due at once were raised in %,d ms. Checkpoints: before, %s; during, %s%n",
                DEALS, burstUntil - burstSince, text(completed(calmSince, burstSince)), text(during));
        assertThat(during).isNotEmpty();
        assertThat(MESSAGES).hasValue(DEALS);
        assertThat(HostileCluster.tables().allRows().stream().map(TableRow::key))
                .hasSize(DEALS);
        assertThat(HostileCluster.tables().writes()).isEqualTo(DEALS);
    }

    private static void awaitCheckpoints(int more) {
        int before = COMPLETED.size();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> COMPLETED.size() >= before + more);
    }

    /** Those that began and ended in a time. */
    private static List<Completed> completed(long since, long until) {
        return COMPLETED.stream()
                .filter(checkpoint -> checkpoint.triggered() >= since && checkpoint.completed() <= until)
                .toList();
    }

    private static String text(List<Completed> completed) {
        LongSummaryStatistics took =
                completed.stream().mapToLong(Completed::took).summaryStatistics();
        return "%d of %.0f ms on average and %d ms at most"
                .formatted(took.getCount(), took.getAverage(), took.getCount() == 0 ? 0 : took.getMax());
    }

    private static boolean keep(AlertMessage message) {
        MESSAGES.incrementAndGet();
        RAISED.add(message.alertId());
        return false;
    }

    private static List<DealMessage> deals() {
        return IntStream.range(0, DEALS)
                .mapToObj(deal -> new DealMessage(
                        "deal-" + deal,
                        event("e1", MARCH_1).in("lead").owner("ann").build()))
                .toList();
    }

    private static List<ClockTick> ticks() {
        return List.of(
                new ClockTick(MARCH_8.minusSeconds(1), true),
                new ClockTick(MARCH_8, true),
                new ClockTick(MARCH_8.plusSeconds(1), true));
    }

    private static ActivityMessage callOfNoDeal() {
        return new ActivityMessage(
                "l1", new Activity("a1", null, "l1", "", Activity.Type.CALL, Activity.State.DONE, MARCH_1, null, 0));
    }

    private static PipelineDefinition sales() {
        return new PipelineDefinition(
                "sales", "Sales", List.of(new Stage("lead", "Lead", StageKind.OPEN, 0.2, 7, null)));
    }

    /** Lets the ticks through one after the other, each when the test wants it. */
    private static final class Gates<S extends SourceSplit> implements RateLimiter<S> {

        @Override
        public CompletionStage<Void> acquire(int numberOfEvents) {
            return GATES.get(Math.min(PASSED.getAndIncrement(), GATES.size() - 1));
        }
    }

    /** Remembers when checkpoints were triggered and completed. */
    private static final class WatchCheckpoints
            implements MapFunction<ClockTick, ClockTick>, CheckpointedFunction, CheckpointListener {

        private static final long serialVersionUID = 1L;

        private static final ConcurrentHashMap<Long, Long> TRIGGERED = new ConcurrentHashMap<>();

        @Override
        public ClockTick map(ClockTick tick) {
            return tick;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {
            // Keeps nothing.
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            TRIGGERED.put(context.getCheckpointId(), context.getCheckpointTimestamp());
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            COMPLETED.add(
                    new Completed(Objects.requireNonNull(TRIGGERED.get(checkpointId)), System.currentTimeMillis()));
        }
    }
}
