package io.dealpulse.cli.notify;

import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a compacted topic from its beginning, always: it holds one record for each key, and what was dealt with before is
 * known by what it says. Offsets are committed for people and their tools to see, and are never read.
 */
final class CompactedTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopic.class);

    /** The consumer group whose offsets show how far the notifier has got. */
    static final String GROUP = "dealpulse-notify";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> ends;
    private Map<TopicPartition, Long> goal;

    /**
     * Connects, and finds out where the topic ends.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    CompactedTopic(Settings settings, EventTopic topic) {
        Properties properties = settings.kafkaProperties();
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // An offset that is gone is an error, never a jump.
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic.topicName()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
        goal = ends;
        consumer.beginningOffsets(partitions).forEach(consumer::seek);
    }

    /** What came, waiting for it so long. */
    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        return consumer.poll(wait);
    }

    /** Whether everything was read that was there when this was made, or the ends were last moved. */
    boolean reachedEnds() {
        return partitions.stream().allMatch(each -> consumer.position(each) >= goal.getOrDefault(each, 0L));
    }

    /** Asks where the topic ends by now: that is what {@link #reachedEnds} speaks of from here on. */
    void moveEnds() {
        goal = consumer.endOffsets(partitions);
    }

    /** Whether a record was there when this was made. */
    boolean wasThere(int partition, long offset) {
        return partitions.stream()
                .filter(each -> each.partition() == partition)
                .allMatch(each -> offset < ends.getOrDefault(each, 0L));
    }

    /**
     * Shows how far the topic is dealt with.
     *
     * @param open the least offset of each partition that is not; without one all that was read is
     */
    void show(Map<Integer, Long> open) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition each : partitions) {
            long position = consumer.position(each);
            offsets.put(each, new OffsetAndMetadata(Math.min(position, open.getOrDefault(each.partition(), position))));
        }
        consumer.commitAsync(offsets, (committed, failure) -> {
            if (failure != null) {
                LOG.warn("The offsets of group {} could not be committed; nothing hangs on them", GROUP, failure);
            }
        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
