package io.dealpulse.cli.deadletters;

import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.jobs.source.TopicScan;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the last record of each key lies, in topics where it is the one that counts. These are small: definitions and
 * rates.
 */
final class LastRecords {

    private record Key(String topic, ByteBuffer key) {}

    /** The last offset in each partition that has the key: more than one, if the topic got more partitions since. */
    private final Map<Key, Map<Integer, Long>> offsets = new HashMap<>();

    /**
     * Reads the topics.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    static LastRecords read(Settings settings, Set<String> topics) throws InterruptedException {
        LastRecords last = new LastRecords();
        if (!topics.isEmpty()) {
            SourceOptions options = SourceOptions.of(settings, "dealpulse-dead-letters", true);
            try (TopicScan scan = new TopicScan(options, List.copyOf(topics))) {
                for (String topic : topics) {
                    scan.read(
                            topic,
                            record -> {
                                if (record.key() != null) {
                                    last.add(
                                            new SourcePlace(topic, record.partition(), record.offset()),
                                            ByteBuffer.wrap(record.key()));
                                }
                            },
                            offsets -> {});
                }
            }
        }
        return last;
    }

    /** A record lies there, after all that were added of its partition. */
    void add(SourcePlace place, ByteBuffer key) {
        offsets.computeIfAbsent(new Key(place.topic(), key), unused -> new HashMap<>())
                .put(place.partition(), place.offset());
    }

    /** Whether the last record of a key lies there, and none of it in another partition. */
    boolean isLast(SourcePlace place, ByteBuffer key) {
        return Map.of(place.partition(), place.offset()).equals(offsets.get(new Key(place.topic(), key)));
    }
}
