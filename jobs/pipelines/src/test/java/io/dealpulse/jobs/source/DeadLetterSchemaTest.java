package io.dealpulse.jobs.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.events.v1.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterSchemaTest {

    @Test
    void aLetterHasThePlaceTheReasonAndTheBytes() {
        DeadLetter letter = DeadLetterSchema.letter(rejected(new byte[] {1}, new byte[] {2}));

        assertThat(letter.getTopic()).isEqualTo("crm.deal.changed.v1");
        assertThat(letter.getPartition()).isEqualTo(3);
        assertThat(letter.getOffset()).isEqualTo(42);
        assertThat(letter.getTimestamp()).isEqualTo(Instant.EPOCH);
        assertThat(letter.getReason()).isEqualTo("out_of_range");
        assertThat(letter.getDetail()).isEqualTo("amount: is too large");
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(new byte[] {1}));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {2}));
    }

    @Test
    void whatIsMissingStaysMissing() {
        DeadLetter letter = DeadLetterSchema.letter(rejected(null, null));

        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
    }

    @Test
    void bytesThatTheTopicWouldNotTakeStayWhereTheyAre() {
        DeadLetter letter =
                DeadLetterSchema.letter(rejected(new byte[] {1}, new byte[DeadLetterSchema.LARGEST_PAYLOAD]));

        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getDetail()).isEqualTo("amount: is too large (900001 bytes left out)");
    }

    @Test
    void theKeyIsTheRejectedRecordsPlaceAndTheEndOfALetterIsATombstone() {
        LetterChange erased = LetterChange.erased(LetterPlace.of(rejected(null, null)));

        ProducerRecord<byte[], byte[]> record = new DeadLetterSchema("letters", List.of(), Map.of()).record(erased);

        assertThat(record.topic()).isEqualTo("letters");
        assertThat(record.key()).asString(UTF_8).isEqualTo("crm.deal.changed.v1/3/42");
        assertThat(record.value()).isNull();
    }

    private static RejectedRecord rejected(byte @Nullable [] key, byte @Nullable [] value) {
        return new RejectedRecord(
                "crm.deal.changed.v1",
                3,
                42,
                Instant.EPOCH,
                RejectionReason.OUT_OF_RANGE.word(),
                "amount: is too large",
                key,
                value,
                List.of("d-1"));
    }
}
