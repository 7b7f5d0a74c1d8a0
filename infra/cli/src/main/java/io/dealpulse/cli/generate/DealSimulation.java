package io.dealpulse.cli.generate;

import io.dealpulse.cli.generate.Company.Rep;
import io.dealpulse.cli.generate.Company.Segment;
import io.dealpulse.cli.generate.Company.Source;
import io.dealpulse.cli.generate.Funnel.OpenStage;
import io.dealpulse.events.v1.ActivityDirection;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The life of one deal, told event by event in the order in which the CRM learns of them.
 *
 * <p>Only the present stage visit is planned ahead, so a deal takes little memory however long it lives.
 */
final class DealSimulation {

    private static final double IS_RENEWAL = 0.2;
    private static final double STARTS_LATER = 0.15;
    private static final double HAS_LEAD = 0.5;
    private static final double HAS_AMOUNT_AS_LEAD = 0.5;
    private static final double STALLS = 0.07;
    private static final double WINS_EARLY = 0.02;
    private static final double SKIPS = 0.07;
    private static final double REGRESSES = 0.04;
    private static final double CHANGES_AMOUNT = 0.12;
    private static final double IS_PUSHED = 0.18;
    private static final double CHANGES_OWNER = 0.03;
    private static final double IS_DELETED = 0.005;
    private static final double IS_RESTORED = 0.4;
    private static final double HAS_PROBABILITY = 0.06;
    private static final double IS_PLANNED_FIRST = 0.3;
    private static final double IS_CANCELLED = 0.15;
    private static final double IS_FOLLOWED_UP = 0.25;

    /** Something that will happen to the deal: at most once, unless the deal is deleted before. */
    private record Moment(Instant at, int order, Function<Instant, SpecificRecord> happening)
            implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    private final Company company;
    private final double reopened;
    private final Dice dice;
    private final String number;
    private final String dealId;
    private final boolean renewal;
    private final Funnel funnel;
    private final Segment segment;
    private final Source source;
    private final String currency;
    private final String territory;
    private final PriorityQueue<Moment> agenda = new PriorityQueue<>();

    private Rep owner;
    private int stage;
    private @Nullable BigDecimal amount;
    private LocalDate expectedCloseOn;
    private boolean lost;
    private int moments;
    private int changes;
    private int activities;

    /**
     * @param scenario gives the seed and the share of re-opened deals
     * @param company whose deal it is
     * @param index of the deal, from 0; decides all its chances
     * @param arrival when it begins
     */
    DealSimulation(Scenario scenario, Company company, long index, Instant arrival) {
        this.company = company;
        reopened = scenario.shares().reopened();
        dice = new Dice(scenario.seed(), index + 1);
        number = "%d-%06d".formatted(scenario.seed(), index + 1);
        dealId = "deal-" + number;
        renewal = dice.chance(IS_RENEWAL);
        funnel = renewal ? Funnel.RENEWAL : Funnel.NEW_BUSINESS;
        segment = Company.segment(dice);
        source = Company.source(dice);
        owner = dice.pick(company.reps());
        currency = owner.territory().currency();
        territory = owner.territory().id();
        stage = dice.chance(STARTS_LATER) ? 1 : 0;
        expectedCloseOn = OfficeHours.date(arrival);
        plan(arrival, dice.chance(HAS_LEAD) ? this::touchLead : this::create);
    }

    /** Whether nothing more will happen. */
    boolean isOver() {
        return agenda.isEmpty();
    }

    /** When {@link #next} happens. Not for a deal that {@link #isOver}. */
    Instant nextAt() {
        return agenda.element().at();
    }

    /** What happens next: a change of the deal or an activity, recorded at once. */
    SpecificRecord next() {
        Moment moment = agenda.remove();
        return moment.happening().apply(moment.at());
    }

    /** The deal's own dice, which also decide how its events travel. */
    Dice dice() {
        return dice;
    }

    private void plan(Instant at, Function<Instant, SpecificRecord> happening) {
        agenda.add(new Moment(at, moments++, happening));
    }

    private void planWithin(Instant from, Instant until, Function<Instant, SpecificRecord> happening) {
        Instant wished = from.plus(
                dice.between(Duration.ZERO, Duration.between(from, until).plusMillis(1)));
        Instant at = OfficeHours.after(from, wished, dice);
        if (at.isBefore(until)) {
            plan(at, happening);
        }
    }

    // ---- The deal ----

    private SpecificRecord touchLead(Instant at) {
        plan(
                OfficeHours.after(at, at.plus(dice.mostlyShort(Duration.ofDays(3), Duration.ofDays(20))), dice),
                this::create);
        return activity(at, nextActivityId(), activityType(), ActivityState.DONE)
                .setDealId(null)
                .setLeadId(leadId())
                .build();
    }

