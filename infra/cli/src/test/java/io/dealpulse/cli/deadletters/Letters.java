package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.EventTopic;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Dead letters for tests. */
public final class Letters {

    /** The Kafka timestamp of their records. */
    public static final Instant TIMESTAMP = Instant.parse("2025-03-03T09:00:00Z");

    private Letters() {}

    /** A letter of a record in partition 0, its detail its reason. */
    public static DeadLetter of(
            EventTopic topic, long offset, String reason, @Nullable String key, byte @Nullable [] value) {
        return DeadLetter.newBuilder()
                .setTopic(topic.topicName())
                .setPartition(0)
                .setOffset(offset)
                .setTimestamp(TIMESTAMP)
                .setReason(reason)
                .setDetail("the detail of " + reason)
                .setKey(key == null ? null : ByteBuffer.wrap(key.getBytes(UTF_8)))
                .setValue(value == null ? null : ByteBuffer.wrap(value))
                .build();
    }

    /** The key of a letter in the dead-letter topic. */
    public static String place(DeadLetter letter) {
        return placeOf(letter).toString();
    }

    static SourcePlace placeOf(DeadLetter letter) {
        return new SourcePlace(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }
}
