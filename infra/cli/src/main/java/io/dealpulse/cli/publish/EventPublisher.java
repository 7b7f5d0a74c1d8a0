package io.dealpulse.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.RegistryException;
import io.dealpulse.schemas.RegistryUnreachableException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to their topics, in the order given, each acknowledged by all in-sync replicas and written once.
 *
 * <p>Sending is asynchronous and its memory bounded (the producer's buffer): the first event that Kafka refuses makes
 * the next {@code publish}, {@code flush} or {@code close} throw. Not for use by several threads at once.
 */
public final class EventPublisher implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;
    private final EventEncoder encoder;
    private final Runnable disconnect;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable PublishException> failure = new AtomicReference<>();

    EventPublisher(Producer<byte[], byte[]> producer, EventEncoder encoder) {
        this(producer, encoder, () -> {});
    }

    private EventPublisher(Producer<byte[], byte[]> producer, EventEncoder encoder, Runnable disconnect) {
        this.producer = producer;
        this.encoder = encoder;
        this.disconnect = disconnect;
    }

    /**
     * Connects to Kafka.
     *
     * @param bootstrapServers {@code host:port}, comma-separated
     * @param kafkaSettings further settings of the Kafka client, as option {@code kafka.*} gives them; they win over
     *     the publisher's own
     * @param registry has ids for our schemas
     */
    public static EventPublisher open(
            String bootstrapServers, Map<String, String> kafkaSettings, RegistryClient registry) {
        return new EventPublisher(
                new KafkaProducer<>(producerSettings(bootstrapServers, kafkaSettings)), EventEncoder.of(registry));
    }

    /**
     * Connects to Kafka and to the registry, both as the settings say; {@link #close} disconnects from both.
     *
     * @throws PublishException where the client of one can't be started
     */
    public static EventPublisher open(Settings settings) {
        List<String> urls =
                settings.get(Options.REGISTRY).stream().map(URI::toString).toList();
        RegistryClient registry = new RegistryClient(urls, settings.registryClientSettings());
        try {
            return new EventPublisher(
                    new KafkaProducer<>(producerSettings(settings)), EventEncoder.of(registry), registry::close);
        } catch (KafkaException e) {
            registry.close();
            throw new PublishException("Kafka's client can't be started: " + e.getMessage(), e);
        }
    }

    /** What a producer of events needs to know: all replicas acknowledge, and each record is written once. */
    public static Map<String, Object> producerSettings(Settings settings) {
        Map<String, String> kafkaSettings = new HashMap<>();
        settings.kafkaProperties().forEach((key, value) -> kafkaSettings.put(key.toString(), value.toString()));
        return producerSettings(settings.get(Options.KAFKA), kafkaSettings);
    }

    static Map<String, Object> producerSettings(String bootstrapServers, Map<String, String> kafkaSettings) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // How long a first event waits for its topic: a missing one must not look like a hang.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
        settings.putAll(kafkaSettings);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /**
     * Sends an event to its topic under its entity's id. The record's timestamp is the time of sending.
     *
     * @param event a deal change, an activity, a pipeline definition or an exchange rate
     * @throws PublishException where this or an earlier event could not be encoded or sent
     */
    public void publish(SpecificRecord event) {
        throwFailure();
        EventAddress address = EventAddress.of(event);
        send(address.topic(), address.key(), encode(event));
    }

    /**
     * Sends the tombstone that erases a deal for good.
     *
     * @param dealId not empty
     * @throws PublishException where this or an earlier event could not be sent
     */
    public void eraseDeal(String dealId) {
        if (dealId.isEmpty()) {
            throw new IllegalArgumentException("No deal has an empty id");
        }
        throwFailure();
        send(EventTopic.DEAL_CHANGED, dealId, null);
    }

    private byte[] encode(SpecificRecord event) {
        try {
            return encoder.encode(event);
        } catch (RegistryUnreachableException e) {
            throw new PublishException(e.getMessage() + ". Is the schema registry up ('./dealpulse status')?", e);
        } catch (RegistryException e) {
            throw new PublishException(String.valueOf(e.getMessage()), e);
        }
    }

    private void send(EventTopic topic, String key, byte @Nullable [] value) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic.topicName(), key.getBytes(UTF_8), value);
        // The callback hears of everything that the future would tell.
        var unused = producer.send(message, (metadata, exception) -> {
            if (exception == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, refused(topic, key, exception));
            }
        });
        throwFailure();
    }

    private static PublishException refused(EventTopic topic, String key, Exception cause) {
        String wayOut = cause instanceof TimeoutException
                ? " Is Kafka up ('./dealpulse status'), and were the topics created ('./dealpulse setup')?"
                : "";
        return new PublishException(
                "Kafka did not take the event of '" + key + "' for topic " + topic.topicName() + ": "
                        + cause.getMessage() + "." + wayOut,
                cause);
    }

    private void throwFailure() {
        PublishException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /** How many events Kafka has acknowledged so far. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /**
     * Waits until everything sent so far is acknowledged.
     *
     * @throws PublishException where an event could not be sent
     */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    /**
     * Sends what is still buffered, for 30 seconds at most, and disconnects.
     *
     * @throws PublishException where an event could not be sent
     */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        disconnect.run();
        throwFailure();
    }
}
