package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.events.v1.DealChanged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a CRM says of one deal.
 *
 * @param maxFuture how far an event may lie ahead of its own Kafka timestamp
 */
record DealEventReader(Duration maxFuture) implements MessageReader<DealChanged, DealMessage> {

    /** From here on, sums of amounts would overflow the tables' money columns of 18 digits. */
    static final BigDecimal AMOUNT_LIMIT = BigDecimal.TEN.pow(13);

    @Override
    public DealMessage read(DealChanged record, byte @Nullable [] key, Instant timestamp) throws RejectionException {
        String dealId = FieldRules.requireId("deal_id", record.getDealId());
        String eventId = FieldRules.requireId("event_id", record.getEventId());
        FieldRules.requireKey(key, "deal_id", dealId);
        Instant occurredAt = FieldRules.requireTime("occurred_at", record.getOccurredAt());
        FieldRules.requireNotAhead("occurred_at", occurredAt, timestamp, maxFuture);
        Instant recordedAt = record.getRecordedAt();
        return new DealMessage(
                dealId,
                new DealEvent(
                        eventId,
                        occurredAt,
                        recordedAt == null ? null : recordedAt.truncatedTo(ChronoUnit.MILLIS),
                        record.getRevision(),
                        record.getDeleted(),
                        record.getPipelineId(),
                        record.getStageId(),
                        cents(record.getAmount()),
                        currency(record.getCurrency()),
                        record.getOwnerId(),
                        record.getAccountId(),
                        probability(record.getProbability()),
                        expectedCloseOn(record.getExpectedCloseOn()),
                        record.getLeadId(),
                        record.getLossReason(),
                        record.getCompetitor(),
                        record.getAttributes(),
                        record.getCleared()));
    }

    /** Erases the deal. */
    @Override
    public DealMessage readTombstone(byte @Nullable [] key) throws RejectionException {
        return new DealMessage(FieldRules.requireKeyText(key), null);
    }

    /** The key's deal and the value's: where they differ, both stand in the letter. */
    @Override
    public List<String> subjects(@Nullable DealChanged record, byte @Nullable [] key) {
        return FieldRules.ids(FieldRules.textOf(key), record == null ? null : record.getDealId());
    }

    @Override
    public DealMessage at(RecordPlace place, DealMessage message) {
        return new DealMessage(message.dealId(), message.event(), place);
    }

    @Override
    public @Nullable Instant clockTime(DealMessage message) {
        DealEvent event = message.event();
        return event == null ? null : event.occurredAt();
    }

    private static @Nullable Long cents(@Nullable BigDecimal amount) throws RejectionException {
        if (amount == null) {
            return null;
        }
        if (amount.abs().compareTo(AMOUNT_LIMIT) >= 0) {
            throw new RejectionException(
                    RejectionReason.OUT_OF_RANGE,
                    "amount",
                    "is %s, not below %s".formatted(amount.toPlainString(), AMOUNT_LIMIT.toPlainString()));
        }
        return amount.movePointRight(2).longValueExact();
    }

    private static @Nullable String currency(@Nullable String code) throws RejectionException {
        String said = FieldRules.emptyToNull(code);
        return said == null ? null : FieldRules.requireCurrency("currency", said);
    }

    private static @Nullable Double probability(@Nullable Double probability) throws RejectionException {
        return probability == null ? null : (Double) FieldRules.requireProbability("probability", probability);
    }

    private static @Nullable LocalDate expectedCloseOn(@Nullable LocalDate day) throws RejectionException {
        return day == null ? null : FieldRules.requireDay("expected_close_on", day);
    }
}
