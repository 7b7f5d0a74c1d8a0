package io.dealpulse.jobs.source;

import io.dealpulse.jobs.options.ClockMode;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline's clock: event time, and the wall clock once there is nothing left to read.
 *
 * <p>Event time is, of each active partition, the newest time of its events less a bound; the slowest active one counts. A
 * partition is active while it has records that are not read yet, or was read a short while ago; so a lagging partition
 * holds the clock back, and an idle one holds nothing back. While all are idle, the newest of all counts. When every
 * topic is read to its end and quiet, and the mode is {@link ClockMode#LIVE}, the clock follows the wall clock.
 *
 * <p>It never goes back. It knows neither Flink nor Kafka's clients, and is not safe for use by several threads.
 */
final class PipelineClock {

    /**
     * What moves the clock.
     *
     * @param mode whether it may follow the wall clock
     * @param lateness how far it stays behind the newest event of a partition
     * @param idleAfter how long after its last record a partition that is read to its end still counts
     * @param quietAfter how long after the last record of all the wall clock is followed
     * @param untilCaughtUp whether the job is to end once it has read what was there at the start: then the wall clock is
     *     never followed, and the clock ends exactly at the newest event
     * @param topics the topics whose events move the clock; the others only have to be read
     */
    record Rules(
            ClockMode mode,
            Duration lateness,
            Duration idleAfter,
            Duration quietAfter,
            boolean untilCaughtUp,
            Set<String> topics)
            implements Serializable {

        Rules {
            topics = Set.copyOf(topics);
        }
    }

    private static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    /** How far a partition is read, and when the last record came (wall clock); {@code Instant.MIN}: before the start. */
    private record Reading(Progress progress, Instant at) {}

    private final Rules rules;
    private final InstantSource wallClock;
    private final Map<TopicPartition, Reading> readings = new TreeMap<>(BY_NAME);

    private @Nullable Instant now;
    private boolean caughtUp;
    private Instant lastRecordAt;

    /** The ends at the start of this attempt; null: not known yet. */
    private @Nullable Map<TopicPartition, Long> startEnds;

    private Map<TopicPartition, Long> ends = Map.of();
    private boolean endsKnown;

    /** A clock that has seen nothing yet. */
    PipelineClock(Rules rules, InstantSource wallClock) {
        this.rules = rules;
        this.wallClock = wallClock;
        this.lastRecordAt = wallClock.instant();
    }

    /** Goes on from where a former attempt was. */
    void restore(@Nullable Instant formerly, Collection<Progress> partitions) {
        now = formerly;
        partitions.forEach(progress -> readings.put(partitionOf(progress), new Reading(progress, Instant.MIN)));
    }

    /** Takes note of what was read. */
    void advance(Progress progress) {
        lastRecordAt = wallClock.instant();
        readings.merge(partitionOf(progress), new Reading(progress, lastRecordAt), PipelineClock::further);
    }

    /**
     * Takes note of where the topics end.
     *
     * @param current all partitions of all topics, and the offset after the last record that can be read from each; never
     *     more than before if there is nothing left to read in between
     */
    void ends(Map<TopicPartition, Long> current) {
        if (startEnds == null) {
            startEnds = Map.copyOf(current);
        }
        ends = Map.copyOf(current);
        endsKnown = true;
    }

    /** The ends can't be told at present: until they can, the wall clock is not followed. */
    void endsUnknown() {
        endsKnown = false;
    }

    /** What the clock says at this moment. */
    ClockTick tick() {
        moveTo(eventTime());
        if (rules.mode() == ClockMode.LIVE && !rules.untilCaughtUp() && isQuiet()) {
            moveTo(wallClock.instant().truncatedTo(ChronoUnit.MILLIS));
        }
        if (!caughtUp && hasReadStart()) {
            caughtUp = true;
        }
        return new ClockTick(now, caughtUp);
    }

    /** What the clock says after the last record, when the input has ended. */
    ClockTick end() {
        if (rules.untilCaughtUp()) {
            moveTo(newest());
        }
        return new ClockTick(now, caughtUp);
    }

    /**
     * How far the attempt has got.
     *
     * @param read how many of the offsets that the topics held at its start lie behind it
     * @param held how many the topics held
     */
    record Reach(long read, long held) {}

    /** How far the attempt has got; nothing of nothing while the ends are not known. */
    Reach reach() {
        long read = 0;
        long held = 0;
        if (startEnds != null) {
            for (Map.Entry<TopicPartition, Long> end : startEnds.entrySet()) {
                held += end.getValue();
                read += hasReadStart(end.getKey())
                        ? end.getValue()
                        : Math.min(nextOffset(end.getKey()), end.getValue());
            }
        }
        return new Reach(read, held);
    }

    /** What the clock says, as {@link #restore} takes it. */
    @Nullable
    Instant now() {
        return now;
    }

    /** How far each partition is read, as {@link #restore} takes it. */
    List<Progress> partitions() {
        return readings.values().stream().map(Reading::progress).toList();
    }

    private void moveTo(@Nullable Instant time) {
        if (time != null && (now == null || time.isAfter(now))) {
            now = time;
        }
    }

    private @Nullable Instant eventTime() {
        if (startEnds == null) {
            return null;
        }
        Instant slowest = null;
        for (TopicPartition partition : clockPartitions()) {
            boolean unread = isUnread(partition);
            if (!unread && !isRecent(partition)) {
                continue;
            }
            Instant newest = newestOf(partition);
            if (newest != null && (slowest == null || newest.isBefore(slowest))) {
                slowest = newest;
            } else if (newest == null && unread) {
                return null;
            }
        }
        Instant decisive = slowest == null ? newest() : slowest;
        return decisive == null ? null : decisive.minus(rules.lateness());
    }

    private List<TopicPartition> clockPartitions() {
        Set<TopicPartition> all = new HashSet<>(ends.keySet());
        all.addAll(readings.keySet());
        return all.stream()
                .filter(partition -> rules.topics().contains(partition.topic()))
                .toList();
    }

    private boolean isUnread(TopicPartition partition) {
        return rules.untilCaughtUp() ? !hasReadStart(partition) : !isReadTo(partition, ends);
    }

    private boolean isRecent(TopicPartition partition) {
        Reading reading = readings.get(partition);
        return reading != null && !isPast(reading.at(), rules.idleAfter());
    }

    private boolean isQuiet() {
        return endsKnown
                && isPast(lastRecordAt, rules.quietAfter())
                && ends.keySet().stream().allMatch(partition -> isReadTo(partition, ends));
    }

    /** Whether all that the topics held at the start of this attempt is read, as far as is known. */
    boolean hasReadStart() {
        return startEnds != null && startEnds.keySet().stream().allMatch(this::hasReadStart);
    }

    /** Whether all that the partition held at the start is read; what came to it since does not matter. */
    private boolean hasReadStart(TopicPartition partition) {
        return startEnds == null || isReadTo(partition, startEnds) || isReadTo(partition, ends);
    }

    private boolean isReadTo(TopicPartition partition, Map<TopicPartition, Long> there) {
        Long end = there.get(partition);
        return end == null || nextOffset(partition) >= end;
    }

    private long nextOffset(TopicPartition partition) {
        Reading reading = readings.get(partition);
        return reading == null ? 0 : reading.progress().nextOffset();
    }

    private @Nullable Instant newestOf(TopicPartition partition) {
        Reading reading = readings.get(partition);
        return reading == null ? null : reading.progress().newestOccurredAt();
    }

    private @Nullable Instant newest() {
        Instant newest = null;
        for (Reading reading : readings.values()) {
            newest = later(newest, reading.progress().newestOccurredAt());
        }
        return newest;
    }

    private boolean isPast(Instant since, Duration duration) {
        return !wallClock.instant().isBefore(since.plus(duration));
    }

    private static TopicPartition partitionOf(Progress progress) {
        return new TopicPartition(progress.topic(), progress.partition());
    }

    private static Reading further(Reading former, Reading latter) {
        Progress one = former.progress();
        Progress other = latter.progress();
        return new Reading(
                new Progress(
                        other.topic(),
                        other.partition(),
                        Math.max(one.nextOffset(), other.nextOffset()),
                        later(one.newestOccurredAt(), other.newestOccurredAt())),
                latter.at());
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null) {
            return other;
        }
        return other == null || one.isAfter(other) ? one : other;
    }
}
