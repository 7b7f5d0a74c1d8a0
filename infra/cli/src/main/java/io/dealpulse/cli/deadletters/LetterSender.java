package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.events.v1.DeadLetter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sends records of dead letters to their topics, and tells of each where it is, or why it is not there. */
final class LetterSender implements AutoCloseable {

    /** After so many failures the others are not tried: something is wrong with Kafka, and not with a record. */
    static final int MOST_FAILURES = 20;

    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final Producer<byte[], byte[]> producer;
    private final int shown;
    private final PrintWriter out;
    private final PrintWriter err;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /**
     * @param producer waits for all replicas; closed with this
     * @param shown of how many the new place is told
     */
    LetterSender(Producer<byte[], byte[]> producer, int shown, PrintWriter out, PrintWriter err) {
        this.producer = producer;
        this.shown = shown;
        this.out = out;
        this.err = err;
    }

    /**
     * Sends the record of a letter, without waiting for it.
     *
     * @throws CommandFailure if too many have failed
     */
    void send(SourcePlace place, DeadLetter letter) {
        if (failed.get() >= MOST_FAILURES) {
            throw new CommandFailure(
                    "Kafka did not acknowledge %d records, so the others were not tried.".formatted(MOST_FAILURES));
        }
        int partitions = producer.partitionsFor(letter.getTopic()).size();
        // The callback hears of everything that the future would tell.
        var unused = producer.send(
                ReplayRules.record(letter, partitions), (metadata, failure) -> acknowledge(place, metadata, failure));
    }

    private void acknowledge(SourcePlace place, RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            // When Kafka goes away, all that is on its way fails at once.
            if (failed.incrementAndGet() <= MOST_FAILURES) {
                err.println("%s: Kafka did not acknowledge it: %s".formatted(place, failure.getMessage()));
            }
        } else if (sent.incrementAndGet() <= shown) {
            out.println("sent    %s -> %s"
                    .formatted(place, new SourcePlace(metadata.topic(), metadata.partition(), metadata.offset())));
        }
    }

    /** Waits until each record that was sent is acknowledged, or has failed. */
    void flush() {
        producer.flush();
    }

    /** How many records Kafka has. */
    long sent() {
        return sent.get();
    }

    /** How many records Kafka did not take. */
    long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
