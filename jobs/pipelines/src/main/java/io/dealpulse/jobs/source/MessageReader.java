package io.dealpulse.jobs.source;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic's rules of reading: from a decoded record to what it says, or to why it makes no sense. Pure: the same
 * record is judged the same whenever it is read.
 *
 * @param <R> the topic's Avro record
 * @param <T> what it says
 */
interface MessageReader<R, T> extends Serializable {

    /**
     * Reads a record.
     *
     * @param key the Kafka record's key
     * @param timestamp the Kafka record's timestamp
     * @throws RejectionException if it makes no sense
     */
    T read(R record, byte @Nullable [] key, Instant timestamp) throws RejectionException;

    /**
     * Reads a record without value.
     *
     * @return what it says; null: nothing, on this topic
     * @throws RejectionException if its key makes no sense
     */
    @Nullable
    T readTombstone(byte @Nullable [] key) throws RejectionException;

    /**
     * The deals that a rejected record may speak of, by id: the erasure of any of them takes the record's dead letter away.
     *
     * @param record the record; null if it could not be decoded
     * @param key the Kafka record's key
     */
    default List<String> subjects(@Nullable R record, byte @Nullable [] key) {
        return List.of();
    }

    /** The message with the place of its record, where somebody may ask for it later. */
    default T at(RecordPlace place, T message) {
        return message;
    }

    /** The time to which the message moves the pipeline's clock; null: it doesn't move it. */
    @Nullable
    Instant clockTime(T message);
}
