package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.Moment;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.LearnedThreshold;
import io.dealpulse.core.stall.StallRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Tries the rules for stalled deals on the past, under several thresholds at once: which alerts {@link StallRules} would have
 * raised, and how the deals ended. What {@link RuleResult} says is what it counts.
 *
 * <p>The deals are read as they are known today: an event that came late stands where it belongs, as if it had been known in
 * time. But nothing is taken from after its time to decide on an alert: a threshold that is learnt counts the deals won by
 * then, of those that are won today.
 */
public final class Backtest {

    /** A stage of a pipeline. */
    private record Place(String pipelineId, String stageId) {}

    private final StallRules rules;
    private final Period period;
    private final BiFunction<String, String, LearnedThreshold> learned;
    private final ReportingCalendar calendar;

    /** In the rules' order. */
    private final List<Tally> tallies = new ArrayList<>();

    private final Map<Threshold, List<Tally>> byThreshold = new LinkedHashMap<>();

    /**
     * Without deals so far.
     *
     * @param tested what is to be tested
     * @param learned what is learnt of a stage, by pipeline and stage, from all deals
     */
    public Backtest(
            List<TestedRule> tested,
            Period period,
            BiFunction<String, String, LearnedThreshold> learned,
            ReportingCalendar calendar) {
        this.rules = new StallRules(calendar);
        this.period = period;
        this.learned = learned;
        this.calendar = calendar;
        for (TestedRule rule : tested) {
            Tally tally = new Tally(rule, period);
            tallies.add(tally);
            byThreshold
                    .computeIfAbsent(rule.threshold(), any -> new ArrayList<>())
                    .add(tally);
        }
    }

    /** Tries the rules on one more deal. */
    public void add(DealHistory history) {
        Set<Place> open = openInPeriod(history);
        if (open.isEmpty()) {
            return;
        }
        Standing standing = Standing.before(period.end(), history);
        byThreshold.forEach((threshold, ofThreshold) -> {
            List<Tally> concerned = ofThreshold.stream()
                    .filter(tally -> concerns(tally.rule(), open))
                    .toList();
            if (!concerned.isEmpty()) {
                List<Alert> alerts = alerts(history, threshold);
                concerned.forEach(tally -> tally.add(alerts, standing));
            }
        });
    }

    /** What was found so far, in the order of the rules. */
    public List<RuleResult> results() {
        return tallies.stream().map(Tally::result).toList();
    }

    /** Where the deal was open at some time of the period. */
    private Set<Place> openInPeriod(DealHistory history) {
        Set<Place> open = new HashSet<>();
        List<Moment> moments = history.moments();
        for (int event = 0; event < moments.size(); event++) {
            StageVisit visit = history.openVisitAfter(event).orElse(null);
            if (visit == null) {
                continue;
            }
            Instant from = moments.get(event).at();
            Instant to = event + 1 < moments.size() ? moments.get(event + 1).at() : Instant.MAX;
            if (from.isBefore(to) && from.isBefore(period.end()) && to.isAfter(period.start())) {
                open.add(new Place(visit.pipelineId(), visit.stage().stageId()));
            }
        }
        return open;
    }

    private static boolean concerns(TestedRule rule, Set<Place> open) {
        String stageId = rule.stageId();
        return stageId == null
                ? open.stream().anyMatch(place -> place.pipelineId().equals(rule.pipelineId()))
                : open.contains(new Place(rule.pipelineId(), stageId));
    }

    /**
     * All alerts up to the period's end. The threshold may be in all stages and kinds at once, because what a rule says in a
     * stage depends on no other stage's threshold, nor on another kind's.
     */
    private List<Alert> alerts(DealHistory history, Threshold threshold) {
        return Examination.of(
                        rules.causes(under(threshold, history)),
                        learned,
                        calendar,
                        period.end().minusNanos(1))
                .alerts();
    }

    private static DealHistory under(Threshold threshold, DealHistory history) {
        if (threshold.equals(Threshold.AS_DEFINED)) {
            return history;
        }
        List<StageVisit> visits = history.visits().stream()
                .map(visit -> new StageVisit(
                        visit.number(),
                        visit.pipelineId(),
                        threshold.in(visit.stage()),
                        visit.position(),
                        visit.firstEvent(),
                        visit.enteredAt(),
                        visit.exitedAt(),
                        visit.movement(),
                        visit.nextStageId(),
                        visit.onEntry(),
                        visit.lastKnown()))
                .toList();
        return new DealHistory(
                history.dealId(),
                history.createdAt(),
                history.pipeline(),
                history.moments(),
                visits,
                history.activities());
    }
}
