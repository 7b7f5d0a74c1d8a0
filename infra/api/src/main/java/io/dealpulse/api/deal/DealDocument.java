package io.dealpulse.api.deal;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Column document of v_deal_documents.
 *
 * @param ownerId empty when none is known, as are accountId, currency and lossReason
 * @param createdAt in ms since 1970, as are stageEnteredAt, closedAt and lastActivityAt
 */
record DealDocument(
        String dealId,
        String pipelineId,
        String stageId,
        String status,
        String ownerId,
        String accountId,
        @Nullable BigDecimal amount,
        String currency,
        @Nullable Double probability,
        long createdAt,
        long stageEnteredAt,
        @Nullable Long closedAt,
        @Nullable LocalDate expectedCloseOn,
        @Nullable Long lastActivityAt,
        long activities,
        String lossReason,
        Map<String, String> attributes) {}
