package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.schemas.AvroDecoder;
import io.dealpulse.schemas.AvroEncoder;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.WireFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** The topics of alerts in a deployment: writes what the job would write, and reads what the notifier wrote. */
final class AlertTopics implements AutoCloseable {

    private final Deployment deployment;
    private final RegistryClient registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AvroEncoder<DealAlert> alerts;

    AlertTopics(Deployment deployment) {
        this.deployment = deployment;
        this.registry = deployment.registry();
        this.producer = deployment.producer();
        this.alerts = new AvroEncoder<>(EventTopic.DEAL_ALERT, registry);
    }

    /** Publishes messages of alerts, acknowledged when this returns. */
    void publish(DealAlert... messages) throws ExecutionException, InterruptedException {
        for (DealAlert alert : messages) {
            publish(alert.getAlertId(), alerts.encode(alert));
        }
    }

    /** Publishes the tombstone of an alert. */
    void erase(String alertId) throws ExecutionException, InterruptedException {
        publish(alertId, null);
    }

    /** Publishes any bytes. */
    void publish(String key, byte @Nullable [] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(EventTopic.DEAL_ALERT.topicName(), key.getBytes(UTF_8), value))
                .get();
    }

    /** The ledger's entries as compaction will leave them, by key. */
    Map<String, AlertDelivery> ledger() throws WireFormatException {
        return latest(EventTopic.ALERT_DELIVERY);
    }

    /** Every entry of the ledger that was ever written and still is there. */
    List<AlertDelivery> ledgerHistory() throws WireFormatException {
        AvroDecoder<AlertDelivery> decoder = new AvroDecoder<>(EventTopic.ALERT_DELIVERY, registry);
        List<AlertDelivery> entries = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : deployment.records(EventTopic.ALERT_DELIVERY)) {
            if (record.value() != null) {
                entries.add(decoder.decode(record.value()));
            }
        }
        return entries;
    }

    /** The dead letters as compaction will leave them, by key. */
    Map<String, DeadLetter> deadLetters() throws WireFormatException {
        return latest(EventTopic.DEAD_LETTER);
    }

    private <T extends SpecificRecord> Map<String, T> latest(EventTopic topic) throws WireFormatException {
        AvroDecoder<T> decoder = new AvroDecoder<>(topic, registry);
        Map<String, T> latest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : deployment.records(topic)) {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, decoder.decode(record.value()));
            }
        }
        return latest;
    }

    /** How many offsets of the alert topic a consumer group has before it, as tools show it. */
    long lag(String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(deployment.settings().kafkaProperties());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        deployment.settings().kafkaProperties(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, Long> ends = consumer.endOffsets(committed.keySet());
            return committed.entrySet().stream()
                    .mapToLong(each -> ends.getOrDefault(each.getKey(), 0L)
                            - each.getValue().offset())
                    .sum();
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
