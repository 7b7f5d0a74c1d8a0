package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.options.ClockMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineClockTest {

    private static final Duration LATENESS = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Instant WALL = Instant.parse("2024-06-01T08:00:00Z");
    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");

    private Instant wall = WALL;

    @Test
    void saysNothingUntilItKnowsWhereTheTopicsEnd() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.advance(read("deals", 0, 10, NOON));

        assertThat(clock.tick()).isEqualTo(new ClockTick(null, false));
    }

    @Test
    void theSlowestPartitionCounts() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100, 100));
        clock.advance(read("deals", 0, 10, NOON.plusSeconds(60)));
        clock.advance(read("deals", 1, 10, NOON));

        assertThat(clock.tick()).isEqualTo(new ClockTick(NOON.minus(LATENESS), false));
    }

    @Test
    void aPartitionNotYetReadHoldsTheClockBackForAsLongAsItTakes() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100, 100));
        clock.advance(read("deals", 0, 100, NOON));
        pass(Duration.ofHours(1));

        assertThat(clock.tick().now()).isNull();
    }

    @Test
    void aLaggingPartitionHoldsTheClockBackThoughNothingComesFromItForLong() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100, 100));
        clock.advance(read("deals", 0, 100, NOON.plusSeconds(3600)));
        clock.advance(read("deals", 1, 10, NOON));
        pass(Duration.ofHours(1));

        assertThat(clock.tick().now()).isEqualTo(NOON.minus(LATENESS));
    }

    @Test
    void anEmptyOrIdlePartitionHoldsNothingBack() {
        PipelineClock clock = clock(ClockMode.EVENT, false);
        clock.ends(ends("deals", 100, 100, 0));
        clock.advance(read("deals", 0, 100, NOON.plusSeconds(60)));
        clock.advance(read("deals", 1, 100, NOON));
        assertThat(clock.tick().now()).isEqualTo(NOON.minus(LATENESS));

        pass(IDLE);
        clock.advance(read("deals", 0, 100, NOON.plusSeconds(60)));

        assertThat(clock.tick().now()).isEqualTo(NOON.plusSeconds(60).minus(LATENESS));
    }

    @Test
    void whileAllAreIdleTheNewestCounts() {
        PipelineClock clock = clock(ClockMode.EVENT, false);
        clock.ends(ends("deals", 100, 100));
        clock.advance(read("deals", 0, 100, NOON.plusSeconds(60)));
        clock.advance(read("deals", 1, 100, NOON));
        pass(IDLE);

        assertThat(clock.tick().now()).isEqualTo(NOON.plusSeconds(60).minus(LATENESS));
    }

    @Test
    void topicsWithoutEventsOnlyHaveToBeRead() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        Map<TopicPartition, Long> ends = new HashMap<>(ends("deals", 10));
        ends.putAll(ends("rates", 5));
        clock.ends(ends);
        clock.advance(read("deals", 0, 10, NOON));

        assertThat(clock.tick()).isEqualTo(new ClockTick(NOON.minus(LATENESS), false));

        clock.advance(read("rates", 0, 5, null));
        assertThat(clock.tick()).isEqualTo(new ClockTick(NOON.minus(LATENESS), true));
    }

    @Test
    void followsTheWallClockWhenAllIsReadAndQuiet() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100));
        clock.advance(read("deals", 0, 100, NOON));
        assertThat(clock.tick().now()).isEqualTo(NOON.minus(LATENESS));

        pass(QUIET);
        assertThat(clock.tick().now()).isEqualTo(wall);

        pass(Duration.ofDays(2));
        assertThat(clock.tick().now()).isEqualTo(wall);
    }

    @Test
    void followsTheWallClockOnTopicsThatNeverHeldAnEvent() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 0, 0));
        pass(QUIET);

        assertThat(clock.tick()).isEqualTo(new ClockTick(wall, true));
    }

    @Test
    void doesNotFollowTheWallClockWhileSomethingIsUnreadOrTheEndsAreUnknown() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 101));
        clock.advance(read("deals", 0, 100, NOON));
        pass(Duration.ofHours(1));
        assertThat(clock.tick().now()).isEqualTo(NOON.minus(LATENESS));

        clock.ends(ends("deals", 100));
        clock.endsUnknown();
        assertThat(clock.tick().now()).isEqualTo(NOON.minus(LATENESS));
    }

    @Test
    void inEventModeItNeverFollowsTheWallClock() {
        PipelineClock clock = clock(ClockMode.EVENT, false);
        clock.ends(ends("deals", 100));
        clock.advance(read("deals", 0, 100, NOON));
        pass(Duration.ofDays(1));

        assertThat(clock.tick()).isEqualTo(new ClockTick(NOON.minus(LATENESS), true));
    }

    @Test
    void hasCaughtUpWhenWhatWasThereAtTheStartIsReadWhateverHasComeSince() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100));
        clock.ends(ends("deals", 500));
        clock.advance(read("deals", 0, 99, NOON));
        assertThat(clock.tick().caughtUp()).isFalse();

        clock.advance(read("deals", 0, 100, NOON));
        assertThat(clock.tick().caughtUp()).isTrue();
    }

    @Test
    void hasCaughtUpThoughTheLastOffsetsHoldNoRecords() {
        PipelineClock clock = clock(ClockMode.LIVE, false);
        clock.ends(ends("deals", 100));
        clock.advance(read("deals", 0, 98, NOON));
        assertThat(clock.tick().caughtUp()).isFalse();

        clock.ends(ends("deals", 98));
        assertThat(clock.tick().caughtUp()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ClockMode.class)
    void aRunUntilCaughtUpEndsExactlyAtItsNewestEvent(ClockMode mode) {
        PipelineClock clock = clock(mode, true);
        clock.ends(ends("deals", 100, 100));
        clock.advance(read("deals", 0, 100, NOON));
        clock.advance(read("deals", 1, 100, NOON.plusMillis(7)));
        pass(Duration.ofDays(1));

        assertThat(clock.tick()).isEqualTo(new ClockTick(NOON.plusMillis(7).minus(LATENESS), true));
        assertThat(clock.end()).isEqualTo(new ClockTick(NOON.plusMillis(7), true));
    }

    @Test
    void aRunUntilCaughtUpWithoutEventsHasNoTime() {
        PipelineClock clock = clock(ClockMode.LIVE, true);
        clock.ends(ends("deals", 0));
        clock.advance(read("deals", 0, 3, null));

        assertThat(clock.tick()).isEqualTo(new ClockTick(null, true));
        assertThat(clock.end()).isEqualTo(new ClockTick(null, true));
    }

    @Test
    void aRestoredClockGoesOnWhereItWas() {
        PipelineClock former = clock(ClockMode.LIVE, false);
        former.ends(ends("deals", 100));
        former.advance(read("deals", 0, 100, NOON));
        pass(QUIET);
        Instant time = former.tick().now();

        PipelineClock restored = clock(ClockMode.LIVE, false);
        restored.restore(time, former.partitions());
        assertThat(restored.tick()).isEqualTo(new ClockTick(time, false));

        restored.ends(ends("deals", 100));
        assertThat(restored.tick()).isEqualTo(new ClockTick(time, true));
    }

    @Test
    void theFinalTimeCountsWhatWasReadBeforeARestart() {
        PipelineClock former = clock(ClockMode.LIVE, true);
        former.advance(read("deals", 0, 50, NOON));

        PipelineClock restored = clock(ClockMode.LIVE, true);
        restored.restore(former.now(), former.partitions());
        restored.advance(read("deals", 0, 100, NOON.minusSeconds(1)));

        assertThat(restored.end()).isEqualTo(new ClockTick(NOON, false));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void neverGoesBackAndNeverRunsAheadOfWhatItMay(long seed) {
        Random random = new Random(seed);
        boolean untilCaughtUp = random.nextBoolean();
        ClockMode mode = random.nextBoolean() ? ClockMode.LIVE : ClockMode.EVENT;
        PipelineClock clock = clock(mode, untilCaughtUp);
        long[] written = {50, 50, 50};
        long[] read = new long[3];
        Instant newest = Instant.MIN;
        Instant last = Instant.MIN;
        clock.ends(ends("deals", written));
        for (int step = 0; step < 2000; step++) {
            int partition = random.nextInt(3);
            switch (random.nextInt(6)) {
                case 0 -> pass(Duration.ofMillis(random.nextInt(8000)));
                case 1 -> written[partition] += random.nextInt(3);
                case 2 -> clock.ends(ends("deals", written));
                case 3 -> {
                    PipelineClock restored = clock(mode, untilCaughtUp);
                    restored.restore(clock.now(), clock.partitions());
                    restored.ends(ends("deals", written));
                    clock = restored;
                }
                default -> {
                    read[partition] = Math.min(written[partition], read[partition] + 1 + random.nextInt(5));
                    Instant occurred = NOON.plusSeconds(random.nextInt(100_000) + step * 50L);
                    newest = occurred.isAfter(newest) ? occurred : newest;
                    clock.advance(read("deals", partition, read[partition], occurred));
                }
            }
            Instant now = clock.tick().now();
            if (now != null) {
                assertThat(now).isAfterOrEqualTo(last);
                boolean mayFollowTheWall = mode == ClockMode.LIVE && !untilCaughtUp;
                assertThat(now).isBeforeOrEqualTo(mayFollowTheWall ? wall : newest.minus(LATENESS));
                last = now;
            }
        }
        if (untilCaughtUp) {
            assertThat(clock.end().now()).isEqualTo(newest);
        }
    }

    private PipelineClock clock(ClockMode mode, boolean untilCaughtUp) {
        InstantSource wallClock = () -> wall;
        return new PipelineClock(
                new PipelineClock.Rules(mode, LATENESS, IDLE, QUIET, untilCaughtUp, Set.of("deals")), wallClock);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
    }

    private static Progress read(String topic, int partition, long nextOffset, @Nullable Instant newest) {
        return new Progress(topic, partition, nextOffset, newest);
    }

    private static Map<TopicPartition, Long> ends(String topic, long... ends) {
        Map<TopicPartition, Long> byPartition = new HashMap<>();
        for (int partition = 0; partition < ends.length; partition++) {
            byPartition.put(new TopicPartition(topic, partition), ends[partition]);
        }
        return byPartition;
    }
}
