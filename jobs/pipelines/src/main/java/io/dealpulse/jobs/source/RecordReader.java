package io.dealpulse.jobs.source;

import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.WireFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and judges one record after the other. While the registry can't be reached it waits: that is no fault of a
 * record.
 *
 * @param <R> the topic's Avro record
 * @param <T> what it says
 */
final class RecordReader<R, T> {

    private final RecordDecoder<R> decoder;
    private final MessageReader<R, T> messages;
    private final RegistryBackoff registryBackoff;

    RecordReader(RecordDecoder<R> decoder, MessageReader<R, T> messages, RegistryBackoff registryBackoff) {
        this.decoder = decoder;
        this.messages = messages;
        this.registryBackoff = registryBackoff;
    }

    /**
     * What the record says.
     *
     * @return null: nothing, on this topic
     * @throws RejectionException if it can't be read or makes no sense; it names the deals that the record may speak of
     * @throws InterruptedException if the thread was interrupted while it waited for the registry
     */
    @Nullable
    T read(RawRecord raw) throws RejectionException, InterruptedException {
        byte[] value = raw.value();
        R record = null;
        try {
            T message;
            if (value == null) {
                message = messages.readTombstone(raw.key());
            } else {
                record = decode(value);
                message = messages.read(record, raw.key(), raw.timestamp());
            }
            return message == null ? null : messages.at(raw.place(), message);
        } catch (RejectionException e) {
            throw e.about(messages.subjects(record, raw.key()));
        }
    }

    private R decode(byte[] value) throws RejectionException, InterruptedException {
        try {
            return registryBackoff.retry(() -> decoder.decode(value));
        } catch (WireFormatException e) {
            throw new RejectionException(RejectionReason.of(e.reason()), "value", String.valueOf(e.getMessage()));
        }
    }
}
