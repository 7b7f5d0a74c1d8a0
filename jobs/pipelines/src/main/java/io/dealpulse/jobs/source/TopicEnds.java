package io.dealpulse.jobs.source;

import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where the topics end, as the broker knows it. */
interface TopicEnds extends AutoCloseable {

    /**
     * All partitions of all topics, and the offset after the last record that can be read from each. It is the given
     * offset where no record follows it: markers of transactions, and records that compaction took away, also take up
     * offsets, and are never read.
     *
     * @param nextOffsets how far each partition is read; partitions that are not read at all are missing
     * @throws RuntimeException if the broker can't be asked; it may be asked again
     */
    Map<TopicPartition, Long> readableEnds(Map<TopicPartition, Long> nextOffsets);

    @Override
    void close();

    /** Makes one where the job runs. */
    @FunctionalInterface
    interface Factory extends Serializable {
        TopicEnds create();
    }
}