    private SpecificRecord create(Instant at) {
        expectedCloseOn = OfficeHours.date(at).plusDays(usualDaysLeft());
        DealChanged.Builder created = change(at)
                .setStageId(here().id())
                .setOwnerId(owner.id())
                .setAccountId("account-" + number)
                .setExpectedCloseOn(expectedCloseOn)
                .setLeadId(leadId())
                .setAttributes(Map.of(
                        "segment",
                        segment.id,
                        "source",
                        source.id,
                        "territory",
                        territory,
                        "product",
                        dice.pick(Company.PRODUCTS)));
        if (stage > 0 || renewal || dice.chance(HAS_AMOUNT_AS_LEAD)) {
            estimate(created);
        }
        planVisit(at);
        return created.build();
    }

    private SpecificRecord enter(Instant at, int next) {
        boolean advances = next > stage;
        stage = next;
        DealChanged.Builder entered = change(at).setStageId(here().id());
        if (amount == null) {
            estimate(entered);
        } else if (advances && dice.chance(CHANGES_AMOUNT)) {
            reprice(entered, dice.between(0.85, 1.15));
        }
        if (stage == funnel.last() && dice.chance(HAS_PROBABILITY)) {
            entered.setProbability(dice.between(30, 95) / 100.0);
        }
        planVisit(at);
        return entered.build();
    }

    private SpecificRecord win(Instant at) {
        DealChanged.Builder won = change(at).setStageId(Funnel.WON);
        if (amount == null) {
            estimate(won);
        }
        reprice(won, dice.between(0.88, 1.04));
        lost = false;
        planAfterClosing(at);
        return won.build();
    }

    private SpecificRecord lose(Instant at) {
        String reason = dice.pick(Company.LOSS_REASONS);
        DealChanged.Builder closed = change(at).setStageId(Funnel.LOST).setLossReason(reason);
        if (reason.equals("competitor")) {
            closed.setCompetitor(dice.pick(Company.COMPETITORS));
        }
        lost = true;
        planAfterClosing(at);
        return closed.build();
    }

    private SpecificRecord reopen(Instant at) {
        stage = Math.max(0, funnel.last() - dice.between(0, 1));
        DealChanged.Builder reopening = change(at).setStageId(here().id());
        if (lost) {
            reopening.setCleared(List.of("loss_reason", "competitor"));
        }
        planVisit(at);
        return reopening.build();
    }

    private SpecificRecord delete(Instant at) {
        agenda.clear();
        if (dice.chance(IS_RESTORED)) {
            Instant restoration = at.plus(dice.between(Duration.ofHours(1), Duration.ofDays(10)));
            plan(OfficeHours.after(at, restoration, dice), this::restore);
        }
        return change(at).setDeleted(true).build();
    }

    private SpecificRecord restore(Instant at) {
        planVisit(at);
        return change(at).build();
    }

    private SpecificRecord changeAmount(Instant at) {
        DealChanged.Builder changed = change(at);
        if (amount == null) {
            estimate(changed);
        } else {
            reprice(changed, dice.between(0.7, 1.4));
        }
        return changed.build();
    }

    private SpecificRecord push(Instant at) {
        expectedCloseOn = expectedCloseOn.plusDays(dice.between(14, 45));
        return change(at).setExpectedCloseOn(expectedCloseOn).build();
    }

    private SpecificRecord changeOwner(Instant at) {
        owner = dice.pick(company.reps());
        return change(at).setOwnerId(owner.id()).build();
    }

    private DealChanged.Builder change(Instant at) {
        changes++;
        return DealChanged.newBuilder()
                .setEventId(dealId + "-" + changes)
                .setDealId(dealId)
                .setOccurredAt(at)
                .setRecordedAt(at)
                .setRevision((long) changes)
                .setPipelineId(funnel.pipelineId());
    }

    private void estimate(DealChanged.Builder change) {
        double size = renewal ? 0.8 : 1;
        double euros = dice.around(segment.medianAmount * size, segment.spread);
        amount = rounded(euros * ExchangeRates.usual(currency));
        change.setAmount(amount).setCurrency(currency);
    }

    private void reprice(DealChanged.Builder change, double factor) {
        if (amount != null) {
            amount = rounded(amount.doubleValue() * factor);
            change.setAmount(amount).setCurrency(currency);
        }
    }

    private static BigDecimal rounded(double value) {
        long step = value < 10_000 ? 10 : 100;
        return BigDecimal.valueOf(Math.max(1, Math.round(value / step)) * step).setScale(2);
    }

    private OpenStage here() {
        return funnel.stages().get(stage);
    }

    private String leadId() {
        return "lead-" + number;
    }

    private long usualDaysLeft() {
        double days = 0;
        for (OpenStage ahead : funnel.stages().subList(stage, funnel.stages().size())) {
            days += ahead.medianDays();
        }
        return Math.round(days * segment.length * 1.2);
    }

    // ---- What lies ahead ----

