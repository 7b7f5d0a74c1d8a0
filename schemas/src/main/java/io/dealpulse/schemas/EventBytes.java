package io.dealpulse.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** A record's bytes as such, without the header of the wire format. */
public final class EventBytes {

    private static final Map<Class<?>, SortedMapWriter<SpecificRecord>> WRITERS = new ConcurrentHashMap<>();

    private EventBytes() {}

    /**
     * The one encoding of a record in our newest schema: equal records have equal bytes, whatever schema they came in and
     * in whatever order their maps were filled. Of two versions of an event of which none is the later one, that with the
     * greater bytes stands ({@link java.util.Arrays#compareUnsigned(byte[], byte[])}).
     *
     * @throws IllegalArgumentException if the record breaks its schema; the message names the field
     */
    public static byte[] canonical(SpecificRecord record) {
        SortedMapWriter<SpecificRecord> writer =
                WRITERS.computeIfAbsent(record.getClass(), type -> new SortedMapWriter<>(record.getSchema()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(record, writer, bytes);
        return bytes.toByteArray();
    }

    static <T extends SpecificRecord> void write(T record, SortedMapWriter<T> writer, ByteArrayOutputStream target) {
        // A new encoder each time: one that failed would bring its rest into the next record.
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(target, null);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException | NullPointerException | ClassCastException | AvroRuntimeException e) {
            throw new IllegalArgumentException(
                    record.getSchema().getName() + " cannot be written: " + e.getMessage(), e);
        }
    }
}
