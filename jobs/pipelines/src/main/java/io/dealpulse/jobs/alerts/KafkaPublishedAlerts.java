package io.dealpulse.jobs.alerts;

import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.jobs.source.TopicScan;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is in the alert topic. A record that can't be read is not ours, and is passed over. */
final class KafkaPublishedAlerts implements PublishedAlerts {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublishedAlerts.class);

    private static final String TOPIC = EventTopic.DEAL_ALERT.topicName();

    private final SourceOptions options;

    KafkaPublishedAlerts(SourceOptions options) {
        this.options = options;
    }

    @Override
    public void visit(Consumer<AlertMessage> visitor) throws InterruptedException {
        Map<String, AlertMessage> last = new LinkedHashMap<>();
        try (TopicScan scan = new TopicScan(options, List.of(TOPIC));
                RegistryClient registry = new RegistryClient(options.registryUrls(), options.registry())) {
            AvroDecoder<DealAlert> decoder = new AvroDecoder<>(EventTopic.DEAL_ALERT, registry);
            scan.read(TOPIC, record -> read(record, decoder, last), progress -> {});
        }
        last.values().forEach(visitor);
    }

    private static void read(
            ConsumerRecord<byte[], byte[]> record, AvroDecoder<DealAlert> decoder, Map<String, AlertMessage> last)
            throws InterruptedException {
        byte[] value = record.value();
        if (value == null) {
            if (record.key() != null) {
                last.remove(new String(record.key(), StandardCharsets.UTF_8));
            }
            return;
        }
        try {
            AlertMessage message =
                    AlertRecords.fromAvro(RegistryBackoff.endless().retry(() -> decoder.decode(value)));
            last.merge(message.alertId(), message, (one, other) -> other.sequence() < one.sequence() ? one : other);
        } catch (WireFormatException | IllegalArgumentException | ArithmeticException e) {
            LOG.warn(
                    "Passed over what is no alert in {}, partition {}, offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }
}
