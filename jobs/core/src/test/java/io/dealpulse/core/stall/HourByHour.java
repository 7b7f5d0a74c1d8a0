package io.dealpulse.core.stall;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealFields;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one deal in the plainest way: it lives through the deal's time hour by hour, and at each hour asks of each
 * kind whether the deal is stalled now. It knows nothing of visits, gaps, causes or when anything will be due, so that the
 * rules can be held against it. All must happen at full hours.
 */
final class HourByHour {

    private final Map<String, PipelineDefinition> definitions;
    private final BiFunction<String, String, LearnedThreshold> thresholds;
    private final ZoneId zone;
    private final List<Activity> activities;
    private final NavigableSet<Instant> touches = new TreeSet<>();
    private final EnumMap<AlertKind, Alert> raised = new EnumMap<>(AlertKind.class);
    private final List<Alert> resolved = new ArrayList<>();

    private DealFields fields = DealFields.NOTHING;
    private @Nullable Stage stage;
    private Instant enteredAt = Instant.MIN;
    private Instant openInStageSince = Instant.MIN;
    private Instant touchedAt = Instant.MIN;
    private Instant idleSince = Instant.MIN;
    private @Nullable LocalDate lastKnownDate;
    private int pushes;
    private boolean pushedOnceMore;

    private HourByHour(
            DealLog log,
            Map<String, PipelineDefinition> definitions,
            BiFunction<String, String, LearnedThreshold> thresholds,
            ZoneId zone) {
        this.definitions = definitions;
        this.thresholds = thresholds;
        this.zone = zone;
        this.activities = List.copyOf(log.activities().byId().values());
        log.timeline().events().forEach(event -> touches.add(event.occurredAt()));
        activities.stream()
                .filter(activity -> activity.state() == Activity.State.DONE)
                .forEach(activity -> touches.add(activity.occurredAt()));
    }

    /** All alerts of a deal that does not wait, from the first hour to the last, in no order. */
    static List<Alert> alerts(
            DealLog log,
            Map<String, PipelineDefinition> definitions,
            BiFunction<String, String, LearnedThreshold> thresholds,
            ZoneId zone,
            Instant first,
            Instant last) {
        HourByHour deal = new HourByHour(log, definitions, thresholds, zone);
        List<DealEvent> events = log.timeline().events();
        int next = 0;
        for (Instant hour = first; !hour.isAfter(last); hour = hour.plus(Duration.ofHours(1))) {
            while (next < events.size() && events.get(next).occurredAt().equals(hour)) {
                deal.happens(events.get(next++), hour);
            }
            deal.isLookedAfter(hour);
            deal.isLookedAt(hour);
        }
        List<Alert> alerts = new ArrayList<>(deal.resolved);
        deal.raised.values().forEach(alert -> alerts.add(deal.withValues(alert, deal.fields, null, null)));
        return alerts;
    }

    private boolean isOpen() {
        return stage != null && stage.kind() == StageKind.OPEN && !fields.deleted();
    }

    private void happens(DealEvent event, Instant now) {
        DealFields before = fields;
        boolean wasOpen = isOpen();
        fields = fields.after(event);
        String pipelineId = fields.pipelineId();
        String stageId = fields.stageId();
        if (pipelineId == null || stageId == null) {
            notePush();
            return;
        }
        boolean moved = !pipelineId.equals(before.pipelineId());
        boolean entered = stage == null || moved || !stageId.equals(before.stageId());
        stage = Objects.requireNonNull(definitions.get(pipelineId))
                .find(stageId)
                .orElseThrow();
        if (wasOpen) {
            Resolution what = Resolution.DEAL_UPDATED;
            if (fields.deleted()) {
                what = Resolution.DELETED;
            } else if (entered && moved) {
                what = Resolution.MOVED;
            } else if (entered) {
                what = switch (stage.kind()) {
                    case OPEN -> Resolution.STAGE_CHANGED;
                    case WON -> Resolution.WON;
                    case LOST -> Resolution.LOST;
                };
            }
            end(AlertKind.IDLE, now, what, before);
            if (what != Resolution.DEAL_UPDATED) {
                end(AlertKind.STAGE_OVERDUE, now, what, before);
                end(AlertKind.PUSHED, now, what, before);
                pushedOnceMore = false;
            }
            if (!isOpen()) {
                end(AlertKind.CLOSE_DATE_PASSED, now, what, before);
            } else if (!Objects.equals(fields.expectedCloseOn(), before.expectedCloseOn())) {
                end(AlertKind.CLOSE_DATE_PASSED, now, Resolution.CLOSE_DATE_CHANGED, before);
            }
        }
        enteredAt = entered ? now : enteredAt;
        openInStageSince = entered || !wasOpen ? now : openInStageSince;
        touchedAt = now;
        idleSince = now;
        boolean isPush = notePush();
        if (stage.kind().isClosing()) {
            pushes = 0;
        }
        pushedOnceMore |= isOpen() && isPush && pushes >= 3 && !raised.containsKey(AlertKind.PUSHED);
    }

