package io.dealpulse.jobs.metrics;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.source.ActivityMessage;
import io.dealpulse.jobs.source.BatchDeals;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.PipelineMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a CRM may send at its worst, the same for the same seed: deals that jump, go back, re-open, move between pipelines,
 * change hands, amount and currency, are put off, corrected, deleted, restored and erased; activities
 * that change deals, and plans; a third of all messages twice; everything shuffled over half a year; definitions, thresholds
 * and rates that change.
 */
public final class HostileHistory {

    /** Where it begins. */
    public static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private static final int HOURS = 24 * 180;

    private static final List<String> SALES = List.of("lead", "offer", "contract", "won", "delivered", "lost");
    private static final List<String> RENEWALS = List.of("first", "second", "done", "gone");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "SEK");

    private final Random random;
    private final List<DealMessage> deals = new ArrayList<>();
    private final List<ActivityMessage> activities = new ArrayList<>();

    /** Of so many deals. */
    public HostileHistory(long seed, int dealCount) {
        random = new Random(seed);
        for (int deal = 0; deal < dealCount; deal++) {
            addDeal("deal-" + deal, dealCount);
        }
        repeatAThirdAndShuffle(deals);
        repeatAThirdAndShuffle(activities);
    }

    /** In any order. */
    public List<DealMessage> deals() {
        return deals;
    }

    /** In any order. */
    public List<ActivityMessage> activities() {
        return activities;
    }

    /** In the order of their topic, whose last definitions and rates stand. */
    public List<PipelineMessage> pipelines() {
        return List.of(
                pipeline("sales", SALES, 0.1),
                pipeline("renewals", RENEWALS, 0.3),
                new PipelineMessage("sales", null),
                // Stages in another order, and of other probabilities, than at first.
                pipeline("sales", List.of("offer", "lead", "contract", "won", "delivered", "lost"), 0.2));
    }

    /** Only those of {@link #pipelines} that stand in the end. */
    List<PipelineMessage> lastPipelines() {
        return List.of(pipelines().get(1), pipelines().get(3));
    }

    /** In the order of their topic. */
    public List<FxRateMessage> rates() {
        return List.of(
                rate("USD", "EUR", 0, "0.92"),
                rate("USD", "EUR", 60, "0.95"),
                rate("EUR", "GBP", 30, "0.85"),
                rate("USD", "EUR", 0, "0.91"),
                rate("SEK", "EUR", 10, "0.09"),
                new FxRateMessage("SEK", "EUR", day(10), null));
    }

    /** A clock that runs through the history while that is read, and ends where it ends. */
    public static List<ClockTick> ticks(List<DealMessage> deals, List<ActivityMessage> activities) {
        BatchDeals all = new BatchDeals();
        deals.forEach(all::add);
        activities.forEach(all::add);
        List<ClockTick> ticks = new ArrayList<>();
        for (int day = 20; day < 160; day += 20) {
            ticks.add(new ClockTick(START.plus(Duration.ofDays(day)), day > 20));
        }
        ticks.add(new ClockTick(Objects.requireNonNull(all.newest()), true));
        return ticks;
    }

    private void addDeal(String dealId, int dealCount) {
        int events = random.nextInt(1, 12);
        for (int number = 0; number < events; number++) {
            deals.add(new DealMessage(dealId, event("e" + number, null)));
            if (random.nextInt(8) == 0) {
                deals.add(new DealMessage(dealId, event("e" + number, START.plusSeconds(number))));
            }
        }
        if (random.nextInt(20) == 0) {
            deals.add(new DealMessage(dealId, null));
        }
        for (int number = random.nextInt(4); number > 0; number--) {
            String activityId = dealId + "-a" + number;
            addActivity(activityId, dealId);
            if (random.nextInt(4) == 0) {
                addActivity(activityId, "deal-" + random.nextInt(dealCount));
            }
        }
    }

    private void addActivity(String activityId, String dealId) {
        boolean ofLead = random.nextInt(6) == 0;
        boolean done = random.nextInt(4) > 0;
        Instant at = anyTime();
        Instant recorded =
                done ? START.plusSeconds(random.nextInt(3)) : at.minus(Duration.ofHours(random.nextInt(24 * 20)));
        activities.add(new ActivityMessage(
                ofLead ? "lead" : dealId,
                new Activity(
                        activityId,
                        ofLead ? null : dealId,
                        "lead",
                        "rep-" + random.nextInt(3),
                        random.nextBoolean() ? Activity.Type.CALL : Activity.Type.DEMO,
                        done ? Activity.State.DONE : Activity.State.PLANNED,
                        at,
                        random.nextBoolean() ? recorded : null,
                        random.nextInt(3600))));
    }

    private DealEvent event(String eventId, @Nullable Instant recordedAt) {
        boolean sales = random.nextInt(5) > 0;
        List<String> stages = sales ? SALES : RENEWALS;
        boolean staged = random.nextInt(3) > 0;
        boolean priced = random.nextInt(3) == 0;
        return new DealEvent(
                eventId,
                anyTime(),
                recordedAt,
                random.nextInt(3) == 0 ? (Long) random.nextLong(3) : null,
                random.nextInt(12) == 0,
                staged ? (sales ? "sales" : "renewals") : null,
                staged ? stages.get(random.nextInt(stages.size())) : null,
                priced ? (Long) random.nextLong(-5_00, 90_000_00) : null,
                priced ? CURRENCIES.get(random.nextInt(CURRENCIES.size())) : null,
                random.nextInt(3) == 0 ? "owner-" + random.nextInt(4) : null,
                null,
                random.nextInt(5) == 0 ? (Double) (random.nextInt(101) / 100.0) : null,
                random.nextInt(3) == 0 ? day(random.nextInt(240)) : null,
                null,
                null,
                null,
                random.nextInt(4) == 0 ? Map.of("segment", random.nextBoolean() ? "smb" : "enterprise") : Map.of(),
                random.nextInt(10) == 0
                        ? List.of(
                                List.of("amount", "probability", "attributes.segment", "owner_id", "expected_close_on")
                                        .get(random.nextInt(5)))
                        : List.of());
    }

    /** Often the same instants, so that order hangs on revision and id. */
    private Instant anyTime() {
        return START.plus(Duration.ofHours(random.nextInt(HOURS / 6) * 6L));
    }

    private <T> void repeatAThirdAndShuffle(List<T> messages) {
        for (T message : List.copyOf(messages)) {
            if (random.nextInt(3) == 0) {
                messages.add(message);
            }
        }
        Collections.shuffle(messages, random);
    }

    private static PipelineMessage pipeline(String id, List<String> stages, double probability) {
        return new PipelineMessage(
                id,
                new PipelineDefinition(
                        id,
                        id,
                        stages.stream().map(stage -> stage(stage, probability)).toList()));
    }

    /** Alerts of some stages wait for some days, which change with the probability; or for what is learnt; or are never. */
    private static Stage stage(String stage, double probability) {
        int days = (int) (probability * 100);
        return switch (stage) {
            case "lead", "second" -> new Stage(stage, stage, kindOf(stage), probability, days, 2 * days);
            case "offer" -> new Stage(stage, stage, kindOf(stage), probability, days / 2, null);
            default -> new Stage(stage, stage, kindOf(stage), probability, null, null);
        };
    }

    private static StageKind kindOf(String stage) {
        return switch (stage) {
            case "won", "delivered", "done" -> StageKind.WON;
            case "lost", "gone" -> StageKind.LOST;
            default -> StageKind.OPEN;
        };
    }

    private static FxRateMessage rate(String base, String quote, int day, String rate) {
        return new FxRateMessage(base, quote, day(day), new BigDecimal(rate));
    }

    private static LocalDate day(int number) {
        return LocalDate.of(2024, 1, 1).plusDays(number);
    }
}
