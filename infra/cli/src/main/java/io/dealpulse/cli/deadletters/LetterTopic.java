package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.ProgressLine;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.jobs.source.TopicScan;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead-letter topic as it was at the start. It is read twice, because which letters stand is known at the end only, and
 * all their contents need not fit into memory: first their heads, then the letters that are wanted.
 */
final class LetterTopic implements AutoCloseable {

    /** Takes letters. */
    @FunctionalInterface
    interface Visitor {
        /** One letter, which stood at the start. */
        void letter(LetterHead head, DeadLetter letter) throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(LetterTopic.class);

    private static final String TOPIC = EventTopic.DEAD_LETTER.topicName();

    /** How long a registry that can't be reached is asked again. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    private final RegistryClient registry;
    private final AvroDecoder<DeadLetter> decoder;
    private final TopicScan scan;
    private final ProgressLine progress;
    private final BooleanSupplier stopped;
    private final Map<String, String> words = new HashMap<>();
    private long unreadable;

    /**
     * Connects, and finds out where the topic ends.
     *
     * @param progress is told how far reading has got
     * @param stopped whether to end
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    LetterTopic(Settings settings, ProgressLine progress, BooleanSupplier stopped) {
        this.progress = progress;
        this.stopped = stopped;
        SourceOptions options = SourceOptions.of(settings, "dealpulse-dead-letters", true);
        this.scan = new TopicScan(options, List.of(TOPIC));
        this.registry = new RegistryClient(options.registryUrls(), options.registry());
        this.decoder = new AvroDecoder<>(EventTopic.DEAD_LETTER, registry);
    }

    /**
     * The letters that stand, by the place of their records: of those with the same key the last, and none whose tombstone
     * came after it.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws CancellationException if it was stopped
     */
    Map<SourcePlace, LetterHead> heads() throws InterruptedException {
        Map<SourcePlace, LetterHead> standing = new HashMap<>();
        read(record -> {
            SourcePlace place = record.key() == null
                    ? null
                    : SourcePlace.parse(new String(record.key(), UTF_8)).orElse(null);
            if (place == null) {
                skip(record, "its key is no place");
                return;
            }
            // Whatever comes after a letter takes its place, even if it can't be read.
            standing.remove(place);
            if (record.value() == null) {
                return;
            }
            try {
                LetterHead head = head(decode(record), record);
                if (head.place().equals(place)) {
                    standing.put(head.place(), head);
                } else {
                    skip(record, "its key is not the place that it names");
                }
            } catch (WireFormatException e) {
                skip(record, String.valueOf(e.getMessage()));
            }
        });
        return standing;
    }

    /**
     * Reads letters in the order of the topic. One that compaction has taken away meanwhile, since something came after
     * it, is left out.
     *
     * @param chosen some of the {@link #heads}
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws CancellationException if it was stopped
     */
    void visit(Collection<LetterHead> chosen, Visitor visitor) throws InterruptedException {
        if (chosen.isEmpty()) {
            return;
        }
        Map<LetterHead.Position, LetterHead> wanted =
                chosen.stream().collect(Collectors.toMap(LetterHead::position, head -> head));
        read(record -> {
            LetterHead head = wanted.get(new LetterHead.Position(record.partition(), record.offset()));
            if (head != null) {
                try {
                    visitor.letter(head, decode(record));
                } catch (WireFormatException e) {
                    throw new IllegalStateException(head.place() + " could be read a moment ago", e);
                }
            }
        });
    }

    private void read(TopicScan.Visitor visitor) throws InterruptedException {
        scan.read(
                TOPIC,
                record -> {
                    if (stopped.getAsBoolean()) {
                        throw new CancellationException("stopped");
                    }
                    visitor.record(record);
                },
                // Twice: once for each pass.
                offsets -> progress.say("read %,d of %,d records of dead letters", offsets, 2 * scan.offsets()));
    }

    private DeadLetter decode(ConsumerRecord<byte[], byte[]> record) throws WireFormatException, InterruptedException {
        return RegistryBackoff.lasting(REGISTRY_PATIENCE).retry(() -> decoder.decode(record.value()));
    }

    private LetterHead head(DeadLetter letter, ConsumerRecord<byte[], byte[]> record) {
        // There are few topics and reasons, so that one text of each is enough.
        return new LetterHead(
                new SourcePlace(
                        words.computeIfAbsent(letter.getTopic(), topic -> topic),
                        letter.getPartition(),
                        letter.getOffset()),
                letter.getTimestamp(),
                words.computeIfAbsent(letter.getReason(), reason -> reason),
                new LetterHead.Position(record.partition(), record.offset()));
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String fault) {
        unreadable++;
        LOG.warn(
                "{} partition {} offset {} is no dead letter: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                fault);
    }

    /** How many records of the topic were no dead letters; the log names them. */
    long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        registry.close();
        scan.close();
    }
}
