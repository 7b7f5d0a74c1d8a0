package io.dealpulse.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class LetterSenderTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final LetterSender sender = new LetterSender(kafka, 1, new PrintWriter(out), new PrintWriter(err));

    @Test
    void tellsWhereTheFirstWent() {
        send(7);
        send(8);
        assertThat(kafka.completeNext()).isTrue();
        assertThat(kafka.completeNext()).isTrue();

        assertThat(out.toString())
                .isEqualToIgnoringNewLines("sent    crm.deal.changed.v1/0/7 -> crm.deal.changed.v1/0/0");
        assertThat(sender.sent()).isEqualTo(2);
        assertThat(sender.failed()).isZero();
    }

    @Test
    void tellsOfEachFailureAndGoesOn() {
        send(7);
        send(8);
        assertThat(kafka.errorNext(new RecordTooLargeException("too large"))).isTrue();
        assertThat(kafka.completeNext()).isTrue();

        assertThat(err.toString())
                .isEqualToIgnoringNewLines("crm.deal.changed.v1/0/7: Kafka did not acknowledge it: too large");
        assertThat(sender.sent()).isEqualTo(1);
        assertThat(sender.failed()).isEqualTo(1);
    }

    @Test
    void givesUpWhenNothingSucceeds() {
        for (int offset = 0; offset < LetterSender.MOST_FAILURES; offset++) {
            send(offset);
            assertThat(kafka.errorNext(new RecordTooLargeException("too large")))
                    .isTrue();
        }

        assertThatThrownBy(() -> send(99))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("Kafka did not acknowledge 20 records, so the others were not tried.");
        assertThat(err.toString()).hasLineCount(LetterSender.MOST_FAILURES);
    }

    private void send(long offset) {
        DeadLetter letter = Letters.of(EventTopic.DEAL_CHANGED, offset, "truncated", "a", new byte[] {9});
        sender.send(Letters.placeOf(letter), letter);
    }
}
