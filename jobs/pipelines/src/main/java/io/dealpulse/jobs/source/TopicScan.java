package io.dealpulse.jobs.source;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics once, from their beginnings to where they end at the start. Each partition in order, one after the other.
 */
public final class TopicScan implements AutoCloseable {

    /** Takes records. */
    @FunctionalInterface
    public interface Visitor {
        /** One record. */
        void record(ConsumerRecord<byte[], byte[]> record) throws InterruptedException;
    }

    /** How long Kafka may be away while it is read. */
    private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofSeconds(1);

    /** How long Kafka waits for records that are not there. */
    private static final String FETCH_WAIT_MILLIS = "20";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> starts = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    private long offsetsBehind;

    /**
     * Connects, and finds out where the topics end.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public TopicScan(SourceOptions options, List<String> topics) {
        Properties properties = options.kafkaProperties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // An offset that is gone is an error, never a jump.
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // The client fetches ahead: past the end of a partition that would hold up the next one for half a second.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (String topic : topics) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .sorted(Comparator.comparingInt(PartitionInfo::partition))
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            starts.putAll(consumer.beginningOffsets(partitions));
            Map<TopicPartition, Long> ofTopic = consumer.endOffsets(partitions);
            partitions.forEach(partition -> ends.put(partition, ofTopic.getOrDefault(partition, 0L)));
        }
    }

    /** How many offsets lie between the topics' beginnings and ends; some may hold no record. */
    public long offsets() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - starts.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /**
     * Reads one of the topics.
     *
     * @param progress is told again and again how many of the {@link #offsets} are behind
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or no longer has what it had
     * @throws InterruptedException if the visitor was interrupted
     */
    public void read(String topic, Visitor visitor, LongConsumer progress) throws InterruptedException {
        for (TopicPartition partition : ends.keySet()) {
            if (partition.topic().equals(topic)) {
                read(partition, visitor, progress);
            }
        }
    }

    private void read(TopicPartition partition, Visitor visitor, LongConsumer progress) throws InterruptedException {
        long start = starts.getOrDefault(partition, 0L);
        long end = ends.getOrDefault(partition, 0L);
        consumer.assign(List.of(partition));
        consumer.seek(partition, start);
        long lastProgress = System.nanoTime();
        // The position also passes what is no record: marks of transactions, and what was compacted away.
        long position = start;
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end) {
                    visitor.record(record);
                }
            }
            long reached = consumer.position(partition);
            if (reached > position) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > KAFKA_PATIENCE.toNanos()) {
                throw new TimeoutException("nothing came from %s at offset %d for %d s"
                        .formatted(partition, position, KAFKA_PATIENCE.toSeconds()));
            }
            position = reached;
            progress.accept(offsetsBehind + Math.min(end, position) - start);
        }
        offsetsBehind += end - start;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
