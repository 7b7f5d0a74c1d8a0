package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.jobs.source.TopicReplay;
import io.dealpulse.schemas.EventTopic;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Which dead letters' records are sent again, and what is sent. */
final class ReplayRules {

    /** The header that says where a record lay that was sent again: {@code topic/partition/offset}. */
    static final String REPLAYED_FROM = "dealpulse.replayed-from";

    private final LastRecords last;

    /** Of what is sent: a replayed record that is rejected again has a letter of its own, with the same bytes. */
    private final Set<ByteBuffer> digests = new HashSet<>();

    /**
     * @param last of the topics where the last record of a key counts
     */
    ReplayRules(LastRecords last) {
        this.last = last;
    }

    /** Whether the records of a topic may be sent again, and of its records only the last one of each key counts. */
    static boolean lastCounts(String topic) {
        return target(topic).filter(EventTopic::compacted).isPresent();
    }

    /**
     * What keeps a letter from being sent; if nothing does, it is taken for sent from here on.
     */
    Optional<Obstacle> take(DeadLetter letter) {
        Optional<Obstacle> ofReason = Obstacle.of(letter.getReason());
        if (ofReason.isPresent()) {
            return ofReason;
        }
        if (target(letter.getTopic()).isEmpty()) {
            return Optional.of(Obstacle.OTHER_TOPIC);
        }
        ByteBuffer key = letter.getKey();
        ByteBuffer value = letter.getValue();
        if (value == null) {
            return Optional.of(Obstacle.NO_VALUE);
        }
        SourcePlace place = new SourcePlace(letter.getTopic(), letter.getPartition(), letter.getOffset());
        if (key != null && lastCounts(letter.getTopic()) && !last.isLast(place, key)) {
            return Optional.of(Obstacle.SUPERSEDED);
        }
        return digests.add(digest(letter.getTopic(), key, value)) ? Optional.empty() : Optional.of(Obstacle.REPEATED);
    }

    /**
     * The record to send: key, value and Kafka timestamp as they were, for the same partition, so that it stays behind all
     * that was there of its key.
     *
     * @param letter nothing keeps it from being sent
     * @param partitions how many the topic has; if fewer than it had, the record's key decides
     */
    static ProducerRecord<byte[], byte[]> record(DeadLetter letter, int partitions) {
        Instant timestamp = letter.getTimestamp();
        SourcePlace place = new SourcePlace(letter.getTopic(), letter.getPartition(), letter.getOffset());
        return new ProducerRecord<>(
                letter.getTopic(),
                letter.getPartition() < partitions ? letter.getPartition() : null,
                // Kafka knows records without a time, as one before 1970.
                timestamp.isBefore(Instant.EPOCH) ? null : timestamp.toEpochMilli(),
                bytes(letter.getKey()),
                bytes(letter.getValue()),
                List.of(new RecordHeader(REPLAYED_FROM, place.toString().getBytes(UTF_8))));
    }

    private static Optional<EventTopic> target(String topic) {
        return EventTopic.named(topic).filter(TopicReplay.TOPICS::contains);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer digest(String topic, @Nullable ByteBuffer key, ByteBuffer value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(topic.getBytes(UTF_8));
            // The size tells where the key ends, and no key from an empty one.
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(key == null ? -1 : key.remaining())
                    .flip());
            if (key != null) {
                digest.update(key.duplicate());
            }
            digest.update(value.duplicate());
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
