package io.dealpulse.cli.importing;

import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.publish.PublishException;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Sends the events to their Kafka topics. */
final class KafkaDestination implements Destination {

    private final EventPublisher publisher;

    private KafkaDestination(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Connects, and makes sure that the topics are there.
     *
     * @param topics the topics that events will go to
     * @throws io.dealpulse.cli.CommandFailure where Kafka does not answer or lacks a topic
     */
    static KafkaDestination open(Settings settings, Set<EventTopic> topics) {
        new SetupCheck(settings).requireTopics(topics);
        try {
            return new KafkaDestination(EventPublisher.open(settings));
        } catch (PublishException e) {
            throw new ImportException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void accept(SpecificRecord event) {
        try {
            publisher.publish(event);
        } catch (PublishException e) {
            throw failed(e);
        }
    }

    @Override
    public void finish(PrintWriter out) {
        try {
            publisher.flush();
        } catch (PublishException e) {
            throw failed(e);
        }
        out.printf(Locale.ROOT, "Kafka has acknowledged %,d events.%n", publisher.acknowledged());
    }

    private ImportException failed(RuntimeException cause) {
        return new ImportException(
                cause.getMessage() + " Before that Kafka took " + publisher.acknowledged()
                        + " events; import again once it"
                        + " is mended: the same rows give the same events, so nothing counts twice.",
                cause);
    }

    @Override
    public void close() {
        try {
            publisher.close();
        } catch (PublishException e) {
            throw failed(e);
        }
    }
}
