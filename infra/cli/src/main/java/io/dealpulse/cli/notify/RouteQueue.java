package io.dealpulse.cli.notify;

import io.dealpulse.cli.notify.routes.Route;
import io.dealpulse.cli.notify.webhook.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one route has before it: at most one webhook on its way, and what waits behind it. */
final class RouteQueue {

    /** A digest tells no more alerts than that, so that they can be noted at once; the rest waits for the next one. */
    static final int LARGEST_DIGEST = 10_000;

    private final Route route;
    private final BooleanSupplier permit;
    private final RouteCounts counts = new RouteCounts();
    private final Map<String, Webhook> unfinished = new LinkedHashMap<>();
    private final Map<String, Webhook.Item> pending = new LinkedHashMap<>();
    private @Nullable Webhook current;
    private @Nullable CompletableFuture<Answer> onWire;
    private long notBefore;

    /**
     * @param permit whether the route's rate allows one attempt now; asking takes the permit
     */
    RouteQueue(Route route, BooleanSupplier permit) {
        this.route = route;
        this.permit = permit;
    }

    Route route() {
        return route;
    }

    RouteCounts counts() {
        return counts;
    }

    /** What waits to be told, by alert. */
    Map<String, Webhook.Item> pending() {
        return pending;
    }

    /** The webhook of an earlier run with that id. */
    Webhook unfinished(String webhookId) {
        return unfinished.computeIfAbsent(webhookId, Webhook::unfinished);
    }

    /** Hands over what the topic has of an alert to the webhook of an earlier run that tells of it, if one still waits. */
    void fill(AlertRecord record) {
        unfinished.values().forEach(webhook -> webhook.fill(record));
    }

    /** Lets each alert of earlier runs whose record can't be read wait for one that can, by itself: it holds up no other. */
    void setUnreadApart() {
        List<Webhook> apart = unfinished.values().stream()
                .flatMap(webhook -> webhook.takeUnread(route.name()).stream())
                .toList();
        unfinished.values().removeIf(webhook -> webhook.items().isEmpty());
        apart.forEach(webhook -> unfinished.put(webhook.id(), webhook));
    }

    /**
     * The webhook that may be attempted now, with a permit taken for it; null if there is none. It stays the current one until
     * it is {@link #finish finished}.
     *
     * @param nanos the present as {@link System#nanoTime()}
     */
    @Nullable
    Webhook next(long nanos) {
        if (onWire != null || !hasWork() || (current != null && nanos - notBefore < 0) || !permit.getAsBoolean()) {
            return null;
        }
        if (current == null) {
            current = choose();
        }
        return current;
    }

    private boolean hasWork() {
        return current != null
                || !pending.isEmpty()
                || unfinished.values().stream().anyMatch(Webhook::complete);
    }

    private Webhook choose() {
        Webhook left = unfinished.values().stream()
                .filter(Webhook::complete)
                .findFirst()
                .orElse(null);
        if (left != null) {
            unfinished.remove(left.id());
            return left;
        }
        boolean digest = pending.size() > route.digestAbove();
        Map<String, Webhook.Item> chosen = new LinkedHashMap<>();
        pending.entrySet().stream()
                .limit(digest ? LARGEST_DIGEST : 1)
                .forEach(waiting -> chosen.put(waiting.getKey(), waiting.getValue()));
        chosen.keySet().forEach(pending::remove);
        return Webhook.of(route.name(), chosen, digest);
    }

    /** The webhook on its way; there must be one. */
    Webhook current() {
        return Objects.requireNonNull(current, "no webhook is on its way");
    }

    /** Says that an attempt has begun. */
    void sent(CompletableFuture<Answer> answer) {
        onWire = answer;
    }

    /** Whether an attempt is under way. */
    boolean onWire() {
        return onWire != null;
    }

    /** Takes the answer of the attempt under way, once; null if there is none yet. */
    @Nullable
    Answer takeAnswer() {
        if (onWire == null || !onWire.isDone()) {
            return null;
        }
        Answer answer = onWire.join();
        onWire = null;
        return answer;
    }

    /** Lets the current webhook wait before it is attempted again. */
    void retryAt(long nanos) {
        notBefore = nanos;
    }

    /** There will be no further attempt of the current webhook. */
    void finish() {
        current = null;
    }

    /** Forgets an alert, also in what is on its way; an attempt that would tell of nothing else is given up. */
    void erase(String alertId) {
        pending.remove(alertId);
        unfinished.values().forEach(webhook -> webhook.items().remove(alertId));
        unfinished.values().removeIf(webhook -> webhook.items().isEmpty());
        if (current != null
                && current.items().remove(alertId) != null
                && current.items().isEmpty()) {
            if (onWire != null) {
                onWire.cancel(true);
                onWire = null;
            }
            current = null;
        }
    }

    /** Whether nothing is left that can be told. */
    boolean idle() {
        return !hasWork();
    }

    /** How many alerts are not told yet. */
    int waiting() {
        return pending.size()
                + (current == null ? 0 : current.items().size())
                + unfinished.values().stream()
                        .mapToInt(webhook -> webhook.items().size())
                        .sum();
    }

    /** Hands over every record that is not dealt with. */
    void open(Consumer<AlertRecord> visitor) {
        Consumer<Webhook.Item> visit = item -> {
            if (item.record() != null) {
                visitor.accept(item.record());
            }
        };
        pending.values().forEach(visit);
        unfinished.values().forEach(webhook -> webhook.items().values().forEach(visit));
        if (current != null) {
            current.items().values().forEach(visit);
        }
    }
}
