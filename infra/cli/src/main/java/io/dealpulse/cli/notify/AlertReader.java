package io.dealpulse.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the records of the alert topic over. One that can't be read or makes no sense costs just itself. */
final class AlertReader {

    private static final Logger LOG = LoggerFactory.getLogger(AlertReader.class);

    /** How long a registry that can't be reached is asked again. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

    /** The terminal is told of so many; the log of all. */
    private static final int MOST_SHOWN = 10;

    private final AvroDecoder<DealAlert> decoder;
    private final PrintWriter err;
    private long unreadable;

    AlertReader(RegistryClient registry, PrintWriter err) {
        this.decoder = new AvroDecoder<>(EventTopic.DEAL_ALERT, registry);
        this.err = err;
    }

    /**
     * Hands a record over.
     *
     * @throws io.dealpulse.schemas.RegistryException if the registry does not answer, or refuses
     * @throws InterruptedException if this thread was interrupted while the registry was away
     */
    void read(ConsumerRecord<byte[], byte[]> record, Dispatch dispatch) throws InterruptedException {
        if (record.key() == null) {
            skip(record, "it has no key");
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            dispatch.erase(key);
            return;
        }
        try {
            DealAlert alert = RegistryBackoff.lasting(REGISTRY_PATIENCE).retry(() -> decoder.decode(record.value()));
            String fault = fault(key, alert);
            if (fault == null) {
                Instant timestamp = Instant.ofEpochMilli(record.timestamp());
                dispatch.accept(new AlertRecord(
                        record.partition(), record.offset(), timestamp, record.key(), record.value(), alert));
                return;
            }
            skip(record, fault);
        } catch (WireFormatException e) {
            skip(record, String.valueOf(e.getMessage()));
        }
        dispatch.seen(key);
    }

    /** Takes note of a record that is left for the next run. */
    void leave(ConsumerRecord<byte[], byte[]> record, Dispatch dispatch) {
        if (record.key() != null && record.value() != null) {
            dispatch.seen(new String(record.key(), UTF_8));
        }
    }

    private static @Nullable String fault(String key, DealAlert alert) {
        if (!key.equals(alert.getAlertId())) {
            return "its key is not its alert_id";
        }
        if (key.isEmpty()) {
            return "alert_id is empty";
        }
        return alert.getState() == AlertState.UNKNOWN ? "state is one that this version does not know" : null;
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String fault) {
        unreadable++;
        String message = "%s partition %d offset %d is skipped: %s"
                .formatted(record.topic(), record.partition(), record.offset(), fault);
        LOG.warn("{}", message);
        if (unreadable <= MOST_SHOWN) {
            err.println(message);
            err.flush();
        }
    }

    /** How many records were skipped. */
    long unreadable() {
        return unreadable;
    }
}
