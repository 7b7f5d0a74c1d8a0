package io.dealpulse.core.deal;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deal at one point of its timeline: the values that its events up to there gave and did not clear.
 * Components are those of {@link DealEvent}; null where nothing was said.
 */
public record DealFields(
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
        Map<String, String> attributes) {

    /** The dimension that reads the owner; every other one reads the attribute of its name. */
    public static final String OWNER_DIMENSION = "owner";

    /** What is known before the first event: nothing. */
    public static final DealFields NOTHING =
            new DealFields(false, null, null, null, null, null, null, null, null, null, null, null, Map.of());

    private static final String ATTRIBUTE_PREFIX = "attributes.";

    private static final Set<String> CLEARABLE = Set.of(
            "amount",
            "owner_id",
            "account_id",
            "probability",
            "expected_close_on",
            "lead_id",
            "loss_reason",
            "competitor",
            "attributes");

    /** Whether an event's {@code cleared} may name this: a field that can be emptied, or one attribute. */
    public static boolean isClearable(String name) {
        return CLEARABLE.contains(name) || name.startsWith(ATTRIBUTE_PREFIX);
    }

    /** What is known after one more event: what it clears is emptied first, then the values that it gives apply. */
    public DealFields after(DealEvent event) {
        Set<String> cleared = event.cleared().isEmpty() ? Set.of() : Set.copyOf(event.cleared());
        return new DealFields(
                event.deleted(),
                given(event.pipelineId(), pipelineId),
                given(event.stageId(), stageId),
                given(event.amountCents(), cleared.contains("amount") ? null : amountCents),
                given(event.currency(), currency),
                given(event.ownerId(), cleared.contains("owner_id") ? null : ownerId),
                given(event.accountId(), cleared.contains("account_id") ? null : accountId),
                given(event.probability(), cleared.contains("probability") ? null : probability),
                given(event.expectedCloseOn(), cleared.contains("expected_close_on") ? null : expectedCloseOn),
                given(event.leadId(), cleared.contains("lead_id") ? null : leadId),
                given(event.lossReason(), cleared.contains("loss_reason") ? null : lossReason),
                given(event.competitor(), cleared.contains("competitor") ? null : competitor),
                attributesAfter(event, cleared));
    }

    /** The value of a dimension, '' where there is none. */
    public String dimensionValue(String dimension) {
        if (dimension.equals(OWNER_DIMENSION)) {
            return ownerId == null ? "" : ownerId;
        }
        return attributes.getOrDefault(dimension, "");
    }

    /** The currency under which the deal counts: '' while it has no amount or the currency is not known. */
    public String countingCurrency() {
        return amountCents == null || currency == null ? "" : currency;
    }

    private Map<String, String> attributesAfter(DealEvent event, Set<String> cleared) {
        if (event.attributes().isEmpty() && cleared.isEmpty()) {
            return attributes;
        }
        Map<String, String> next = cleared.contains("attributes") ? new HashMap<>() : new HashMap<>(attributes);
        for (String name : cleared) {
            if (name.startsWith(ATTRIBUTE_PREFIX)) {
                next.remove(name.substring(ATTRIBUTE_PREFIX.length()));
            }
        }
        next.putAll(event.attributes());
        return Map.copyOf(next);
    }

    private static <T> @Nullable T given(@Nullable T said, @Nullable T standing) {
        return said != null ? said : standing;
    }
}
