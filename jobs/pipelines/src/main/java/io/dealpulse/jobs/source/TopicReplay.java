package io.dealpulse.jobs.source;

import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the company's topics once, from their beginnings to where they end at the start, as the jobs read them: the same
 * decoders, the same rules, the same dead letters. Each partition in order, one after the other.
 */
public final class TopicReplay implements AutoCloseable {

    /** Takes what the topics hold. */
    public interface Visitor {

        /** A record of the deal topic. */
        void deal(DealMessage message);

        /** A record of the activity topic. */
        void activity(ActivityMessage message);

        /** A record of the pipeline topic. */
        void pipeline(PipelineMessage message);

        /** A record of the rate topic. */
        void fxRate(FxRateMessage message);

        /** A record that can't be read or makes no sense. */
        void rejected(RejectedRecord record);
    }

    /** Says which records to leave out. */
    @FunctionalInterface
    public interface Omission {
        /** Whether the record at that place is neither read nor visited. */
        boolean covers(String topic, int partition, long offset);
    }

    /** How long Kafka may be away while it is read. */
    private static final Duration KAFKA_PATIENCE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofSeconds(1);

    /** How long a registry that can't be reached is asked again: somebody waits. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private static final List<EventTopic> TOPICS = List.of(
            EventTopic.PIPELINE_DEFINED, EventTopic.FX_RATE_SET, EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED);

    private final SourceOptions options;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> starts = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> ends = new LinkedHashMap<>();

    /**
     * Connects, and finds out where the topics end.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public TopicReplay(SourceOptions options) {
        this.options = options;
        Properties properties = options.kafkaProperties();
        properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // An offset that is gone is an error, never a jump.
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (EventTopic topic : TOPICS) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.topicName()).stream()
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
     * Reads all.
     *
     * @param progress is told again and again how many of the {@link #offsets} are behind
     * @return how many records there were
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or no longer has what it had
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws InterruptedException if this thread was interrupted while the registry was away
     */
    public long read(Omission omission, Visitor visitor, LongConsumer progress) throws InterruptedException {
        Pass pass = new Pass(omission, visitor, progress);
        pass.read(EventTopic.PIPELINE_DEFINED, new PipelineDefinitionReader(), visitor::pipeline);
        pass.read(EventTopic.FX_RATE_SET, new FxRateReader(), visitor::fxRate);
        pass.read(EventTopic.DEAL_CHANGED, new DealEventReader(options.maxFuture()), visitor::deal);
        pass.read(EventTopic.ACTIVITY_LOGGED, new ActivityReader(options.maxFuture()), visitor::activity);
        return pass.records;
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** One way through all topics. */
    private final class Pass {

        private final Omission omission;
        private final Visitor visitor;
        private final LongConsumer progress;
        private long records;
        private long offsetsBehind;

        Pass(Omission omission, Visitor visitor, LongConsumer progress) {
            this.omission = omission;
            this.visitor = visitor;
            this.progress = progress;
        }

        <R extends SpecificRecord, T> void read(EventTopic topic, MessageReader<R, T> rules, Consumer<T> messages)
                throws InterruptedException {
            RecordDecoder.Factory<R> decoders =
                    RecordDecoder.Factory.of(topic, options.registryUrls(), options.registry());
            try (RecordDecoder<R> decoder = decoders.create()) {
                RecordReader<R, T> reader =
                        new RecordReader<>(decoder, rules, RegistryBackoff.lasting(REGISTRY_PATIENCE));
                for (TopicPartition partition : ends.keySet()) {
                    if (partition.topic().equals(topic.topicName())) {
                        read(partition, reader, messages);
                    }
                }
            }
        }

        private <T> void read(TopicPartition partition, RecordReader<?, T> reader, Consumer<T> messages)
                throws InterruptedException {
            long start = starts.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, 0L);
            consumer.assign(List.of(partition));
            consumer.seek(partition, start);
            long lastProgress = System.nanoTime();
            // The position also passes what is no record: marks of transactions, and what was compacted away.
            long position = start;
            while (position < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < end
                            && !omission.covers(record.topic(), record.partition(), record.offset())) {
                        records++;
                        read(RawRecord.of(record), reader, messages);
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

        private <T> void read(RawRecord raw, RecordReader<?, T> reader, Consumer<T> messages)
                throws InterruptedException {
            try {
                T message = reader.read(raw);
                if (message != null) {
                    messages.accept(message);
                }
            } catch (RejectionException e) {
                visitor.rejected(raw.rejected(e.reason(), e.detail(), e.subjects()));
            }
        }
    }
}
