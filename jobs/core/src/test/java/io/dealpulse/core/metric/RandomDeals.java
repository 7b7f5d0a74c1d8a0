package io.dealpulse.core.metric;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Random stories of deals, as bad as they get: with equal instants, corrections, moves between pipelines, deletions,
 * clearings and gaps, with plans that were written down at any time, before the last event or after it, and with definitions
 * that change or are missing. All happens at full hours.
 */
public final class RandomDeals {

    /** The earliest instant of all. Clocks are changed in Europe and in Chile within the days that follow. */
    public static final Instant START = Instant.parse("2024-02-15T00:00:00Z");

    /** So many days later it is all over. */
    public static final int DAYS = 60;

    private static final LocalDate FIRST_DAY = LocalDate.ofInstant(START, ZoneOffset.UTC);

    /** The last one is not in the usual definition. */
    private static final List<String> SALES = List.of("lead", "offer", "won", "delivered", "lost", "unheard");

    private static final List<String> RENEWALS = List.of("first", "second", "done", "gone");
    private static final List<String> SEGMENTS = List.of("smb", "enterprise");
    private static final List<String> SOURCES = List.of("web", "fair", "");
    private static final List<String> CLEARED = List.of(
            "amount",
            "owner_id",
            "probability",
            "expected_close_on",
            "attributes",
            "attributes.segment",
            "attributes.source",
            "stage_id");

    private final Random random;

    /** Whether the story told now is of a deal that is seldom closed and is expected to close ever later. */
    private boolean dragsOn;

    public RandomDeals(long seed) {
        this.random = new Random(seed);
    }

    /** Checks so many stories, each with a source of further chance; a failure tells the seed and the story. */
    public static void forEachStory(long seed, int stories, BiConsumer<Story, Random> check) {
        RandomDeals deals = new RandomDeals(seed);
        Random random = new Random(~seed);
        for (int i = 0; i < stories; i++) {
            Story story = deals.story();
            try {
                check.accept(story, random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + seed + ", story " + i + ": " + story, e);
            }
        }
    }

    /** Of 1 to 15 events and up to 4 activities, with their corrections. */
    public Story story() {
        dragsOn = oneIn(4);
        List<Story.Definition> definitions = new ArrayList<>();
        definitions.addAll(definitions(withDays(Deals.SALES)));
        definitions.addAll(definitions(withDays(Deals.RENEWALS)));
        return new Story(events(), activities(), definitions, oneIn(50));
    }

    private List<DealEvent> events() {
        List<DealEvent> events = new ArrayList<>();
        int size = dragsOn ? random.nextInt(6, 16) : random.nextInt(1, 13);
        for (int i = 0; i < size; i++) {
            do {
                events.add(event(i));
            } while (oneIn(6));
        }
        return events;
    }

    private DealEvent event(int number) {
        Instant at = instant();
        DealEventBuilder event = DealEventBuilder.event("e" + number)
                .at(at)
                .recordedAt(recordedAt())
                .revision(oneIn(3) ? (Long) random.nextLong(3) : null)
                .deleted(oneIn(12));
        if (!oneIn(3)) {
            boolean sales = !oneIn(5);
            // A stage that is not defined makes the deal wait: rare, or nothing else would be seen.
            List<String> stages = sales ? oneIn(40) ? SALES : SALES.subList(0, SALES.size() - 1) : RENEWALS;
            // A pipeline or a stage alone says that the other stands.
            if (dragsOn && !oneIn(6)) {
                stages = stages.subList(0, 2);
            }
            event.stage(oneIn(40) ? null : sales ? "sales" : "renewals", oneIn(40) ? null : one(stages));
        }
        if (oneIn(3)) {
            event.amount(random.nextLong(-500, 100_000), oneIn(5) ? null : oneIn(3) ? "USD" : "EUR");
        }
        if (oneIn(3)) {
            event.owner("owner-" + random.nextInt(3));
        }
        if (oneIn(4)) {
            event.attribute("segment", one(SEGMENTS));
        }
        if (oneIn(4)) {
            event.attribute("source", one(SOURCES));
        }
        if (oneIn(4)) {
            event.probability(oneIn(2) ? random.nextDouble() : random.nextInt(11) / 10.0);
        }
        if (dragsOn ? !oneIn(3) : oneIn(3)) {
            long daysGone = Duration.between(START, at).toDays();
            event.expectedCloseOn(
                    FIRST_DAY.plusDays(dragsOn ? daysGone * 3 / 2 + random.nextInt(15) : random.nextInt(-10, 100)));
        }
        if (oneIn(5)) {
            event.cleared(one(CLEARED));
        }
        return event.build();
    }

    private List<Activity> activities() {
        List<Activity> activities = new ArrayList<>();
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            do {
                activities.add(new Activity(
                        "a" + i,
                        "deal",
                        null,
                        oneIn(3) ? "" : "rep-" + random.nextInt(2),
                        one(List.of(Activity.Type.CALL, Activity.Type.DEMO)),
                        one(List.of(Activity.State.values())),
                        instant(),
                        oneIn(3) ? null : instant(),
                        random.nextLong(3)));
            } while (oneIn(3));
        }
        return activities;
    }

    /** The same, with days after which a deal in it is idle or overdue. */
    private PipelineDefinition withDays(PipelineDefinition usual) {
        return new PipelineDefinition(
                usual.pipelineId(),
                usual.name(),
                usual.stages().stream()
                        .map(stage -> new Stage(
                                stage.stageId(), stage.name(), stage.kind(), stage.probability(), days(), days()))
                        .toList());
    }

    private @Nullable Integer days() {
        return oneIn(3) ? null : (Integer) random.nextInt(20);
    }

    /** What is said of a pipeline in the course of time. */
    private List<Story.Definition> definitions(PipelineDefinition usual) {
        List<Story.Definition> definitions = new ArrayList<>();
        while (!oneIn(2)) {
            definitions.add(new Story.Definition(usual.pipelineId(), oneIn(3) ? null : version(usual)));
        }
        definitions.add(new Story.Definition(usual.pipelineId(), oneIn(30) ? null : oneIn(3) ? version(usual) : usual));
        return definitions;
    }

    /** Like the usual one, but with some of: another order, other kinds, probabilities and days, one stage more or less. */
    private PipelineDefinition version(PipelineDefinition usual) {
        List<Stage> stages = new ArrayList<>();
        for (Stage stage : usual.stages()) {
            stages.add(new Stage(
                    stage.stageId(),
                    stage.name(),
                    oneIn(6) ? one(List.of(StageKind.values())) : stage.kind(),
                    oneIn(3) ? random.nextInt(101) / 100.0 : stage.probability(),
                    oneIn(3) ? days() : stage.idleAfterDays(),
                    oneIn(3) ? days() : stage.stallAfterDays()));
        }
        if (oneIn(3)) {
            Collections.shuffle(stages, random);
        }
        if (oneIn(8)) {
            stages.remove(0);
        }
        if (oneIn(3)) {
            stages.add(new Stage("unheard", "Unheard", one(List.of(StageKind.values())), 0.5, days(), days()));
        }
        return new PipelineDefinition(usual.pipelineId(), usual.name(), stages);
    }

    /** Within those days, to the hour, and often within the same few hours or at midnight, so that much comes together. */
    private Instant instant() {
        return START.plus(Duration.ofHours(
                oneIn(3) ? random.nextInt(3) : oneIn(3) ? 24 * random.nextInt(DAYS) : random.nextInt(24 * DAYS)));
    }

    private @Nullable Instant recordedAt() {
        return oneIn(3) ? START.plusSeconds(random.nextInt(3)) : null;
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
