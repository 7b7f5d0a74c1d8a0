package io.dealpulse.cli.notify;

import io.dealpulse.cli.notify.routes.Route;
import io.dealpulse.cli.notify.routes.Routing;
import io.dealpulse.cli.notify.webhook.Answer;
import io.dealpulse.cli.notify.webhook.Backoff;
import io.dealpulse.cli.notify.webhook.WebhookSender;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.ToldState;
import io.dealpulse.jobs.options.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is told, when, and what the ledger is to say of it; without Kafka. One thread only, which does, again and again:
 *
 * <ol>
 *   <li>hand over what came: {@link #accept}, {@link #erase}, {@link #seen}, at the topic's first end
 *       {@link #historyRead};
 *   <li>{@link #collectAnswers} and {@link #prepare} the next attempts;
 *   <li>write what {@link #takeChanges} gives, and wait until it is written;
 *   <li>{@link #send}. So no attempt is made that the ledger does not know of.
 * </ol>
 */
final class Dispatch {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

    /** What is known of one alert, for as long as it is not erased. */
    private static final class Known {
        /** Of its last message in this run. */
        private int sequence;

        /** Whether the topic has it. */
        private boolean seen;

        /** By route, also by those that are no longer in the routing file. */
        private Map<String, Note> notes = Map.of();

        void put(String route, Note note) {
            Map<String, Note> changed = new HashMap<>(notes);
            changed.put(route, note);
            notes = Map.copyOf(changed);
        }
    }

    private final Routing routing;
    private final WebhookSender sender;
    private final Backoff backoff;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, RouteQueue> queues = new LinkedHashMap<>();
    private final Map<String, Known> alerts = new HashMap<>();
    private final List<RouteQueue> prepared = new ArrayList<>();
    private Changes changes = new Changes();
    private boolean historyRead;
    private long erased;

    /**
     * Begins where earlier runs ended.
     *
     * @param ledger all entries
     * @param permits gives for each route what says whether its rate allows an attempt now
     * @param nanoTime a clock as {@link System#nanoTime()}
     */
    Dispatch(
            Routing routing,
            Collection<AlertDelivery> ledger,
            Function<Route, BooleanSupplier> permits,
            WebhookSender sender,
            Backoff backoff,
            Clock clock,
            LongSupplier nanoTime) {
        this.routing = routing;
        this.sender = sender;
        this.backoff = backoff;
        this.clock = clock;
        this.nanoTime = nanoTime;
        routing.routes().forEach(route -> queues.put(route.name(), new RouteQueue(route, permits.apply(route))));
        ledger.forEach(this::restore);
    }

    private void restore(AlertDelivery entry) {
        Note note = Note.of(entry);
        alerts.computeIfAbsent(entry.getAlertId(), any -> new Known()).put(entry.getRoute(), note);
        RouteQueue queue = queues.get(entry.getRoute());
        if (queue != null && note.webhookId() != null && note.told() != null) {
            queue.unfinished(note.webhookId())
                    .restore(entry.getAlertId(), new Webhook.Item(note.told(), note.sequence(), null), note.attempts());
        }
    }

    /** Takes a message of an alert; one that was taken before changes nothing. */
    void accept(AlertRecord record) {
        DealAlert alert = record.alert();
        Known known = alerts.computeIfAbsent(record.alertId(), any -> new Known());
        known.seen = true;
        queues.values().forEach(queue -> queue.fill(record));
        if (isTaken(alert, known.sequence)) {
            return;
        }
        known.sequence = Math.max(known.sequence, alert.getSequence());
        Set<String> meant = routing.routesFor(alert);
        queues.forEach((route, queue) -> {
            Note note = known.notes.get(route);
            if (note == null || !isTaken(alert, note.sequence())) {
                decide(queue, known, record, meant.contains(route));
            }
        });
    }

    private static boolean isTaken(DealAlert alert, int sequence) {
        return alert.getSequence() > 0 && alert.getSequence() <= sequence;
    }

    private void decide(RouteQueue queue, Known known, AlertRecord record, boolean meant) {
        String alertId = record.alertId();
        Note note = known.notes.get(queue.route().name());
        AlertState state = record.alert().getState();
        switch (Step.next(note, state, meant, queue.route().tellResolved())) {
            case TELL_RAISED -> queue.pending().put(alertId, item(ToldState.RAISED, record));
            case TELL_RESOLVED -> queue.pending().put(alertId, item(ToldState.RESOLVED, record));
            case SKIP -> {
                queue.pending().remove(alertId);
                queue.counts().skipped++;
                List<String> letters = note == null ? List.of() : note.deadLetters();
                Webhook.Item item = item(ToldState.RESOLVED, record);
                write(queue, item, new Note(item.sequence(), null, DeliveryOutcome.SKIPPED, null, 0, letters), null);
            }
            case NOTHING -> queue.pending().remove(alertId);
        }
    }

    private static Webhook.Item item(ToldState told, AlertRecord record) {
        return new Webhook.Item(told, record.alert().getSequence(), record);
    }

    /** Says that an alert is not gone, of which no more is known: its record can't be read, or is left for the next run. */
    void seen(String alertId) {
        Known known = alerts.get(alertId);
        if (known != null) {
            known.seen = true;
        }
    }

    /** Takes an alert out of everything: what waits, the ledger, the dead letters. */
    void erase(String alertId) {
        Known known = alerts.remove(alertId);
        if (known == null) {
            return;
        }
        erased++;
        queues.values().forEach(queue -> queue.erase(alertId));
        known.notes.forEach((route, note) -> {
            changes.eraseEntry(alertId, route);
            note.deadLetters().forEach(changes::eraseLetter);
        });
    }

    /**
     * Says that all was handed over that was in the topic at the start. What the ledger knows and the topic no longer has was
     * erased while nobody looked: its tombstone is gone by now.
     */
    void historyRead() {
        historyRead = true;
        List<String> gone = alerts.entrySet().stream()
                .filter(entry -> !entry.getValue().seen)
                .map(Map.Entry::getKey)
                .toList();
        gone.forEach(this::erase);
        queues.values().forEach(RouteQueue::setUnreadApart);
    }

    /** Takes the answers that have come. */
    void collectAnswers() {
        queues.values().forEach(queue -> {
            Answer answer = queue.takeAnswer();
            if (answer != null) {
                conclude(queue, answer);
            }
        });
    }

    private void conclude(RouteQueue queue, Answer answer) {
        Webhook webhook = queue.current();
        String route = queue.route().name();
        switch (answer.outcome()) {
            case TAKEN -> {
                LOG.info(
                        "Route {}: {} of {} alerts taken, attempt {}",
                        route,
                        webhook.id(),
                        webhook.items().size(),
                        webhook.attempts());
                queue.counts().taken++;
                queue.counts().alertsTold += webhook.items().size();
                settle(queue, webhook, DeliveryOutcome.DELIVERED, answer);
            }
            case REFUSED -> {
                LOG.warn("Route {}: {} refused for good, {}", route, webhook.id(), answer.description());
                queue.counts().refused++;
                settle(queue, webhook, DeliveryOutcome.REFUSED, answer);
            }
            case FAILED, UNANSWERED -> {
                if (answer.outcome() == Answer.Outcome.UNANSWERED) {
                    webhook.unanswered();
                }
                Duration pause = backoff.pause(webhook.countFailure(), answer.retryAfter());
                LOG.warn(
                        "Route {}: {}, attempt {} failed, {}; next attempt in {}",
                        route,
                        webhook.id(),
                        webhook.attempts(),
                        answer.description(),
                        Durations.format(pause));
                queue.counts().failed++;
                queue.retryAt(nanoTime.getAsLong() + pause.toNanos());
            }
        }
    }

    private void settle(RouteQueue queue, Webhook webhook, DeliveryOutcome outcome, Answer answer) {
        queue.finish();
        webhook.items().forEach((alertId, item) -> {
            Known known = alerts.get(alertId);
            AlertRecord record = item.record();
            if (known == null || record == null) {
                return;
            }
            List<String> letters = new ArrayList<>(letters(known, queue.route()));
            if (outcome == DeliveryOutcome.REFUSED) {
                String alsoRefused = othersWithLetter(known, queue.route(), record);
                changes.write(record.letterKey(), RefusedAlert.letter(record, queue.route(), answer, alsoRefused));
                if (!letters.contains(record.letterKey())) {
                    letters.add(record.letterKey());
                }
            }
            Note note = new Note(item.sequence(), item.told(), outcome, null, webhook.attempts(), letters);
            write(queue, item, note, entry -> {
                entry.setWebhookId(webhook.id());
                entry.setHttpStatus(answer.status());
            });
            Webhook.Item waiting = queue.pending().get(alertId);
            if (waiting != null && waiting.record() != null) {
                // A refusal changes what there is to say next.
                AlertRecord next = waiting.record();
                decide(
                        queue,
                        known,
                        next,
                        routing.routesFor(next.alert()).contains(queue.route().name()));
            }
        });
    }

    private static List<String> letters(Known known, Route route) {
        Note note = known.notes.get(route.name());
        return note == null ? List.of() : note.deadLetters();
    }

    private static String othersWithLetter(Known known, Route route, AlertRecord record) {
        List<String> others = known.notes.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(route.name())
                        && entry.getValue().deadLetters().contains(record.letterKey()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return String.join(", ", others);
    }

    /** Chooses what may be attempted now, and notes it. */
    void prepare() {
        for (RouteQueue queue : queues.values()) {
            Webhook webhook = queue.next(nanoTime.getAsLong());
            if (webhook == null) {
                continue;
            }
            boolean first = webhook.attempts() == 0;
            webhook.countAttempt();
            if (webhook.countRepetition()) {
                queue.counts().repeated++;
                LOG.warn(
                        "Route {}: {} of {} alerts is sent again: a possible repetition, as no answer to an earlier attempt"
                                + " is known",
                        queue.route().name(),
                        webhook.id(),
                        webhook.items().size());
            }
            // Later attempts note one alert of a digest: enough to be stopped if another notifier has taken over.
            webhook.items().values().stream()
                    .limit(first ? Long.MAX_VALUE : 1)
                    .forEach(item -> noteSending(queue, webhook, item));
            prepared.add(queue);
        }
    }

    private void noteSending(RouteQueue queue, Webhook webhook, Webhook.Item item) {
        AlertRecord record = item.record();
        Known known = record == null ? null : alerts.get(record.alertId());
        if (known != null) {
            Note note = new Note(
                    item.sequence(),
                    item.told(),
                    DeliveryOutcome.SENDING,
                    webhook.id(),
                    webhook.attempts(),
                    letters(known, queue.route()));
            write(queue, item, note, entry -> entry.setWebhookId(webhook.id()));
        }
    }

    private void write(RouteQueue queue, Webhook.Item item, Note note, @Nullable Consumer<AlertDelivery> more) {
        AlertRecord record = item.record();
        Known known = record == null ? null : alerts.get(record.alertId());
        if (record == null || known == null) {
            return;
        }
        known.put(queue.route().name(), note);
        AlertDelivery entry = AlertDelivery.newBuilder()
                .setAlertId(record.alertId())
                .setDealId(record.alert().getDealId())
                .setRoute(queue.route().name())
                .setSequence(note.sequence())
                .setTold(note.told())
                .setOutcome(note.outcome())
                .setAttempts(note.attempts())
                .setDeadLetters(note.deadLetters())
                .setAt(clock.instant())
                .build();
        if (more != null) {
            more.accept(entry);
        }
        changes.write(entry);
    }

    /** What must be written before the next {@link #send}; handed out once. */
    Changes takeChanges() {
        Changes taken = changes;
        changes = new Changes();
        return taken;
    }

    /** Makes the attempts that were prepared. */
    void send() {
        for (RouteQueue queue : prepared) {
            Route route = queue.route();
            queue.sent(sender.send(route.target(), queue.current().post(route.format())));
        }
        prepared.clear();
    }

    /** Whether an attempt is under way. */
    boolean onWire() {
        return queues.values().stream().anyMatch(RouteQueue::onWire);
    }

    /** Whether all was told that was handed over and could be read. */
    boolean idle() {
        return historyRead && queues.values().stream().allMatch(RouteQueue::idle);
    }

    /** The least offset of each partition that is not dealt with; partitions without one are missing. */
    Map<Integer, Long> openOffsets() {
        Map<Integer, Long> open = new HashMap<>();
        queues.values()
                .forEach(queue -> queue.open(record -> open.merge(record.partition(), record.offset(), Math::min)));
        return open;
    }

    /** All routes. */
    Collection<RouteQueue> queues() {
        return queues.values();
    }

    /** How many alerts were erased. */
    long erased() {
        return erased;
    }
}
