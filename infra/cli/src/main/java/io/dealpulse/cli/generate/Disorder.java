package io.dealpulse.cli.generate;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.DealChanged;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/** What becomes of an event between the CRM and its consumer: some come late, some twice, some are corrected later. */
final class Disorder {

    private static final Duration LATE_AT_LEAST = Duration.ofHours(1);
    private static final Duration LATE_MEAN = Duration.ofDays(3);
    private static final Duration LATE_AT_MOST = Duration.ofDays(21);

    private final Scenario.Shares shares;
    private final Instant last;

    /**
     * @param shares how much disorder there is
     * @param last when what is delayed comes at the latest
     */
    Disorder(Scenario.Shares shares, Instant last) {
        this.shares = shares;
        this.last = last;
    }

    /**
     * Hands on an event, once or more.
     *
     * @param at when it happened in the CRM; not after the last
     * @param dice of the event's deal
     * @param out gets each delivery's time, never before {@code at}, and event
     */
    void deliver(Instant at, SpecificRecord event, Dice dice, BiConsumer<Instant, SpecificRecord> out) {
        Instant delivered = at;
        SpecificRecord sent = event;
        if (dice.chance(shares.late())) {
            Duration lateness = LATE_AT_LEAST.plus(dice.mostlyShort(LATE_MEAN, LATE_AT_MOST.minus(LATE_AT_LEAST)));
            delivered = inTime(at.plus(lateness));
            sent = recordedAt(event, delivered);
        }
        out.accept(delivered, sent);
        if (dice.chance(shares.duplicates())) {
            out.accept(inTime(delivered.plus(dice.mostlyShort(Duration.ofHours(2), Duration.ofDays(3)))), sent);
        }
        if (sent instanceof DealChanged deal && dice.chance(shares.corrections())) {
            Instant corrected = inTime(delivered.plus(dice.between(Duration.ofHours(1), Duration.ofDays(10))));
            if (corrected.isAfter(delivered)) {
                out.accept(corrected, corrected(deal, corrected, dice));
            }
        }
    }

    private Instant inTime(Instant wished) {
        return wished.isAfter(last) ? last : wished;
    }

    private static SpecificRecord recordedAt(SpecificRecord event, Instant at) {
        if (event instanceof DealChanged deal) {
            return DealChanged.newBuilder(deal).setRecordedAt(at).build();
        }
        if (event instanceof ActivityLogged activity) {
            return ActivityLogged.newBuilder(activity).setRecordedAt(at).build();
        }
        throw new IllegalArgumentException("Only deal changes and activities are late");
    }

    private static DealChanged corrected(DealChanged deal, Instant at, Dice dice) {
        DealChanged.Builder corrected = DealChanged.newBuilder(deal).setRecordedAt(at);
        BigDecimal amount = deal.getAmount();
        if (amount == null) {
            Map<String, String> attributes = new HashMap<>(deal.getAttributes());
            attributes.put("source", Company.source(dice).id);
            return corrected.setAttributes(attributes).build();
        }
        BigDecimal factor = BigDecimal.valueOf(dice.between(80, 120), 2);
        return corrected
                .setAmount(amount.multiply(factor).setScale(2, RoundingMode.HALF_UP))
                .build();
    }
}
