package io.dealpulse.schemas;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Every topic of ours, with the one record type it carries. */
public enum EventTopic {
    /** What a CRM says of one deal; key = deal_id. */
    DEAL_CHANGED("crm.deal.changed.v1", DealChanged.class, false),
    /** What a sales person did or plans to do; key = deal_id, else lead_id. */
    ACTIVITY_LOGGED("crm.activity.logged.v1", ActivityLogged.class, false),
    /** Definitions of sales pipelines; key = pipeline_id. */
    PIPELINE_DEFINED("crm.pipeline.defined.v1", PipelineDefined.class, true),
    /** Exchange rates; key = BASE/QUOTE/date. */
    FX_RATE_SET("crm.fx-rate.set.v1", FxRateSet.class, true),
    /** Stalled deals, raised and resolved; key = alert_id. */
    DEAL_ALERT("sales.deal-alert.v1", DealAlert.class, true),
    /** How far notifications of alerts have got; key = alert_id and route. */
    ALERT_DELIVERY("sales.alert-delivery.v1", AlertDelivery.class, true),
    /** Records that could not be read or make no sense; key = topic/partition/offset of the record. */
    DEAD_LETTER("sales.dead-letter.v1", DeadLetter.class, true);

    private final String topicName;
    private final Class<? extends SpecificRecord> recordClass;
    private final boolean compacted;

    EventTopic(String topicName, Class<? extends SpecificRecord> recordClass, boolean compacted) {
        this.topicName = topicName;
        this.recordClass = recordClass;
        this.compacted = compacted;
    }

    /** The topic of that name in Kafka, or empty if it is none of ours. */
    public static Optional<EventTopic> named(String topicName) {
        return Arrays.stream(values())
                .filter(topic -> topic.topicName.equals(topicName))
                .findFirst();
    }

    /** Name in Kafka. */
    public String topicName() {
        return topicName;
    }

    /** Subject of its value in the registry, by the strategy TopicName. */
    public String subject() {
        return topicName + "-value";
    }

    /** The generated class of its records. */
    public Class<? extends SpecificRecord> recordClass() {
        return recordClass;
    }

    /**
     * The schema its records are read into: that of the generated class. To register, take {@link #schemaText()}: this
     * one bears hints for Java, so the registry would take it for another schema.
     */
    public Schema avroSchema() {
        return SpecificData.get().getSchema(recordClass);
    }

    /**
     * The schema's source text, as registered.
     *
     * @throws UncheckedIOException if the text is missing from the jar, which is a fault of the build
     */
    public String schemaText() {
        String resource = "/avro/" + topicName + ".avsc";
        try (InputStream text = EventTopic.class.getResourceAsStream(resource)) {
            if (text == null) {
                throw new FileNotFoundException(resource + " is missing from the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether Kafka keeps the last record per key for good, instead of all records for a time. */
    public boolean compacted() {
        return compacted;
    }
}
