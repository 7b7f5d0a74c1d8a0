package io.dealpulse.core.deal;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the CRM said of one deal at one instant. Partial: a null field says nothing about that field, and neither does
 * an empty string, which becomes null here.
 *
 * @param eventId identity of the event within its deal, never empty
 * @param occurredAt when it happened in the business, to the millisecond
 * @param recordedAt when the CRM wrote it down; of two events with one id the later recorded one stands, null being
 *     earliest
 * @param revision orders events of the same instant, null first
 * @param deleted whether the deal is deleted from here on
 * @param pipelineId the deal's pipeline
 * @param stageId the deal's stage in that pipeline
 * @param amountCents the deal's value in hundredths of its currency's unit, whatever the currency's own minor unit;
 *     may be negative
 * @param currency ISO 4217 code of the amount
 * @param ownerId the sales person who owns the deal
 * @param accountId the customer
 * @param probability the deal's own chance of winning, 0 to 1, in place of its stage's
 * @param expectedCloseOn the day on which the deal is expected to close
 * @param leadId the lead the deal came from
 * @param lossReason why the deal was lost
 * @param competitor who else was in the running
 * @param attributes further dimension values by name, merged by key over the events of a deal
 * @param cleared what this event empties before its own values apply: a field's name as in the event schema,
 *     {@code attributes} for all of them, {@code attributes.x} for one
 */
public record DealEvent(
        String eventId,
        Instant occurredAt,
        @Nullable Instant recordedAt,
        @Nullable Long revision,
        boolean deleted,
        @Nullable String pipelineId,
        @Nullable String stageId,
        @Nullable Long amountCents,
        @Nullable String currency,
        @Nullable String ownerId,
        @Nullable String accountId,
        @Nullable Double probability,
        @Nullable LocalDate expectedCloseOn,
        @Nullable String leadId,
        @Nullable String lossReason,
        @Nullable String competitor,
        Map<String, String> attributes,
        List<String> cleared) {

    public DealEvent {
        pipelineId = emptyToNull(pipelineId);
        stageId = emptyToNull(stageId);
        currency = emptyToNull(currency);
        ownerId = emptyToNull(ownerId);
        accountId = emptyToNull(accountId);
        leadId = emptyToNull(leadId);
        lossReason = emptyToNull(lossReason);
        competitor = emptyToNull(competitor);
        attributes = withoutEmpty(attributes);
        cleared = List.copyOf(cleared);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Map<String, String> withoutEmpty(Map<String, String> attributes) {
        if (attributes.isEmpty()) {
            return Map.of();
        }
        Map<String, String> said = new LinkedHashMap<>(attributes);
        said.values().removeIf(String::isEmpty);
        return Map.copyOf(said);
    }
}
