package io.dealpulse.cli.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventPublisherTest {

    private static final Instant NOON = Instant.parse("2025-03-04T12:00:00Z");

    private final MockProducer<byte[], byte[]> kafka = kafka(true);

    @Test
    void sendsEachEventToItsTopicUnderItsEntity() {
        try (EventPublisher publisher = publisher(kafka)) {
            publisher.publish(deal("deal-1"));
            publisher.publish(activity("deal-1", null));
            publisher.publish(activity(null, "lead-7"));
            publisher.publish(rate());
            publisher.flush();

            assertThat(publisher.acknowledged()).isEqualTo(4);
        }
        assertThat(kafka.history())
                .extracting(record -> record.topic() + " " + new String(record.key(), UTF_8))
                .containsExactly(
                        "crm.deal.changed.v1 deal-1",
                        "crm.activity.logged.v1 deal-1",
                        "crm.activity.logged.v1 lead-7",
                        "crm.fx-rate.set.v1 EUR/USD/2025-03-04");
        assertThat(kafka.history())
                .allSatisfy(record -> assertThat(record.timestamp())
                        .as("left to the producer")
                        .isNull());
        assertThat(kafka.closed()).isTrue();
    }

    @Test
    void erasesADealByATombstoneUnderItsId() {
        try (EventPublisher publisher = publisher(kafka)) {
            publisher.eraseDeal("größer");
            assertThatThrownBy(() -> publisher.eraseDeal("")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(kafka.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("crm.deal.changed.v1");
            assertThat(record.key()).isEqualTo("größer".getBytes(UTF_8));
            assertThat(record.value()).isNull();
        });
    }

    @Test
    void refusesAnActivityThatHasNoKey() {
        try (EventPublisher publisher = publisher(kafka)) {
            assertThatThrownBy(() -> publisher.publish(activity(null, null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Activity call-1 has neither deal_id nor lead_id: one of them is its key");
        }
    }

    @Test
    void theFirstRefusalStopsWhatFollows() {
        MockProducer<byte[], byte[]> slow = kafka(false);
        EventPublisher publisher = publisher(slow);
        publisher.publish(deal("deal-1"));
        publisher.publish(deal("deal-2"));
        slow.errorNext(new RecordTooLargeException("2 MB"));
        slow.completeNext();

        assertThatThrownBy(() -> publisher.publish(deal("deal-3")))
                .isInstanceOf(PublishException.class)
                .hasMessage("Kafka did not take the event of 'deal-1' for topic crm.deal.changed.v1: 2 MB.");
        assertThatThrownBy(publisher::flush).isInstanceOf(PublishException.class);
        assertThatThrownBy(publisher::close).isInstanceOf(PublishException.class);
        assertThat(publisher.acknowledged()).isEqualTo(1);
        assertThat(slow.history()).hasSize(2);
        assertThat(slow.closed()).isTrue();
    }

    @Test
    void aTimeOutNamesTheWayOut() {
        MockProducer<byte[], byte[]> absent = kafka(false);
        EventPublisher publisher = publisher(absent);
        publisher.publish(deal("deal-1"));
        absent.errorNext(new TimeoutException("Topic not present in metadata"));

        assertThatThrownBy(publisher::close)
                .hasMessageContaining("dealpulse status")
                .hasMessageContaining("dealpulse setup");
    }

    @Test
    void kafkaSettingsPassThroughButNeverWeakenDelivery() {
        Map<String, Object> settings = EventPublisher.producerSettings(
                "127.0.0.1:9092", Map.of("security.protocol", "SSL", "acks", "0", "linger.ms", "5"));

        assertThat(settings)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("linger.ms", "5")
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    }

    private static MockProducer<byte[], byte[]> kafka(boolean acknowledgesAtOnce) {
        return new MockProducer<>(acknowledgesAtOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static EventPublisher publisher(MockProducer<byte[], byte[]> kafka) {
        return new EventPublisher(kafka, event -> event.toString().getBytes(UTF_8));
    }

    private static DealChanged deal(String id) {
        return DealChanged.newBuilder()
                .setEventId("e-" + id)
                .setDealId(id)
                .setOccurredAt(NOON)
                .build();
    }

    private static ActivityLogged activity(@Nullable String dealId, @Nullable String leadId) {
        return ActivityLogged.newBuilder()
                .setActivityId("call-1")
                .setDealId(dealId)
                .setLeadId(leadId)
                .setType(ActivityType.CALL)
                .setState(ActivityState.DONE)
                .setOccurredAt(NOON)
                .build();
    }

    private static FxRateSet rate() {
        return FxRateSet.newBuilder()
                .setBase("EUR")
                .setQuote("USD")
                .setDate(LocalDate.of(2025, 3, 4))
                .setRate(new BigDecimal("1.0800000000"))
                .build();
    }
}
