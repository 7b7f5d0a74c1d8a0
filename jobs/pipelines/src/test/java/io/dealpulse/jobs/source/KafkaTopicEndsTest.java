package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaTopicEndsTest {

    private static final TopicPartition DEALS = new TopicPartition("deals", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final KafkaTopicEnds ends = new KafkaTopicEnds(consumer, Set.of("deals"));

    private int looks;

    @BeforeEach
    void aTopicOfTenOffsets() {
        consumer.updatePartitions("deals", List.of(new PartitionInfo("deals", 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(DEALS, 0L));
        consumer.updateEndOffsets(Map.of(DEALS, 10L));
    }

    @Test
    void theEndIsWhereTheBrokerSays() {
        assertThat(ends.readableEnds(Map.of(DEALS, 10L))).containsExactly(Map.entry(DEALS, 10L));
        assertThat(looks).isZero();
    }

    @Test
    void whileAPartitionIsBeingReadNobodyLooks() {
        theRestIsEmpty();
        ends.readableEnds(Map.of(DEALS, 3L));
        ends.readableEnds(Map.of(DEALS, 7L));

        assertThat(looks).isZero();
    }

    @Test
    void offsetsWithoutRecordsAreNotWaitedFor() {
        ends.readableEnds(Map.of(DEALS, 9L));
        theRestIsEmpty();

        assertThat(ends.readableEnds(Map.of(DEALS, 9L))).containsExactly(Map.entry(DEALS, 9L));
        assertThat(ends.readableEnds(Map.of(DEALS, 9L))).containsExactly(Map.entry(DEALS, 9L));
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void aRecordThatIsThereIsWaitedFor() {
        ends.readableEnds(Map.of(DEALS, 9L));
        theRestHasARecord();

        assertThat(ends.readableEnds(Map.of(DEALS, 9L))).containsExactly(Map.entry(DEALS, 10L));
        assertThat(ends.readableEnds(Map.of(DEALS, 9L))).containsExactly(Map.entry(DEALS, 10L));
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void afterMoreHasComeItLooksAgain() {
        ends.readableEnds(Map.of(DEALS, 9L));
        theRestIsEmpty();
        ends.readableEnds(Map.of(DEALS, 9L));
        consumer.updateEndOffsets(Map.of(DEALS, 12L));
        theRestHasARecord();

        assertThat(ends.readableEnds(Map.of(DEALS, 9L))).containsExactly(Map.entry(DEALS, 12L));
        assertThat(looks).isEqualTo(2);
    }

    private void theRestIsEmpty() {
        consumer.schedulePollTask(() -> {
            looks++;
            consumer.seek(DEALS, 10);
        });
    }

    private void theRestHasARecord() {
        consumer.schedulePollTask(() -> {
            looks++;
            consumer.addRecord(new ConsumerRecord<>("deals", 0, 9, new byte[0], new byte[0]));
        });
    }
}
