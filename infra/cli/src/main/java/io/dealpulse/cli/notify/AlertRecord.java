package io.dealpulse.cli.notify;

import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.schemas.EventTopic;
import java.time.Instant;

/**
 * A record of the alert topic.
 *
 * @param partition where it lies
 * @param offset where it lies
 * @param timestamp its Kafka timestamp
 * @param key its key as it came
 * @param value its value as it came
 * @param alert its value as read
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came, never compared, never changed
record AlertRecord(int partition, long offset, Instant timestamp, byte[] key, byte[] value, DealAlert alert) {

    String alertId() {
        return alert.getAlertId();
    }

    /** The key of its dead letter. */
    String letterKey() {
        return EventTopic.DEAL_ALERT.topicName() + "/" + partition + "/" + offset;
    }

    /** Its place; its content may be personal data. */
    @Override
    public String toString() {
        return letterKey();
    }
}
