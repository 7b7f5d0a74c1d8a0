package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.EventTopic;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayRulesTest {

    private static final byte[] VALUE = {0, 0, 0, 0, 7, 1};

    private final LastRecords last = new LastRecords();
    private final ReplayRules rules = new ReplayRules(last);

    @ParameterizedTest
    @EnumSource(
            value = EventTopic.class,
            names = {"DEAL_CHANGED", "ACTIVITY_LOGGED", "PIPELINE_DEFINED", "FX_RATE_SET"})
    void recordsOfProducersAreSentAgain(EventTopic topic) {
        DeadLetter letter = Letters.of(topic, 7, "truncated", "a", VALUE);
        add(letter, 7, "a");

        assertThat(rules.take(letter)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = EventTopic.class,
            names = {"DEAL_ALERT", "ALERT_DELIVERY", "DEAD_LETTER"})
    void topicsOfOurOwnAreNoTargets(EventTopic topic) {
        assertThat(rules.take(Letters.of(topic, 7, "truncated", "a", VALUE))).contains(Obstacle.OTHER_TOPIC);
    }

    @Test
    void aTopicThatOnlyTheLetterNamesIsNoTarget() {
        DeadLetter letter = deal(7, "a", VALUE);
        letter.setTopic("payroll");

        assertThat(rules.take(letter)).contains(Obstacle.OTHER_TOPIC);
    }

    @Test
    void tooLateAndRefusedAlertsAreLeft() {
        assertThat(rules.take(Letters.of(EventTopic.DEAL_CHANGED, 7, "too_late", "a", null)))
                .contains(Obstacle.TOO_LATE);
        assertThat(rules.take(Letters.of(EventTopic.DEAL_ALERT, 7, "webhook_refused", "a", VALUE)))
                .contains(Obstacle.WEBHOOK_REFUSED);
    }

    @Test
    void withoutAValueItWouldErase() {
        assertThat(rules.take(deal(7, "a", null))).contains(Obstacle.NO_VALUE);
    }

    @Test
    void theSameBytesAreSentOnce() {
        assertThat(rules.take(deal(7, "a", VALUE))).isEmpty();
        assertThat(rules.take(deal(9, "a", VALUE))).contains(Obstacle.REPEATED);

        assertThat(rules.take(deal(10, "b", VALUE))).isEmpty();
        assertThat(rules.take(deal(11, null, VALUE))).isEmpty();
        assertThat(rules.take(deal(12, "", VALUE))).isEmpty();
        assertThat(rules.take(Letters.of(EventTopic.ACTIVITY_LOGGED, 7, "truncated", "a", VALUE)))
                .isEmpty();
    }

    @Test
    void aDefinitionThatCameAfterStands() {
        DeadLetter letter = Letters.of(EventTopic.PIPELINE_DEFINED, 7, "truncated", "kites", VALUE);
        add(letter, 9, "kites");

        assertThat(rules.take(letter)).contains(Obstacle.SUPERSEDED);
    }

    @Test
    void aDefinitionThatStandsInATopicThatWasMadeAnewStands() {
        DeadLetter letter = Letters.of(EventTopic.PIPELINE_DEFINED, 7, "truncated", "kites", VALUE);
        add(letter, 3, "kites");

        assertThat(rules.take(letter)).contains(Obstacle.SUPERSEDED);
    }

    @Test
    void aDefinitionThatIsInAnotherPartitionTooStands() {
        DeadLetter letter = Letters.of(EventTopic.PIPELINE_DEFINED, 7, "truncated", "kites", VALUE);
        add(letter, 7, "kites");
        last.add(new SourcePlace(letter.getTopic(), 1, 0), ByteBuffer.wrap("kites".getBytes(UTF_8)));

        assertThat(rules.take(letter)).contains(Obstacle.SUPERSEDED);
    }

    @Test
    void aDefinitionWithNoneOfItsKeyAfterItIsSent() {
        DeadLetter letter = Letters.of(EventTopic.PIPELINE_DEFINED, 7, "truncated", "kites", VALUE);
        add(letter, 7, "kites");
        add(letter, 9, "boats");

        assertThat(rules.take(letter)).isEmpty();
    }

    @Test
    void onlyDefinitionsAndRatesAreReplacedByWhatComesLater() {
        assertThat(EventTopic.values())
                .filteredOn(topic -> ReplayRules.lastCounts(topic.topicName()))
                .containsExactly(EventTopic.PIPELINE_DEFINED, EventTopic.FX_RATE_SET);
    }

    @Test
    void theRecordIsSentAsItWas() {
        ProducerRecord<byte[], byte[]> record = ReplayRules.record(deal(7, "a", VALUE), 1);

        assertThat(record.topic()).isEqualTo("crm.deal.changed.v1");
        assertThat(record.partition()).isZero();
        assertThat(record.timestamp()).isEqualTo(Letters.TIMESTAMP.toEpochMilli());
        assertThat(record.key()).isEqualTo("a".getBytes(UTF_8));
        assertThat(record.value()).isEqualTo(VALUE);
        assertThat(record.headers().lastHeader("dealpulse.replayed-from").value())
                .asString(UTF_8)
                .isEqualTo("crm.deal.changed.v1/0/7");
    }

    @Test
    void withoutItsPartitionOrTimeKafkaGivesThem() {
        DeadLetter letter = deal(7, null, VALUE);
        letter.setPartition(3);
        letter.setTimestamp(Instant.ofEpochMilli(-1));

        ProducerRecord<byte[], byte[]> record = ReplayRules.record(letter, 3);

        assertThat(record.partition()).isNull();
        assertThat(record.timestamp()).isNull();
        assertThat(record.key()).isNull();
    }

    private void add(DeadLetter letter, long offset, String key) {
        last.add(
                new SourcePlace(letter.getTopic(), letter.getPartition(), offset),
                ByteBuffer.wrap(key.getBytes(UTF_8)));
    }

    private static DeadLetter deal(long offset, @Nullable String key, byte @Nullable [] value) {
        return Letters.of(EventTopic.DEAL_CHANGED, offset, "truncated", key, value);
    }
}
