package io.dealpulse.schemas;

import static io.dealpulse.schemas.WireFormat.HEADER_LENGTH;

import io.dealpulse.schemas.WireFormatException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic's messages in Confluent's wire format, whatever compatible schema they were written with, as records of
 * our generated class.
 *
 * <p>A message is read whole or not at all, and one that can't be read never affects the next. Not safe for use by several
 * threads: each reader has its own decoder, all may share the registry client.
 *
 * @param <T> the topic's {@link EventTopic#recordClass() record class}
 */
public final class AvroDecoder<T extends SpecificRecord> {

    private final EventTopic topic;
    private final RegistryClient registry;
    private final DecimalLimits decimalLimits;
    private final Map<Integer, WriterSchema<T>> writerSchemas = new HashMap<>();
    private StrictBinaryDecoder input = new StrictBinaryDecoder();

    /** Asks the registry for nothing until the first message. */
    public AvroDecoder(EventTopic topic, RegistryClient registry) {
        this.topic = topic;
        this.registry = registry;
        this.decimalLimits = DecimalLimits.of(topic.avroSchema());
    }

    /**
     * Reads one message.
     *
     * @param message a record's value from Kafka; a tombstone has none and is not for here
     * @throws WireFormatException if the message does not hold a record of the topic
     * @throws RegistryUnreachableException if its schema is not known yet and the registry gave no answer: try the same
     *     message again, see {@link RegistryBackoff}
     * @throws RegistryRefusedException if the registry refused to give its schema
     */
    public T decode(byte[] message) throws WireFormatException {
        int schemaId = schemaIdOf(message);
        WriterSchema<T> writerSchema = writerSchemas.get(schemaId);
        if (writerSchema == null) {
            writerSchema = WriterSchema.of(schemaId, textOf(schemaId), topic);
            writerSchemas.put(schemaId, writerSchema);
        }
        return decode(message, writerSchema);
    }

    private static int schemaIdOf(byte[] message) throws WireFormatException {
        if (message.length > 0 && message[0] != WireFormat.MAGIC) {
            throw new WireFormatException(
                    Reason.MAGIC_BYTE, "the first byte is " + (message[0] & 0xff) + " instead of 0");
        }
        if (message.length < HEADER_LENGTH) {
            throw new WireFormatException(
                    Reason.TRUNCATED, "ends within the header: " + message.length + " bytes instead of 5 or more");
        }
        int schemaId = ByteBuffer.wrap(message).getInt(1);
        if (schemaId < 0) {
            throw new WireFormatException(Reason.UNKNOWN_SCHEMA_ID, "schema id " + schemaId + " is negative");
        }
        return schemaId;
    }

    private String textOf(int schemaId) throws WireFormatException {
        try {
            return registry.schemaById(schemaId);
        } catch (UnknownSchemaIdException e) {
            // Without the registry's address: the same record is to be judged in the same words wherever it is read.
            throw new WireFormatException(
                    Reason.UNKNOWN_SCHEMA_ID, "the schema registry has no schema with id " + e.schemaId(), e);
        } catch (UnreadableSchemaException e) {
            throw new WireFormatException(Reason.WRONG_RECORD, e.getMessage(), e);
        }
    }

    private T decode(byte[] message, WriterSchema<T> writerSchema) throws WireFormatException {
        DatumReader<T> reader = writerSchema.reader();
        T record;
        try {
            input.reset(message, HEADER_LENGTH);
            record = reader.read(null, input);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // A message that nests its values too deep overflows the stack; it is the message's fault all the same.
            WireFormatException failure = unreadable(e);
            // Whatever the two still hold of this message must not reach the next one.
            input = new StrictBinaryDecoder();
            writerSchema.discardReader();
            throw failure;
        }
        if (input.remaining() > 0) {
            throw new WireFormatException(
                    Reason.TRAILING_BYTES,
                    input.remaining() + " bytes follow the record, which ends at offset " + input.position());
        }
        String excess = decimalLimits.excessOf(record);
        if (excess != null) {
            throw new WireFormatException(Reason.MALFORMED, excess);
        }
        return record;
    }

    private WireFormatException unreadable(Throwable failure) {
        EOFException end = endOf(failure);
        if (end != null) {
            return new WireFormatException(Reason.TRUNCATED, String.valueOf(end.getMessage()), failure);
        }
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new WireFormatException(Reason.MALFORMED, what + " (before offset " + input.position() + ")", failure);
    }

    private static @Nullable EOFException endOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException end) {
                return end;
            }
        }
        return null;
    }
}
