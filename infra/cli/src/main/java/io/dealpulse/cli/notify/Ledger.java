package io.dealpulse.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was told, in a topic of Kafka. There is one writer: the notifier that was started last. Whoever writes after it was
 * started is stopped by Kafka.
 */
final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** By this id Kafka knows that two writers are both the notifier, so that the later one fences the earlier. */
    private static final String TRANSACTIONAL_ID = "dealpulse-notify";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** A write failed, and nothing of it is there, because Kafka knows no writer any more: who goes on must begin anew. */
    static final class ForgottenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ForgottenException(KafkaException cause) {
            super("Kafka has forgotten the ledger's writer", cause);
        }
    }

    private final Producer<byte[], byte[]> producer;
    private final BooleanSupplier forgotten;
    private final AvroEncoder<AlertDelivery> entries;
    private final AvroEncoder<DeadLetter> letters;

    /**
     * @param forgotten whether Kafka knows no writer at present
     */
    Ledger(Producer<byte[], byte[]> producer, BooleanSupplier forgotten, RegistryClient registry) {
        this.producer = producer;
        this.forgotten = forgotten;
        this.entries = new AvroEncoder<>(EventTopic.ALERT_DELIVERY, registry);
        this.letters = new AvroEncoder<>(EventTopic.DEAD_LETTER, registry);
    }

    /**
     * Becomes the only writer. What an earlier one had begun to write is gone or complete when this returns, so that what
     * {@link #read} finds is final.
     *
     * @throws KafkaException if Kafka does not answer
     */
    static Ledger takeOver(Settings settings, RegistryClient registry) {
        Properties properties = settings.kafkaProperties();
        properties.setProperty(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID);
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        Ledger ledger = new Ledger(
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
                () -> isForgotten(settings),
                registry);
        try {
            ledger.producer.initTransactions();
            return ledger;
        } catch (KafkaException e) {
            ledger.close();
            throw e;
        }
    }

    private static boolean isForgotten(Settings settings) {
        try (Admin admin = Admin.create(settings.kafkaProperties())) {
            admin.describeTransactions(List.of(TRANSACTIONAL_ID)).all().get();
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransactionalIdNotFoundException) {
                return true;
            }
            throw new KafkaException("It can't be found out who writes the ledger", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /**
     * All entries.
     *
     * @param stop whether to give up, with what was read so far
     * @throws KafkaException if Kafka does not answer
     * @throws CommandFailure if an entry can't be read: without it something might be told twice
     */
    static Collection<AlertDelivery> read(Settings settings, RegistryClient registry, BooleanSupplier stop) {
        Map<String, AlertDelivery> found = new LinkedHashMap<>();
        AvroDecoder<AlertDelivery> decoder = new AvroDecoder<>(EventTopic.ALERT_DELIVERY, registry);
        try (CompactedTopic topic = new CompactedTopic(settings, EventTopic.ALERT_DELIVERY)) {
            long lastProgress = System.nanoTime();
            while (!topic.reachedEnds() && !stop.getAsBoolean()) {
                for (ConsumerRecord<byte[], byte[]> record : topic.poll(POLL)) {
                    lastProgress = System.nanoTime();
                    String key = new String(record.key(), UTF_8);
                    if (record.value() == null) {
                        found.remove(key);
                    } else {
                        found.put(key, decode(decoder, record));
                    }
                }
                if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                    throw new CommandFailure(
                            "Nothing came from topic %s for %d s; is Kafka well? Start again when it is."
                                    .formatted(EventTopic.ALERT_DELIVERY.topicName(), PATIENCE.toSeconds()));
                }
            }
        }
        return found.values();
    }

    private static AlertDelivery decode(AvroDecoder<AlertDelivery> decoder, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (WireFormatException e) {
            throw new CommandFailure(
                    "%s partition %d offset %d can't be read: %s. Without this entry an alert might be told twice: write a"
                                    .formatted(record.topic(), record.partition(), record.offset(), e.getMessage())
                            + " tombstone under its key to accept that, then start again.",
                    e);
        }
    }

    /**
     * Writes all or nothing, and returns when Kafka has it for good.
     *
     * @throws ForgottenException if this writer wrote nothing for so long that Kafka has forgotten it
     * @throws CommandFailure if another notifier has taken over
     * @throws KafkaException if Kafka does not do it
     */
    void write(Changes changes) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            producer.beginTransaction();
            changes.entries().forEach((key, entry) -> send(EventTopic.ALERT_DELIVERY, key, entry, entries));
            changes.letters().forEach((key, letter) -> send(EventTopic.DEAD_LETTER, key, letter, letters));
            producer.commitTransaction();
        } catch (KafkaException e) {
            boolean unknown = has(e, InvalidPidMappingException.class);
            if (unknown && forgotten.getAsBoolean()) {
                throw new ForgottenException(e);
            }
            // A writer that Kafka does not know, while it knows another one, was forgotten before that one took over.
            if (unknown || has(e, ProducerFencedException.class) || has(e, InvalidProducerEpochException.class)) {
                throw new CommandFailure(
                        "Another notify has been started and has taken over, so this one ends: one is to run at a time."
                                + " If there is none, Kafka gave this one up after a pause of a minute: start it again.",
                        e);
            }
            throw e;
        }
    }

    private <T extends SpecificRecord> void send(
            EventTopic topic, String key, @Nullable T value, AvroEncoder<T> encoder) {
        // Its failure is the transaction's.
        var unused = producer.send(new ProducerRecord<>(
                topic.topicName(), key.getBytes(UTF_8), value == null ? null : encoder.encode(value)));
    }

    private static boolean has(KafkaException failure, Class<? extends KafkaException> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            producer.close(CLOSING);
        } catch (KafkaException e) {
            LOG.warn(
                    "The ledger's producer could not be closed; all that it was to write is written or was reported",
                    e);
        }
    }
}
