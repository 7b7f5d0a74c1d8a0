package io.dealpulse.jobs.source;

import io.dealpulse.schemas.EventTopic;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;

/** Dead letters on their way to Kafka. */
public final class DeadLetters {

    private DeadLetters() {}

    /**
     * Writes rejected records to the dead-letter topic, each at least once: after a failure a letter may be there twice,
     * under the same topic, partition and offset.
     */
    public static KafkaSink<RejectedRecord> kafkaSink(SourceOptions options) {
        return KafkaSink.<RejectedRecord>builder()
                .setKafkaProducerConfig(options.kafkaProperties())
                .setBootstrapServers(String.valueOf(options.kafka().get("bootstrap.servers")))
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(new DeadLetterSchema(
                        EventTopic.DEAD_LETTER.topicName(), options.registryUrls(), options.registry()))
                .build();
    }
}
