package io.dealpulse.schemas;

import io.dealpulse.schemas.WireFormatException.Reason;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the registry as the decoder of a topic sees it: a reader from it to our version of the topic's record, or the
 * reason why there can be none, which is the same for every message that names it.
 */
final class WriterSchema<T extends SpecificRecord> {

    private final EventTopic topic;
    private final @Nullable Schema readable;
    private final Reason reason;
    private final String fault;
    private @Nullable DatumReader<T> reader;

    private WriterSchema(EventTopic topic, @Nullable Schema readable, Reason reason, String fault) {
        this.topic = topic;
        this.readable = readable;
        this.reason = reason;
        this.fault = fault;
    }

    static <T extends SpecificRecord> WriterSchema<T> of(int id, String text, EventTopic topic) {
        Schema expected = topic.avroSchema();
        Schema writer;
        try {
            writer = new Schema.Parser().parse(text);
        } catch (AvroRuntimeException e) {
            return faulty(topic, Reason.INCOMPATIBLE_SCHEMA, "schema " + id + " does not parse: " + e.getMessage());
        }
        if (!isOf(writer, expected)) {
            return faulty(
                    topic,
                    Reason.WRONG_RECORD,
                    "schema " + id + " is of " + writer.getFullName() + ", not of " + expected.getFullName());
        }
        SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(expected, writer)
                .getResult();
        if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
            return faulty(
                    topic,
                    Reason.INCOMPATIBLE_SCHEMA,
                    "schema " + id + " cannot be read as our version: " + describe(result));
        }
        String otherMeaning = LogicalMeaning.difference(writer, expected);
        if (otherMeaning != null) {
            return faulty(topic, Reason.INCOMPATIBLE_SCHEMA, "schema " + id + ": " + otherMeaning);
        }
        return new WriterSchema<>(topic, writer, Reason.MALFORMED, "");
    }

    /**
     * The reader, made on first use.
     *
     * @throws WireFormatException if this schema can't be read as our version of the record
     */
    DatumReader<T> reader() throws WireFormatException {
        if (readable == null) {
            throw new WireFormatException(reason, fault);
        }
        if (reader == null) {
            reader = new SpecificDatumReader<>(readable, topic.avroSchema());
        }
        return reader;
    }

    /** Forgets a reader that may be in the midst of a record. */
    void discardReader() {
        reader = null;
    }

    private static boolean isOf(Schema writer, Schema expected) {
        return writer.getType() == Schema.Type.RECORD
                && (writer.getFullName().equals(expected.getFullName())
                        || expected.getAliases().contains(writer.getFullName()));
    }

    private static String describe(SchemaCompatibilityResult result) {
        StringBuilder text = new StringBuilder();
        result.getIncompatibilities()
                .forEach(incompatibility -> text.append(text.isEmpty() ? "" : "; ")
                        .append(incompatibility.getLocation())
                        .append(' ')
                        .append(incompatibility.getMessage()));
        return text.toString();
    }

    private static <T extends SpecificRecord> WriterSchema<T> faulty(EventTopic topic, Reason reason, String fault) {
        return new WriterSchema<>(topic, null, reason, fault);
    }
}
