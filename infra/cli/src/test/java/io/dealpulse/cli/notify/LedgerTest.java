package io.dealpulse.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.schemas.RegistryClient;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger makes of Kafka's refusals; with Kafka's own producer for tests. */
class LedgerTest {

    /** Never asked: only tombstones are written. */
    private final RegistryClient registry = new RegistryClient(List.of("http://127.0.0.1:1"), Map.of());

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Changes changes = new Changes();
    private boolean forgotten;
    private final Ledger ledger = new Ledger(producer, () -> forgotten, registry);

    @BeforeEach
    void begin() {
        producer.initTransactions();
        changes.eraseEntry("a", "anna");
    }

    @AfterEach
    void end() throws Exception {
        ledger.close();
        registry.close();
    }

    @Test
    void writesAtOnce() {
        ledger.write(changes);

        assertThat(producer.history()).hasSize(1);
        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void aWriterWhoWasSilentForTooLongMustBeginAnew() {
        forgotten = true;
        producer.commitTransactionException = unknownWriter();

        assertThatExceptionOfType(Ledger.ForgottenException.class).isThrownBy(() -> ledger.write(changes));
    }

    @Test
    void aWriterWhoWasForgottenBeforeAnotherTookOverEnds() {
        producer.commitTransactionException = unknownWriter();

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> ledger.write(changes))
                .withMessageStartingWith("Another notify has been started");
    }

    @Test
    void aWriterWhoIsFencedEndsWhateverElseIsForgotten() {
        forgotten = true;
        producer.commitTransactionException = new ProducerFencedException("an epoch that is over");

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> ledger.write(changes))
                .withMessageStartingWith("Another notify has been started");
    }

    @Test
    void otherFailuresAreKafkas() {
        forgotten = true;
        producer.commitTransactionException = new TimeoutException("no answer");

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> ledger.write(changes));
    }

    /** As Kafka's producer says it. */
    private static KafkaException unknownWriter() {
        return new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new InvalidPidMappingException("not currently assigned to its transactional id"));
    }
}
