package io.dealpulse.cli.deadletters;

import java.time.Instant;

/**
 * What is remembered of a dead letter that stands: enough to choose it, and to find it again.
 *
 * @param place where the rejected record lies
 * @param timestamp the rejected record's Kafka timestamp
 * @param reason why it was rejected
 * @param position where the letter itself lies
 */
record LetterHead(SourcePlace place, Instant timestamp, String reason, Position position) {

    /** A place in the dead-letter topic. */
    record Position(int partition, long offset) {}
}
