package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealEventBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random events of one deal: with equal instants, corrections, moves, deletions, clearings and gaps. */
final class RandomDeals {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final List<String> SALES = List.of("lead", "offer", "won", "delivered", "lost", "unheard");
    private static final List<String> RENEWALS = List.of("first", "second", "done", "gone");

    private final Random random;

    RandomDeals(long seed) {
        this.random = new Random(seed);
    }

    /** From 1 to 12 events, in no order. */
    List<DealEvent> events() {
        List<DealEvent> events = new ArrayList<>();
        int size = random.nextInt(1, 13);
        for (int i = 0; i < size; i++) {
            events.add(event(i));
            if (random.nextInt(6) == 0) {
                events.add(event(i));
            }
        }
        return events;
    }

    private DealEvent event(int number) {
        DealEventBuilder event = DealEventBuilder.event("e" + number)
                .at(START.plus(Duration.ofHours(random.nextInt(24 * 60))))
                .recordedAt(random.nextInt(3) == 0 ? START.plusSeconds(random.nextInt(3)) : null)
                .revision(random.nextInt(3) == 0 ? (Long) random.nextLong(3) : null)
                .deleted(random.nextInt(12) == 0);
        if (random.nextInt(3) > 0) {
            // A stage that is not defined makes the deal wait: rare, or nothing else would be seen.
            boolean sales = random.nextInt(5) > 0;
            List<String> stages = sales ? SALES : RENEWALS;
            int choices = sales && random.nextInt(20) > 0 ? stages.size() - 1 : stages.size();
            event.stage(sales ? "sales" : "renewals", stages.get(random.nextInt(choices)));
        }
        if (random.nextInt(3) == 0) {
            event.amount(random.nextLong(-500, 100_000), random.nextBoolean() ? "EUR" : "USD");
        }
        if (random.nextInt(3) == 0) {
            event.owner("owner-" + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            event.attribute("segment", random.nextBoolean() ? "smb" : "enterprise");
        }
        if (random.nextInt(8) == 0) {
            event.cleared(random.nextBoolean() ? "amount" : "attributes.segment");
        }
        return event.build();
    }
}
