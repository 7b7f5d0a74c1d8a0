package io.dealpulse.core.stall;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.deal.Moment;
import io.dealpulse.core.deal.Movement;
import io.dealpulse.core.deal.StageVisit;
import io.dealpulse.core.stall.Cause.At;
import io.dealpulse.core.stall.Cause.Due;
import io.dealpulse.core.stall.Cause.Learned;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a deal counts as stalled. Each is a pure function of the deal's history: what it says depends on all that
 * is known of the deal, never on the order in which that came. None speaks of a deal that is closed or deleted, for as long as
 * it is.
 */
public final class StallRules {

    /** From so many pushes on a deal is {@link AlertKind#PUSHED}. */
    public static final int PUSHES = 3;

    private final ReportingCalendar calendar;

    /** By the days of a company's calendar. */
    public StallRules(ReportingCalendar calendar) {
        this.calendar = calendar;
    }

    /** All causes for alerts that there ever were or may yet be, if nothing changes; none of a deal that waits. Null: no deal. */
    public List<Cause> causes(@Nullable DealReading reading) {
        List<Cause> causes = new ArrayList<>();
        if (reading instanceof DealHistory history) {
            idle(history, causes);
            stageOverdue(history, causes);
            closeDatePassed(history, causes);
            pushed(history, causes);
        }
        return causes;
    }

    /**
     * IDLE: no event and no activity done for more days than the stage allows. Between two such touches nothing changes but
     * what is planned: as long as something is planned for later, the deal is not idle.
     */
    private void idle(DealHistory history, List<Cause> causes) {
        List<Instant> activities = doneAt(history);
        List<Plan> plans = plans(history);
        List<Moment> moments = history.moments();
        int activity = 0;
        for (int event = 0; event < moments.size(); event++) {
            if (history.openVisitAfter(event).isEmpty()) {
                continue;
            }
            Instant from = moments.get(event).at();
            Instant nextEvent =
                    event + 1 < moments.size() ? moments.get(event + 1).at() : null;
            while (activity < activities.size() && activities.get(activity).isBefore(from)) {
                activity++;
            }
            Resolution nextChange = nextEvent == null ? null : change(history, event, event + 1);
            while (activity < activities.size()
                    && (nextEvent == null || activities.get(activity).isBefore(nextEvent))) {
                idle(history, event, from, activities.get(activity), Resolution.ACTIVITY_DONE, plans, causes);
                from = activities.get(activity);
                activity++;
            }
            idle(history, event, from, nextEvent, nextChange, plans, causes);
        }
    }

    private void idle(
            DealHistory history,
            int event,
            Instant from,
            @Nullable Instant to,
            @Nullable Resolution resolution,
            List<Plan> plans,
            List<Cause> causes) {
        Integer days = history.openVisitAfter(event).orElseThrow().stage().idleAfterDays();
        if (days == null) {
            return;
        }
        Instant since = from;
        Instant idle = calendar.plusDays(from, days);
        for (Plan plan : plans) {
            Instant planned = plan.startsIn(from, to).orElse(null);
            if (planned == null || !plan.until().isAfter(idle)) {
                continue;
            }
            if (planned.isAfter(idle)) {
                add(
                        AlertKind.IDLE,
                        since,
                        new At(idle),
                        planned,
                        Resolution.ACTIVITY_PLANNED,
                        history,
                        event,
                        event,
                        causes);
                since = plan.until();
            }
            idle = plan.until();
        }
        add(AlertKind.IDLE, since, new At(idle), to, resolution, history, event, event, causes);
    }

    /** STAGE_OVERDUE: in its stage for more days than the stage allows or, where it names none, than is learnt. */
    private void stageOverdue(DealHistory history, List<Cause> causes) {
        List<Moment> moments = history.moments();
        int since = -1;
        for (int event = 0; event < moments.size(); event++) {
            StageVisit visit = history.openVisitAfter(event).orElse(null);
            if (visit == null) {
                continue;
            }
            since = since < 0 ? event : since;
            int next = event + 1;
            if (next < moments.size() && goesOn(history, event, next)) {
                continue;
            }
            Instant from = moments.get(since).at();
            Integer days = visit.stage().stallAfterDays();
            Due due = days == null
                    ? new Learned(visit.enteredAt())
                    : new At(later(from, calendar.plusDays(visit.enteredAt(), days)));
            addUntil(next, AlertKind.STAGE_OVERDUE, from, due, history, event, causes);
            since = -1;
        }
    }

    /** CLOSE_DATE_PASSED: the day is over on which it was expected to close. */
    private void closeDatePassed(DealHistory history, List<Cause> causes) {
        List<Moment> moments = history.moments();
        Instant due = null;
        int dueAfter = 0;
        for (int event = 0; event < moments.size(); event++) {
            LocalDate expected = history.openVisitAfter(event).isPresent()
                    ? moments.get(event).fields().expectedCloseOn()
                    : null;
            if (expected == null) {
                continue;
            }
            Instant at = moments.get(event).at();
            due = due == null ? later(at, calendar.startOf(expected.plusDays(1))) : due;
            // The stage that counts is the one it is in when the day is over.
            dueAfter = at.isAfter(due) ? dueAfter : event;
            int next = event + 1;
            boolean last = next == moments.size();
            Resolution resolution = last ? null : closeDateChange(history, event, next);
            if (!last && resolution == null) {
                continue;
            }
            add(
                    AlertKind.CLOSE_DATE_PASSED,
                    due,
                    new At(due),
                    last ? null : moments.get(next).at(),
                    resolution,
                    history,
                    dueAfter,
                    event,
                    causes);
            due = null;
        }
    }

