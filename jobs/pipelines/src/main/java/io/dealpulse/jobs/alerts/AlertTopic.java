package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.jobs.source.SourceOptions;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryBackoff;
import io.dealpulse.schemas.RegistryClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes messages to the alert topic: under the alert's id, and without a value if its deal was erased. */
final class AlertTopic implements KafkaRecordSerializationSchema<AlertMessage> {

    private static final long serialVersionUID = 1L;

    private final List<String> registryUrls;
    private final Map<String, String> registrySettings;

    private transient AvroEncoder<DealAlert> encoder;

    @SuppressWarnings("NullAway.Init") // the encoder is made where the job runs
    private AlertTopic(List<String> registryUrls, Map<String, String> registrySettings) {
        this.registryUrls = registryUrls;
        this.registrySettings = registrySettings;
    }

    /**
     * Each message at least once: after a failure one may be there twice, with the same sequence. Kafka keeps the order only
     * within one producer, so this must be chained to the operator that makes them.
     */
    static KafkaSink<AlertMessage> sink(SourceOptions options) {
        return KafkaSink.<AlertMessage>builder()
                .setKafkaProducerConfig(options.kafkaProperties())
                .setBootstrapServers(String.valueOf(options.kafka().get("bootstrap.servers")))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new AlertTopic(options.registryUrls(), options.registry()))
                .build();
    }

    @Override
    public void open(
            org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext context,
            KafkaSinkContext sinkContext) {
        encoder = new AvroEncoder<>(EventTopic.DEAL_ALERT, new RegistryClient(registryUrls, registrySettings));
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            AlertMessage message, KafkaSinkContext context, @Nullable Long timestamp) {
        Alert alert = message.alert();
        return new ProducerRecord<>(
                EventTopic.DEAL_ALERT.topicName(),
                message.alertId().getBytes(StandardCharsets.UTF_8),
                alert == null ? null : encode(AlertRecords.toAvro(message.alertId(), alert, message.sequence())));
    }

    private byte[] encode(DealAlert record) {
        try {
            return RegistryBackoff.endless().retry(() -> encoder.encode(record));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlinkRuntimeException("Interrupted while the schema registry could not be reached", e);
        }
    }
}
