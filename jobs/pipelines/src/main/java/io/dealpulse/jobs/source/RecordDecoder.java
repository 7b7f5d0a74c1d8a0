package io.dealpulse.jobs.source;

import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Bytes to one topic's Avro record.
 *
 * @param <R> the record
 */
interface RecordDecoder<R> extends AutoCloseable {

    /**
     * Decodes one value.
     *
     * @throws WireFormatException if the bytes are to blame
     * @throws io.dealpulse.schemas.RegistryUnreachableException if they are not: the same bytes may be tried again
     */
    R decode(byte[] value) throws WireFormatException;

    @Override
    void close();

    /** Makes a decoder where the job runs. */
    @FunctionalInterface
    interface Factory<R> extends Serializable {

        RecordDecoder<R> create();

        /** Decoders that know schemas from a registry. */
        static <R extends SpecificRecord> Factory<R> of(
                EventTopic topic, List<String> registryUrls, Map<String, String> registrySettings) {
            return () -> new RegistryDecoder<>(topic, new RegistryClient(registryUrls, registrySettings));
        }
    }

    /** The decoder of the wire format, with a registry client of its own. */
    final class RegistryDecoder<R extends SpecificRecord> implements RecordDecoder<R> {

        private final RegistryClient registry;
        private final AvroDecoder<R> decoder;

        RegistryDecoder(EventTopic topic, RegistryClient registry) {
            this.registry = registry;
            this.decoder = new AvroDecoder<>(topic, registry);
        }

        @Override
        public R decode(byte[] value) throws WireFormatException {
            return decoder.decode(value);
        }

        @Override
        public void close() {
            registry.close();
        }
    }
}
