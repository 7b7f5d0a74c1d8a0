package io.dealpulse.jobs.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker by a consumer without group. Where offsets stay unread for a while it looks whether a record is there at
 * all, once for each place.
 */
final class KafkaTopicEnds implements TopicEnds {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Set<String> topics;
    private Map<TopicPartition, Long> formerOffsets = Map.of();
    private final Map<TopicPartition, Gap> looks = new HashMap<>();

    /** What a look found from one offset on: nothing up to an end, or, if that is null, a record. */
    private record Gap(long from, @Nullable Long emptyTo) {}

    KafkaTopicEnds(Consumer<byte[], byte[]> consumer, Set<String> topics) {
        this.consumer = consumer;
        this.topics = Set.copyOf(topics);
    }

    /** Connects to Kafka; the topics must exist by the time they are asked for. */
    static KafkaTopicEnds connect(Map<String, String> clientProperties, Set<String> topics) {
        Properties properties = new Properties();
        properties.putAll(clientProperties);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000");
        properties.setProperty(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
        // A look wants to know whether there is a record, not what is in it.
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaTopicEnds(new KafkaConsumer<>(properties, bytes, bytes), topics);
    }

    @Override
    public Map<TopicPartition, Long> readableEnds(Map<TopicPartition, Long> nextOffsets) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        // The client warns of each partition whose end is asked for without being assigned.
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        for (TopicPartition partition : partitions) {
            long next = nextOffsets.getOrDefault(partition, 0L);
            Long end = ends.get(partition);
            if (end != null && next < end && stoodStill(partition, next) && isEmpty(partition, next, end)) {
                ends.put(partition, next);
            }
        }
        formerOffsets = Map.copyOf(nextOffsets);
        return ends;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private boolean stoodStill(TopicPartition partition, long next) {
        return formerOffsets.getOrDefault(partition, 0L) == next;
    }

    private boolean isEmpty(TopicPartition partition, long next, long end) {
        Gap known = looks.get(partition);
        if (known != null && known.from() == next) {
            Long emptyTo = known.emptyTo();
            if (emptyTo == null) {
                return false;
            }
            if (emptyTo >= end) {
                return true;
            }
        }
        return look(partition, next, end);
    }

    private boolean look(TopicPartition partition, long next, long end) {
        consumer.assign(List.of(partition));
        try {
            consumer.seek(partition, next);
            if (!consumer.poll(LOOK).isEmpty()) {
                looks.put(partition, new Gap(next, null));
                return false;
            }
            boolean empty = consumer.position(partition) >= end;
            if (empty) {
                looks.put(partition, new Gap(next, end));
            }
            return empty;
        } finally {
            consumer.unsubscribe();
        }
    }
}
