package io.dealpulse.jobs.source;

import static io.dealpulse.jobs.source.Events.SENT;
import static io.dealpulse.jobs.source.Events.deal;
import static io.dealpulse.jobs.source.Events.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.events.v1.DealChanged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DealEventReaderTest {

    private final DealEventReader reader = new DealEventReader(Duration.ofDays(1));

    @Test
    void readsAllThatTheRecordSays() throws Exception {
        DealChanged record = deal("d-1");
        record.setRecordedAt(SENT);
        record.setRevision(3L);
        record.setDeleted(true);
        record.setOwnerId("ann");
        record.setAccountId("acme");
        record.setExpectedCloseOn(LocalDate.parse("2024-06-30"));
        record.setLeadId("l-1");
        record.setLossReason("price");
        record.setCompetitor("rival");
        record.setCleared(List.of("amount"));

        assertThat(read(record))
                .isEqualTo(new DealMessage(
                        "d-1",
                        new DealEvent(
                                "e-1",
                                SENT.minusSeconds(3600),
                                SENT,
                                3L,
                                true,
                                "sales",
                                "lead",
                                123_450L,
                                "EUR",
                                "ann",
                                "acme",
                                0.5,
                                LocalDate.parse("2024-06-30"),
                                "l-1",
                                "price",
                                "rival",
                                Map.of("segment", "smb"),
                                List.of("amount"))));
    }

    @Test
    void anEmptyStringSaysNothing() throws Exception {
        DealChanged record = deal("d-1");
        record.setCurrency("");
        record.setOwnerId("");
        record.setStageId("");
        record.setAttributes(Map.of("segment", ""));

        DealEvent event = Objects.requireNonNull(read(record).event());

        assertThat(event.currency()).isNull();
        assertThat(event.ownerId()).isNull();
        assertThat(event.stageId()).isNull();
        assertThat(event.attributes()).isEmpty();
    }

    @Test
    void aNegativeAmountIsData() throws Exception {
        DealChanged record = deal("d-1");
        record.setAmount(new BigDecimal("-9999999999999.99"));

        assertThat(read(record).event()).extracting(DealEvent::amountCents).isEqualTo(-999_999_999_999_999L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void theEndsOfTheRangeAreProbabilities(double probability) throws Exception {
        DealChanged record = deal("d-1");
        record.setProbability(probability);

        assertThat(read(record).event()).extracting(DealEvent::probability).isEqualTo(probability);
    }

    @Test
    void exactlySoFarAheadIsNotTooFar() throws Exception {
        DealChanged record = deal("d-1");
        record.setOccurredAt(SENT.plus(Duration.ofDays(1)));

        assertThat(reader.clockTime(read(record))).isEqualTo(SENT.plus(Duration.ofDays(1)));
    }

    static Stream<Arguments> senseless() {
        return Stream.of(
                fault(deal -> deal.setEventId(""), RejectionReason.EMPTY_FIELD, "event_id"),
                fault(deal -> deal.setDealId(""), RejectionReason.EMPTY_FIELD, "deal_id"),
                fault(
                        deal -> deal.setDealId("d-2"),
                        RejectionReason.KEY_MISMATCH,
                        "key: is 'd-1', but deal_id is 'd-2'"),
                fault(deal -> deal.setProbability(-0.01), RejectionReason.OUT_OF_RANGE, "probability"),
                fault(deal -> deal.setProbability(1.01), RejectionReason.OUT_OF_RANGE, "probability"),
                fault(deal -> deal.setProbability(Double.NaN), RejectionReason.OUT_OF_RANGE, "probability"),
                fault(deal -> deal.setCurrency("eur"), RejectionReason.UNKNOWN_CURRENCY, "currency"),
                fault(deal -> deal.setCurrency("ABC"), RejectionReason.UNKNOWN_CURRENCY, "currency"),
                fault(deal -> deal.setCurrency(" "), RejectionReason.UNKNOWN_CURRENCY, "currency"),
                fault(
                        deal -> deal.setAmount(new BigDecimal("10000000000000.00")),
                        RejectionReason.OUT_OF_RANGE,
                        "amount"),
                fault(
                        deal -> deal.setAmount(new BigDecimal("-10000000000000.00")),
                        RejectionReason.OUT_OF_RANGE,
                        "amount"),
                fault(
                        deal -> deal.setOccurredAt(SENT.plus(Duration.ofDays(1)).plusMillis(1)),
                        RejectionReason.FUTURE_EVENT,
                        "occurred_at"),
                fault(
                        deal -> deal.setOccurredAt(Instant.ofEpochMilli(Long.MIN_VALUE)),
                        RejectionReason.OUT_OF_RANGE,
                        "occurred_at"),
                fault(
                        deal -> deal.setOccurredAt(Instant.ofEpochMilli(Long.MAX_VALUE)),
                        RejectionReason.OUT_OF_RANGE,
                        "occurred_at"),
                fault(
                        deal -> deal.setOccurredAt(Instant.parse("1900-01-01T23:59:59.999Z")),
                        RejectionReason.OUT_OF_RANGE,
                        "occurred_at"),
                fault(
                        deal -> deal.setOccurredAt(Instant.parse("2262-04-11T00:00:00Z")),
                        RejectionReason.OUT_OF_RANGE,
                        "occurred_at"),
                fault(
                        deal -> deal.setExpectedCloseOn(LocalDate.ofEpochDay(Integer.MAX_VALUE)),
                        RejectionReason.OUT_OF_RANGE,
                        "expected_close_on"));
    }

    @ParameterizedTest
    @MethodSource
    void senseless(Consumer<DealChanged> fault, RejectionReason reason, String detail) {
        DealChanged record = deal("d-1");
        fault.accept(record);

        assertThatExceptionOfType(RejectionException.class)
                .isThrownBy(() -> read(record))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(reason))
                .satisfies(rejection -> assertThat(rejection.detail()).startsWith(detail));
    }

    @Test
    void aMissingKeyIsNotTheId() {
        assertThatExceptionOfType(RejectionException.class)
                .isThrownBy(() -> reader.read(deal("d-1"), null, SENT))
                .withMessage("key: is missing, but deal_id is 'd-1'");
    }

    @Test
    void aKeyThatOnlyLooksLikeTheIdIsNotIt() {
        byte[] malformed = {(byte) 0xff};
        assertThatExceptionOfType(RejectionException.class)
                .isThrownBy(() -> reader.read(deal("\uFFFD"), malformed, SENT));
    }

    @Test
    void aTombstoneErasesTheDeal() throws Exception {
        DealMessage message = reader.readTombstone(key("d-1"));

        assertThat(message).isEqualTo(new DealMessage("d-1", null));
        assertThat(reader.clockTime(message)).isNull();
    }

    @Test
    void aTombstoneOfNoDealMakesNoSense() {
        assertThatExceptionOfType(RejectionException.class).isThrownBy(() -> reader.readTombstone(null));
        assertThatExceptionOfType(RejectionException.class).isThrownBy(() -> reader.readTombstone(new byte[0]));
        assertThatExceptionOfType(RejectionException.class)
                .isThrownBy(() -> reader.readTombstone(new byte[] {(byte) 0xff}))
                .withMessage("key: is not UTF-8");
    }

    private DealMessage read(DealChanged record) throws RejectionException {
        return reader.read(record, key("d-1"), SENT);
    }

    private static Arguments fault(Consumer<DealChanged> fault, RejectionReason reason, String detail) {
        return Arguments.of(fault, reason, detail);
    }
}