    private boolean notePush() {
        LocalDate date = fields.expectedCloseOn();
        LocalDate last = lastKnownDate;
        if (date == null) {
            return false;
        }
        lastKnownDate = date;
        boolean isPush = last != null && date.withDayOfMonth(1).isAfter(last.withDayOfMonth(1));
        pushes += isPush ? 1 : 0;
        return isPush;
    }

    private void isLookedAfter(Instant now) {
        for (Activity activity : activities) {
            if (activity.state() == Activity.State.DONE && activity.occurredAt().equals(now)) {
                end(AlertKind.IDLE, now, Resolution.ACTIVITY_DONE, fields);
                touchedAt = now;
                idleSince = now;
            }
        }
        if (raised.containsKey(AlertKind.IDLE)) {
            Instant until = plannedUntil(now).stream().findFirst().orElse(null);
            if (until != null) {
                end(AlertKind.IDLE, now, Resolution.ACTIVITY_PLANNED, fields);
                idleSince = until;
            }
        }
    }

    private void isLookedAt(Instant now) {
        Stage in = stage;
        if (in == null || !isOpen()) {
            return;
        }
        Integer idleAfter = in.idleAfterDays();
        if (idleAfter != null
                && !now.isBefore(days(touchedAt, idleAfter))
                && plannedUntil(now).isEmpty()) {
            raise(AlertKind.IDLE, idleSince, now);
        }
        Integer stallAfter = in.stallAfterDays();
        if (stallAfter != null ? !now.isBefore(days(enteredAt, stallAfter)) : hasLastedForLongerThanLearnt(in, now)) {
            raise(AlertKind.STAGE_OVERDUE, openInStageSince, now);
        }
        LocalDate expected = fields.expectedCloseOn();
        if (expected != null && expected.isBefore(LocalDate.ofInstant(now, zone))) {
            raise(AlertKind.CLOSE_DATE_PASSED, now, now);
        }
        if (pushedOnceMore) {
            raise(AlertKind.PUSHED, now, now);
            pushedOnceMore = false;
        }
    }

    private boolean hasLastedForLongerThanLearnt(Stage in, Instant now) {
        Long seconds = null;
        for (LearnedThreshold.Step step : thresholds
                .apply(Objects.requireNonNull(fields.pipelineId()), in.stageId())
                .steps()) {
            if (!step.from().isAfter(LocalDate.ofInstant(now, zone))) {
                seconds = step.seconds();
            }
        }
        return seconds != null && Duration.between(enteredAt, now).toSeconds() >= seconds;
    }

    /** The times, in order, for which something is planned by what is known at that hour. */
    private NavigableSet<Instant> plannedUntil(Instant now) {
        NavigableSet<Instant> times = new TreeSet<>(Comparator.naturalOrder());
        for (Activity activity : activities) {
            Instant time = activity.occurredAt();
            Instant recordedAt = activity.recordedAt();
            Instant nextTouch = touches.higher(now);
            boolean known =
                    recordedAt != null ? !recordedAt.isAfter(now) : nextTouch == null || !time.isAfter(nextTouch);
            if (activity.state() == Activity.State.PLANNED && known && now.isBefore(time)) {
                times.add(time);
            }
        }
        return times;
    }

    private Instant days(Instant from, int days) {
        ZonedDateTime local = from.atZone(zone);
        return ZonedDateTime.ofLocal(local.toLocalDateTime().plusDays(days), zone, local.getOffset())
                .toInstant();
    }

    private void raise(AlertKind kind, Instant since, Instant now) {
        raised.putIfAbsent(
                kind,
                new Alert(
                        kind,
                        since,
                        now,
                        null,
                        null,
                        Objects.requireNonNull(fields.pipelineId()),
                        Objects.requireNonNull(fields.stageId()),
                        "",
                        null,
                        ""));
    }

    private void end(AlertKind kind, Instant now, Resolution resolution, DealFields lastKnown) {
        Alert alert = raised.remove(kind);
        if (alert != null) {
            resolved.add(withValues(alert, lastKnown, now, resolution));
        }
    }

    private Alert withValues(
            Alert alert, DealFields known, @Nullable Instant resolvedAt, @Nullable Resolution resolution) {
        String owner = known.ownerId();
        String currency = known.currency();
        return new Alert(
                alert.kind(),
                alert.since(),
                alert.raisedAt(),
                resolvedAt,
                resolution,
                alert.pipelineId(),
                alert.stageId(),
                owner == null ? "" : owner,
                known.amountCents(),
                known.amountCents() == null || currency == null ? "" : currency);
    }
}