    private void planVisit(Instant entered) {
        boolean stalls = dice.chance(STALLS);
        double usualDays = here().medianDays() * segment.length / owner.haste();
        double days = dice.around(usualDays, 0.6) * (stalls ? 4 : 1);
        Instant exit = planExit(
                entered, entered.plusMillis(Math.round(days * Duration.ofDays(1).toMillis())));
        Instant quiet = stalls ? entered.plus(Duration.between(entered, exit).dividedBy(5)) : exit;
        planActivities(entered, quiet);
        if (dice.chance(CHANGES_AMOUNT)) {
            planWithin(entered, quiet, this::changeAmount);
        }
        if (dice.chance(stalls ? 2 * IS_PUSHED : IS_PUSHED)) {
            planWithin(entered, exit, this::push);
        }
        if (dice.chance(CHANGES_OWNER)) {
            planWithin(entered, exit, this::changeOwner);
        }
        if (dice.chance(IS_DELETED)) {
            planWithin(entered, exit, this::delete);
        }
    }

    private Instant planExit(Instant entered, Instant wished) {
        if (dice.chance(chanceOfLoss())) {
            Instant exit = OfficeHours.after(entered, wished, dice);
            plan(exit, this::lose);
            return exit;
        }
        if (stage == funnel.last() || dice.chance(WINS_EARLY)) {
            Instant exit = OfficeHours.after(entered, OfficeHours.closing(wished, dice), dice);
            plan(exit, this::win);
            return exit;
        }
        int next = stage > 0 && dice.chance(REGRESSES)
                ? stage - 1
                : Math.min(funnel.last(), stage + (dice.chance(SKIPS) ? 2 : 1));
        Instant exit = OfficeHours.after(entered, wished, dice);
        plan(exit, at -> enter(at, next));
        return exit;
    }

    private double chanceOfLoss() {
        double usual = here().loss();
        double odds = usual / (1 - usual) / (owner.skill() * source.odds * segment.odds);
        return odds / (1 + odds);
    }

    private void planAfterClosing(Instant closed) {
        agenda.clear();
        if (dice.chance(IS_FOLLOWED_UP)) {
            planWithin(closed, closed.plus(Duration.ofDays(14)), this::act);
        }
        if (dice.chance(reopened)) {
            Instant reopening = closed.plus(dice.between(Duration.ofDays(3), Duration.ofDays(40)));
            plan(OfficeHours.after(closed, reopening, dice), this::reopen);
        }
    }

    // ---- Activities ----

    private void planActivities(Instant from, Instant until) {
        long days = Duration.between(from, until).toDays();
        int count = dice.between(1, 2 + (int) Math.min(6, days / 6));
        for (int i = 0; i < count; i++) {
            planWithin(from, until, dice.chance(IS_PLANNED_FIRST) ? this::planActivity : this::act);
        }
    }

    private SpecificRecord act(Instant at) {
        return activity(at, nextActivityId(), activityType(), ActivityState.DONE)
                .build();
    }

    private SpecificRecord planActivity(Instant at) {
        String id = nextActivityId();
        ActivityType type = activityType();
        Instant due = OfficeHours.after(at, at.plus(dice.between(Duration.ofHours(2), Duration.ofDays(9))), dice);
        ActivityState outcome = dice.chance(IS_CANCELLED) ? ActivityState.CANCELLED : ActivityState.DONE;
        plan(due, then -> activity(then, id, type, outcome).build());
        return activity(due, id, type, ActivityState.PLANNED).setRecordedAt(at).build();
    }

    private String nextActivityId() {
        activities++;
        return "activity-" + number + "-" + activities;
    }

    private ActivityType activityType() {
        int percent = dice.between(0, 99);
        if (percent < 38) {
            return ActivityType.CALL;
        }
        if (percent < 72) {
            return ActivityType.EMAIL;
        }
        if (percent < 88) {
            return ActivityType.MEETING;
        }
        return percent < 94 ? ActivityType.DEMO : ActivityType.NOTE;
    }

    private ActivityLogged.Builder activity(Instant at, String id, ActivityType type, ActivityState state) {
        ActivityLogged.Builder activity = ActivityLogged.newBuilder()
                .setActivityId(id)
                .setDealId(dealId)
                .setRepId(owner.id())
                .setType(type)
                .setState(state)
                .setOccurredAt(at)
                .setRecordedAt(at);
        if (type == ActivityType.CALL || type == ActivityType.EMAIL) {
            activity.setDirection(dice.chance(0.7) ? ActivityDirection.OUTBOUND : ActivityDirection.INBOUND);
        }
        if (state == ActivityState.DONE) {
            activity.setDurationSeconds(durationSeconds(type));
        }
        return activity;
    }

    private @Nullable Long durationSeconds(ActivityType type) {
        return switch (type) {
            case CALL -> Math.round(dice.around(420, 0.8));
            case MEETING, DEMO -> 900L * dice.between(2, 6);
            default -> null;
        };
    }
}
