package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.Activity.State;
import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deal of whose stalling a test speaks: what happened, what was done and planned, and what its stages allow, which is
 * anything unless said otherwise. Its pipelines: sales (lead, offer, won, lost) and renewals (first, done). Days are those of
 * Amsterdam.
 */
final class StalledDeal {

    static final ReportingCalendar AMSTERDAM = new ReportingCalendar(ZoneId.of("Europe/Amsterdam"));

    private final Map<String, Integer> idleAfterDays = new HashMap<>();
    private final Map<String, Integer> stallAfterDays = new HashMap<>();
    private final Map<String, LearnedThreshold> learnt = new HashMap<>();
    private DealLog log;

    private StalledDeal(DealLog log) {
        this.log = log;
    }

    static StalledDeal deal(DealEventBuilder... events) {
        return new StalledDeal(Deals.log(events));
    }

    /** In each of its open stages. */
    StalledDeal idleAfter(int days) {
        return idleAfter("lead", days).idleAfter("offer", days).idleAfter("first", days);
    }

    StalledDeal idleAfter(String stage, int days) {
        idleAfterDays.put(stage, days);
        return this;
    }

    /** In each of its open stages. */
    StalledDeal overdueAfter(int days) {
        return overdueAfter("lead", days).overdueAfter("offer", days).overdueAfter("first", days);
    }

    StalledDeal overdueAfter(String stage, int days) {
        stallAfterDays.put(stage, days);
        return this;
    }

    /** What is learnt of a stage, written as pipeline/stage. */
    StalledDeal learnt(String stage, LearnedThreshold threshold) {
        learnt.put(stage, threshold);
        return this;
    }

    StalledDeal done(String id, String at) {
        return activity(id, State.DONE, at, null);
    }

    StalledDeal planned(String id, String until, @Nullable String recordedAt) {
        return activity(id, State.PLANNED, until, recordedAt);
    }

    StalledDeal activity(String id, State state, String at, @Nullable String recordedAt) {
        log = log.with(new Activity(
                id,
                "deal",
                null,
                "ann",
                Activity.Type.CALL,
                state,
                Instant.parse(at),
                recordedAt == null ? null : Instant.parse(recordedAt),
                0));
        return this;
    }

    List<Cause> causes() {
        return new StallRules(AMSTERDAM)
                .causes(log.read("deal", pipelines()::get).orElse(null));
    }

    Examination lookAt(String now) {
        return Examination.of(
                causes(),
                (pipeline, stage) -> learnt.getOrDefault(pipeline + "/" + stage, LearnedThreshold.NONE),
                AMSTERDAM,
                Instant.parse(now));
    }

    /** What is raised up to an instant, as "kind since A, raised B, open" or "kind since A, raised B, resolution C". */
    List<String> alerts(String now) {
        List<String> lines = new ArrayList<>();
        for (Alert alert : lookAt(now).alerts()) {
            lines.add(alert.kind().word() + " since " + alert.since() + ", raised " + alert.raisedAt() + ", "
                    + (alert.resolution() == null ? "open" : alert.resolution().word() + " " + alert.resolvedAt()));
        }
        return lines;
    }

    private Map<String, PipelineDefinition> pipelines() {
        return Map.of(
                "sales",
                new PipelineDefinition(
                        "sales",
                        "Sales",
                        List.of(
                                stage("lead", StageKind.OPEN),
                                stage("offer", StageKind.OPEN),
                                stage("won", StageKind.WON),
                                stage("lost", StageKind.LOST))),
                "renewals",
                new PipelineDefinition(
                        "renewals", "Renewals", List.of(stage("first", StageKind.OPEN), stage("done", StageKind.WON))));
    }

    private Stage stage(String id, StageKind kind) {
        return new Stage(id, id, kind, 0.5, idleAfterDays.get(id), stallAfterDays.get(id));
    }
}