    /**
     * PUSHED: its expected close date was moved to a later month once more after it had been before, counted since it was
     * last opened. It is again with each further push in another stage.
     */
    private void pushed(DealHistory history, List<Cause> causes) {
        List<Moment> moments = history.moments();
        LocalDate expected = null;
        int pushes = 0;
        int since = -1;
        for (int event = 0; event < moments.size(); event++) {
            LocalDate said = moments.get(event).fields().expectedCloseOn();
            boolean isPush =
                    said != null && expected != null && YearMonth.from(said).isAfter(YearMonth.from(expected));
            expected = said == null ? expected : said;
            StageVisit visit = history.visitAfter(event).orElse(null);
            if (visit != null && visit.stage().kind().isClosing()) {
                pushes = 0;
            } else if (isPush) {
                pushes++;
            }
            if (history.openVisitAfter(event).isEmpty()) {
                continue;
            }
            since = since < 0 && isPush && pushes >= PUSHES ? event : since;
            int next = event + 1;
            if (since < 0 || (next < moments.size() && goesOn(history, event, next))) {
                continue;
            }
            Instant from = moments.get(since).at();
            addUntil(next, AlertKind.PUSHED, from, new At(from), history, event, causes);
            since = -1;
        }
    }

    /** What ends, with the next event, the wait for a deal's expected close date; null: it goes on. */
    private static @Nullable Resolution closeDateChange(DealHistory history, int event, int next) {
        if (history.openVisitAfter(next).isEmpty()) {
            return change(history, event, next);
        }
        LocalDate expected = history.moments().get(event).fields().expectedCloseOn();
        return Objects.equals(expected, history.moments().get(next).fields().expectedCloseOn())
                ? null
                : Resolution.CLOSE_DATE_CHANGED;
    }

    /** Whether a deal that was open after one event is in the same visit and not deleted after the next. */
    private static boolean goesOn(DealHistory history, int event, int next) {
        return change(history, event, next) == Resolution.DEAL_UPDATED;
    }

    /** What happens to a deal, open after one event, with the next. */
    private static Resolution change(DealHistory history, int event, int next) {
        Moment before = history.moments().get(event);
        Moment after = history.moments().get(next);
        if (after.fields().deleted()) {
            return Resolution.DELETED;
        }
        if (after.visitNumber() == before.visitNumber()) {
            return Resolution.DEAL_UPDATED;
        }
        Movement movement = history.visitAfter(event).orElseThrow().movement();
        return switch (movement) {
            case WON -> Resolution.WON;
            case LOST -> Resolution.LOST;
            case MOVED -> Resolution.MOVED;
            case ADVANCED, REGRESSED -> Resolution.STAGE_CHANGED;
            case REOPENED, CURRENT ->
                throw new IllegalStateException("Deal " + history.dealId() + " leaves an open stage: " + movement);
        };
    }

    /** Adds a cause that lasts until an event, if there is one. */
    private static void addUntil(
            int next, AlertKind kind, Instant since, Due due, DealHistory history, int lastEvent, List<Cause> causes) {
        boolean ends = next < history.moments().size();
        add(
                kind,
                since,
                due,
                ends ? history.moments().get(next).at() : null,
                ends ? change(history, lastEvent, next) : null,
                history,
                lastEvent,
                lastEvent,
                causes);
    }

    /**
     * Adds a cause, unless it ends before it is due or, where that is to be learnt, as soon as it starts.
     *
     * @param dueAfter the last event before it is due
     * @param lastEvent the last event while it lasts
     */
    private static void add(
            AlertKind kind,
            Instant since,
            Due due,
            @Nullable Instant endsAt,
            @Nullable Resolution resolution,
            DealHistory history,
            int dueAfter,
            int lastEvent,
            List<Cause> causes) {
        StageVisit visit = history.visitAfter(dueAfter).orElseThrow();
        DealFields fields = history.moments().get(lastEvent).fields();
        Cause cause = new Cause(
                kind,
                since,
                due,
                endsAt,
                resolution,
                visit.pipelineId(),
                visit.stage().stageId(),
                fields.ownerId() == null ? "" : fields.ownerId(),
                fields.amountCents(),
                fields.countingCurrency());
        if (!cause.isOverAt(due instanceof At at ? at.instant() : since)) {
            causes.add(cause);
        }
    }

    private static List<Instant> doneAt(DealHistory history) {
        return history.activities().byId().values().stream()
                .filter(activity -> activity.state() == Activity.State.DONE)
                .map(Activity::occurredAt)
                .sorted()
                .toList();
    }

    private static List<Plan> plans(DealHistory history) {
        return history.activities().byId().values().stream()
                .filter(activity -> activity.state() == Activity.State.PLANNED)
                .map(activity -> new Plan(activity.recordedAt(), activity.occurredAt()))
                .sorted(Comparator.comparing(Plan::since, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                        .thenComparing(Plan::until))
                .toList();
    }

    /**
     * An activity that is planned, and neither done nor cancelled so far.
     *
     * @param since when the CRM wrote that down; null if it does not say
     * @param until for when it is planned
     */
    private record Plan(@Nullable Instant since, Instant until) {

        /**
         * From when on it is known between two touches of the deal; empty if it is not. One of which nothing says when it was
         * planned counts as planned right after the last touch before it. One that was written down when its time was over
         * never was a plan.
         */
        Optional<Instant> startsIn(Instant from, @Nullable Instant to) {
            if (!until.isAfter(from) || (since != null && !until.isAfter(since))) {
                return Optional.empty();
            }
            if (since == null) {
                return to == null || !until.isAfter(to) ? Optional.of(from) : Optional.empty();
            }
            return to == null || since.isBefore(to) ? Optional.of(later(since, from)) : Optional.empty();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
