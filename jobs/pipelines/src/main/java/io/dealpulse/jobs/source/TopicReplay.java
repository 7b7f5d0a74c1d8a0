package io.dealpulse.jobs.source;

import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the company's topics once, from their beginnings to where they end at the start, as the jobs read them: the same
 * decoders, the same rules, the same dead letters.
 */
public final class TopicReplay implements AutoCloseable {

    /** Takes what the topics hold. */
    public interface Visitor {

        /** All definitions and rates were visited; deals and activities come next. */
        default void referenceDataRead() {}

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

    /** How long a registry that can't be reached is asked again: somebody waits. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    /** The topics that are read, in this order: all that producers outside of Dealpulse write. */
    public static final List<EventTopic> TOPICS = List.of(
            EventTopic.PIPELINE_DEFINED, EventTopic.FX_RATE_SET, EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED);

    private final SourceOptions options;
    private final TopicScan scan;

    /**
     * Connects, and finds out where the topics end.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public TopicReplay(SourceOptions options) {
        this.options = options;
        this.scan = new TopicScan(
                options, TOPICS.stream().map(EventTopic::topicName).toList());
    }

    /** How many offsets lie between the topics' beginnings and ends; some may hold no record. */
    public long offsets() {
        return scan.offsets();
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
        visitor.referenceDataRead();
        pass.read(EventTopic.DEAL_CHANGED, new DealEventReader(options.maxFuture()), visitor::deal);
        pass.read(EventTopic.ACTIVITY_LOGGED, new ActivityReader(options.maxFuture()), visitor::activity);
        return pass.records;
    }

    @Override
    public void close() {
        scan.close();
    }

    /** One way through all topics. */
    private final class Pass {

        private final Omission omission;
        private final Visitor visitor;
        private final LongConsumer progress;
        private long records;

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
                scan.read(
                        topic.topicName(),
                        record -> {
                            if (!omission.covers(record.topic(), record.partition(), record.offset())) {
                                records++;
                                read(RawRecord.of(record), reader, messages);
                            }
                        },
                        progress);
            }
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
