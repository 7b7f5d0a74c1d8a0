package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.options.ClockMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdvanceClockTest {

    private static final long WALL = Instant.parse("2024-06-01T08:00:00Z").toEpochMilli();
    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(1);

    /** What the broker answers; null: nothing. The operator is copied, so this can't be a field of the test. */
    private static volatile @Nullable Map<TopicPartition, Long> brokerSays;

    @BeforeEach
    void theTopicHoldsTenRecords() {
        brokerSays = Map.of(new TopicPartition("deals", 0), 10L);
    }

    @Test
    void ticksWhenTheTimeHasChanged() throws Exception {
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.EVENT, false)) {
            open(clock);
            clock.processElement(read(5, NOON));
            clock.setProcessingTime(WALL + 200);
            clock.setProcessingTime(WALL + 400);
            clock.setProcessingTime(WALL + 600);
            assertThat(clock.extractOutputValues()).containsExactly(new ClockTick(NOON.minus(LATENESS), false));

            clock.processElement(read(9, NOON.plusSeconds(1)));
            clock.processElement(read(10, NOON.plusSeconds(2)));
            clock.setProcessingTime(WALL + 800);
            assertThat(clock.extractOutputValues())
                    .containsExactly(
                            new ClockTick(NOON.minus(LATENESS), false),
                            new ClockTick(NOON.plusSeconds(2).minus(LATENESS), true));
        }
    }

    @Test
    void followsTheWallClockOnceAllIsQuiet() throws Exception {
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, false)) {
            open(clock);
            clock.processElement(read(10, NOON));
            for (long passed = 200; passed <= 6000; passed += 200) {
                clock.setProcessingTime(WALL + passed);
            }
            assertThat(last(clock)).isEqualTo(new ClockTick(Instant.ofEpochMilli(WALL + 6000), true));
        }
    }

    @Test
    void waitsWhileTheBrokerIsSilent() throws Exception {
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, false)) {
            open(clock);
            clock.processElement(read(10, NOON));
            clock.setProcessingTime(WALL + 200);
            brokerSays = null;
            for (long passed = 1000; passed <= 20_000; passed += 1000) {
                clock.setProcessingTime(WALL + passed);
            }
            assertThat(last(clock)).isEqualTo(new ClockTick(NOON.minus(LATENESS), true));

            brokerSays = Map.of(new TopicPartition("deals", 0), 10L);
            clock.setProcessingTime(WALL + 21_000);
            clock.setProcessingTime(WALL + 22_000);
            assertThat(last(clock)).isEqualTo(new ClockTick(Instant.ofEpochMilli(WALL + 22_000), true));
        }
    }

    @Test
    void aRunUntilCaughtUpEndsExactlyAtItsNewestEvent() throws Exception {
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, true)) {
            open(clock);
            clock.processElement(read(10, NOON));
            clock.setProcessingTime(WALL + 60_000);
            clock.endInput();
            clock.getOperator().finish();

            assertThat(clock.extractOutputValues())
                    .containsExactly(new ClockTick(NOON.minus(LATENESS), true), new ClockTick(NOON, true));
        }
    }

    @Test
    void aRunUntilCaughtUpWithoutEventsSaysOnlyThatItIsRead() throws Exception {
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, true)) {
            brokerSays = Map.of(new TopicPartition("deals", 0), 0L);
            open(clock);
            clock.setProcessingTime(WALL + 60_000);
            clock.endInput();
            clock.getOperator().finish();

            assertThat(clock.extractOutputValues()).containsExactly(new ClockTick(null, true));
        }
    }

    @Test
    void aRestoredClockTicksAtItsStartAndNeverGoesBack() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.EVENT, false)) {
            open(clock);
            clock.processElement(read(5, NOON));
            clock.setProcessingTime(WALL + 200);
            state = clock.snapshot(1, WALL + 300);
        }
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.EVENT, false)) {
            clock.setProcessingTime(WALL + 1000);
            clock.initializeState(state);
            clock.open();
            clock.setProcessingTime(WALL + 1001);
            assertThat(clock.extractOutputValues()).containsExactly(new ClockTick(NOON.minus(LATENESS), false));

            clock.processElement(read(10, NOON.minusSeconds(3600)));
            clock.setProcessingTime(WALL + 2001);
            assertThat(last(clock)).isEqualTo(new ClockTick(NOON.minus(LATENESS), true));
        }
    }

    @Test
    void aRestoredRunEndsAtTheNewestEventOfAll() throws Exception {
        OperatorSubtaskState state;
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, true)) {
            open(clock);
            clock.processElement(read(5, NOON));
            state = clock.snapshot(1, WALL);
        }
        try (OneInputStreamOperatorTestHarness<Progress, ClockTick> clock = harness(ClockMode.LIVE, true)) {
            clock.setProcessingTime(WALL);
            clock.initializeState(state);
            clock.open();
            clock.processElement(read(10, NOON.minusSeconds(1)));
            clock.endInput();
            clock.getOperator().finish();

            assertThat(last(clock)).isEqualTo(new ClockTick(NOON, false));
        }
    }

    private static void open(OneInputStreamOperatorTestHarness<Progress, ClockTick> clock) throws Exception {
        clock.setProcessingTime(WALL);
        clock.open();
        clock.setProcessingTime(WALL + 1);
    }

    private static StreamRecord<Progress> read(long nextOffset, Instant newest) {
        return new StreamRecord<>(new Progress("deals", 0, nextOffset, newest));
    }

    private static ClockTick last(OneInputStreamOperatorTestHarness<Progress, ClockTick> clock) {
        List<ClockTick> ticks = clock.extractOutputValues();
        return ticks.get(ticks.size() - 1);
    }

    private static OneInputStreamOperatorTestHarness<Progress, ClockTick> harness(ClockMode mode, boolean untilCaughtUp)
            throws Exception {
        PipelineClock.Rules rules = new PipelineClock.Rules(
                mode, LATENESS, Duration.ofSeconds(5), Duration.ofSeconds(5), untilCaughtUp, Set.of("deals"));
        return new OneInputStreamOperatorTestHarness<>(
                new AdvanceClock(rules, FakeBroker::new, CallersThread::new), 1, 1, 0);
    }

    private static final class FakeBroker implements TopicEnds {

        @Override
        public Map<TopicPartition, Long> readableEnds(Map<TopicPartition, Long> nextOffsets) {
            Map<TopicPartition, Long> answer = brokerSays;
            if (answer == null) {
                throw new KafkaException("no answer");
            }
            return answer;
        }

        @Override
        public void close() {}
    }

    /** Answers at once. */
    private static final class CallersThread extends AbstractExecutorService implements ExecutorService {

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return true;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
