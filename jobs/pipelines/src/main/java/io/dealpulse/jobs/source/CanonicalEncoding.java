package io.dealpulse.jobs.source;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.schemas.EventBytes;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides between two events of one id that were recorded at the same time: the greater by the unsigned bytes of its
 * encoding in our newest schema stands, so that arrival order never decides. Events that say the same are equal.
 */
public final class CanonicalEncoding implements Comparator<DealEvent>, Serializable {

    private static final long serialVersionUID = 1L;

    @Override
    public int compare(DealEvent left, DealEvent right) {
        return Arrays.compareUnsigned(EventBytes.canonical(toAvro(left)), EventBytes.canonical(toAvro(right)));
    }

    /** The deal's id is the same in all that is compared, so it stays empty. */
    private static DealChanged toAvro(DealEvent event) {
        DealChanged record = new DealChanged();
        record.setEventId(event.eventId());
        record.setDealId("");
        record.setOccurredAt(event.occurredAt());
        record.setRecordedAt(event.recordedAt());
        record.setRevision(event.revision());
        record.setDeleted(event.deleted());
        record.setPipelineId(event.pipelineId());
        record.setStageId(event.stageId());
        record.setAmount(money(event.amountCents()));
        record.setCurrency(event.currency());
        record.setOwnerId(event.ownerId());
        record.setAccountId(event.accountId());
        record.setProbability(event.probability());
        record.setExpectedCloseOn(event.expectedCloseOn());
        record.setLeadId(event.leadId());
        record.setLossReason(event.lossReason());
        record.setCompetitor(event.competitor());
        record.setAttributes(Map.copyOf(event.attributes()));
        record.setCleared(List.copyOf(event.cleared()));
        return record;
    }

    private static @Nullable BigDecimal money(@Nullable Long cents) {
        return cents == null ? null : BigDecimal.valueOf(cents, 2);
    }
}
