package io.dealpulse.jobs.source;

import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.RegistryClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a dead letter as a record of the dead-letter topic: the letter under its place, or a tombstone there. The
 * topic is compacted, so that the tombstone takes the letter away.
 */
final class DeadLetterSchema implements KafkaRecordSerializationSchema<LetterChange> {

    private static final long serialVersionUID = 1L;

    /**
     * Brokers take messages of 1 MiB as they come. A rejected record may be as large itself, so that its letter would be
     * larger: beyond this size its bytes stay where they are, and the letter only says where.
     */
    static final int LARGEST_PAYLOAD = 900_000;

    private final String topic;
    private final List<String> registryUrls;
    private final Map<String, String> registrySettings;

    private transient AvroEncoder<DeadLetter> encoder;

    @SuppressWarnings("NullAway.Init") // the encoder is made where the job runs
    DeadLetterSchema(String topic, List<String> registryUrls, Map<String, String> registrySettings) {
        this.topic = topic;
        this.registryUrls = registryUrls;
        this.registrySettings = registrySettings;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sinkContext) {
        encoder = new AvroEncoder<>(EventTopic.DEAD_LETTER, new RegistryClient(registryUrls, registrySettings));
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            LetterChange change, KafkaSinkContext context, @Nullable Long timestamp) {
        return record(change);
    }

    ProducerRecord<byte[], byte[]> record(LetterChange change) {
        RejectedRecord rejected = change.letter();
        return new ProducerRecord<>(
                topic,
                change.place().key().getBytes(StandardCharsets.UTF_8),
                rejected == null ? null : encode(letter(rejected)));
    }

    static DeadLetter letter(RejectedRecord rejected) {
        byte[] key = rejected.key();
        byte[] value = rejected.value();
        long size = (long) length(key) + length(value);
        boolean fits = size <= LARGEST_PAYLOAD;
        DeadLetter letter = new DeadLetter();
        letter.setTopic(rejected.topic());
        letter.setPartition(rejected.partition());
        letter.setOffset(rejected.offset());
        letter.setTimestamp(rejected.timestamp());
        letter.setReason(rejected.reason());
        letter.setDetail(fits ? rejected.detail() : rejected.detail() + " (" + size + " bytes left out)");
        letter.setKey(key == null || !fits ? null : ByteBuffer.wrap(key));
        letter.setValue(value == null || !fits ? null : ByteBuffer.wrap(value));
        return letter;
    }

    private byte[] encode(DeadLetter letter) {
        try {
            return RegistryBackoff.endless().retry(() -> encoder.encode(letter));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while the schema registry could not be reached", e);
        }
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
