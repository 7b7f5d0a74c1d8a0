package io.dealpulse.schemas;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes a topic's records in Confluent's wire format. Equal records give equal bytes. Not safe for use by several threads.
 *
 * @param <T> the topic's {@link EventTopic#recordClass() record class}
 */
public final class AvroEncoder<T extends SpecificRecord> {

    private final EventTopic topic;
    private final RegistryClient registry;
    private final SortedMapWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /** Asks the registry for nothing until the first record. */
    public AvroEncoder(EventTopic topic, RegistryClient registry) {
        this.topic = topic;
        this.registry = registry;
        this.writer = new SortedMapWriter<>(topic.avroSchema());
    }

    /**
     * A zero byte, the id of the topic's schema (4 bytes, big-endian), the record.
     *
     * @throws IllegalArgumentException if the record breaks its schema; the message names the field
     * @throws SchemaNotRegisteredException if the topic's schema is not registered: set-up does that, never a writer
     * @throws RegistryUnreachableException if the id is not known yet and the registry gave no answer: try again, see
     *     {@link RegistryBackoff}
     * @throws RegistryRefusedException if the registry refused to give the id
     */
    public byte[] encode(T record) {
        int schemaId = registry.idOf(topic);
        buffer.reset();
        buffer.write(WireFormat.MAGIC);
        buffer.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        EventBytes.write(record, writer, buffer);
        return buffer.toByteArray();
    }
}
