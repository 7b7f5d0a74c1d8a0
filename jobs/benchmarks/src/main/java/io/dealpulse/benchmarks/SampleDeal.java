package io.dealpulse.benchmarks;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.PipelineLookup;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A deal as companies have them, always the same: it goes through five open stages, evenly spread over its events; every
 * fourth event changes its amount, every tenth its owner, the others the date on which it should close; two activities were
 * done for every three events.
 */
final class SampleDeal {

    private static final Instant CREATED = Instant.parse("2024-01-08T09:00:00Z");
    private static final Duration BETWEEN_EVENTS = Duration.ofHours(31);

    private static final List<String> OPEN_STAGES = List.of("lead", "qualified", "demo", "offer", "contract");

    private static final PipelineDefinition PIPELINE = new PipelineDefinition(
            "sales",
            "Sales",
            List.of(
                    stage("lead", StageKind.OPEN, 0.05),
                    stage("qualified", StageKind.OPEN, 0.15),
                    stage("demo", StageKind.OPEN, 0.3),
                    stage("offer", StageKind.OPEN, 0.5),
                    stage("contract", StageKind.OPEN, 0.8),
                    stage("won", StageKind.WON, 1),
                    stage("lost", StageKind.LOST, 0)));

    /** Knows the deal's pipeline. */
    static final PipelineLookup PIPELINES = id -> id.equals("sales") ? PIPELINE : null;

    /** Not asked here, because no event comes twice; the job compares encodings. */
    static final Comparator<DealEvent> TIE_BREAK = Comparator.comparing(DealEvent::eventId);

    private SampleDeal() {}

    /** The deal after so many events, with its activities. */
    static DealLog log(int events) {
        List<DealEvent> all =
                IntStream.range(0, events).mapToObj(i -> event(i, events)).toList();
        List<Activity> activities = IntStream.range(0, events * 2 / 3)
                .mapToObj(SampleDeal::activity)
                .toList();
        DealLog log = DealLog.EMPTY;
        for (DealEvent event : all) {
            log = log.with(event, TIE_BREAK);
        }
        for (Activity activity : activities) {
            log = log.with(activity);
        }
        return log;
    }

    /** One more event, after all others: a changed amount. */
    static DealEvent next(int events) {
        return changed(events, null, 1_234_500L, null, null);
    }

    private static DealEvent event(int number, int events) {
        if (number == 0) {
            return changed(0, OPEN_STAGES.get(0), 1_000_000L, "owner-0", null);
        }
        int stage = number * OPEN_STAGES.size() / events;
        int stageBefore = (number - 1) * OPEN_STAGES.size() / events;
        String entered = stage == stageBefore ? null : OPEN_STAGES.get(stage);
        Long amount = number % 4 == 3 ? (Long) (1_000_000L + number * 2_500L) : null;
        String owner = number % 10 == 9 ? "owner-" + number : null;
        LocalDate expected = entered == null && amount == null && owner == null
                ? LocalDate.of(2024, 6, 1).plusDays(number)
                : null;
        return changed(number, entered, amount, owner, expected);
    }

    private static DealEvent changed(
            int number,
            @Nullable String stageId,
            @Nullable Long amountCents,
            @Nullable String ownerId,
            @Nullable LocalDate expectedCloseOn) {
        Map<String, String> attributes = number > 0
                ? Map.of()
                : Map.of("segment", "enterprise", "source", "web", "territory", "north", "product", "suite");
        return new DealEvent(
                "event-" + number,
                at(number),
                null,
                null,
                false,
                number == 0 ? "sales" : null,
                stageId,
                amountCents,
                number == 0 ? "EUR" : null,
                ownerId,
                number == 0 ? "account-17" : null,
                null,
                expectedCloseOn,
                null,
                null,
                null,
                attributes,
                List.of());
    }

    private static Activity activity(int number) {
        return new Activity(
                "activity-" + number,
                "deal",
                null,
                "owner-0",
                Activity.Type.CALL,
                Activity.State.DONE,
                at(number).plusSeconds(3_600),
                null,
                900);
    }

    private static Instant at(int number) {
        return CREATED.plus(BETWEEN_EVENTS.multipliedBy(number));
    }

    private static Stage stage(String id, StageKind kind, double probability) {
        return new Stage(id, id, kind, probability, null, null);
    }
}
