package io.dealpulse.jobs.source;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks where the topics end without making anybody wait: the broker may take its time to answer. */
final class EndsWatch {

    private static final Logger LOG = LoggerFactory.getLogger(EndsWatch.class);

    private final TopicEnds ends;
    private final Executor executor;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Optional<Map<TopicPartition, Long>> latest = Optional.empty();
    private boolean failing;

    /** Asks on the executor, one question after the other. */
    EndsWatch(TopicEnds ends, Executor executor) {
        this.ends = ends;
        this.executor = executor;
    }

    /** Asks anew, unless a question is still open. */
    void ask(Map<TopicPartition, Long> nextOffsets) {
        if (asking.compareAndSet(false, true)) {
            Map<TopicPartition, Long> asked = Map.copyOf(nextOffsets);
            executor.execute(() -> answer(asked));
        }
    }

    /** The last answer, empty if there was none yet or the broker failed to give one. */
    Optional<Map<TopicPartition, Long>> latest() {
        return latest;
    }

    private void answer(Map<TopicPartition, Long> nextOffsets) {
        try {
            latest = Optional.of(Map.copyOf(ends.readableEnds(nextOffsets)));
            if (failing) {
                failing = false;
                LOG.info("Kafka says again where the topics end.");
            }
        } catch (RuntimeException e) {
            latest = Optional.empty();
            if (!failing && !Thread.currentThread().isInterrupted()) {
                failing = true;
                LOG.warn("Kafka does not say where the topics end, so the clock does not follow the wall clock.", e);
            }
        } finally {
            asking.set(false);
        }
    }
}
