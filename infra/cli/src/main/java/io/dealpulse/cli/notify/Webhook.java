package io.dealpulse.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.notify.message.Digest;
import io.dealpulse.cli.notify.message.MessageFormat;
import io.dealpulse.cli.notify.message.Telling;
import io.dealpulse.cli.notify.webhook.Post;
import io.dealpulse.events.v1.ToldState;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One webhook of one route, from the first attempt to the last, across restarts. It tells of one alert, or of many. */
final class Webhook {

    private static final String SINGLE = "alert_";
    private static final String DIGEST = "digest_";

    /**
     * What it tells of one alert.
     *
     * @param told RAISED or RESOLVED
     * @param sequence of the message that it was made of
     * @param record the alert as it was then or, after a restart, as the topic has it; null: not read yet
     */
    record Item(ToldState told, int sequence, @Nullable AlertRecord record) {}

    private final String id;
    private boolean repeat;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private int attempts;
    private int failures;
    private boolean repetitionCounted;

    private Webhook(String id, boolean repeat) {
        this.id = id;
        this.repeat = repeat;
    }

    /** A webhook that was never sent. */
    static Webhook of(String route, Map<String, Item> items, boolean digest) {
        Webhook webhook = new Webhook((digest ? DIGEST : SINGLE) + fingerprint(route, items), false);
        webhook.items.putAll(items);
        return webhook;
    }

    /** A webhook that an earlier run may have delivered; its items are to be added. */
    static Webhook unfinished(String id) {
        return new Webhook(id, true);
    }

    /** The same for the same things told on the same route: even if the ledger is lost, a receiver knows a repetition. */
    private static String fingerprint(String route, Map<String, Item> items) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update((route + "\n").getBytes(UTF_8));
            new TreeMap<>(items)
                    .forEach((alertId, item) -> hash.update(
                            (alertId + "\n" + item.told() + "\n" + item.sequence() + "\n").getBytes(UTF_8)));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no SHA-256, which every JVM must have", e);
        }
    }

    String id() {
        return id;
    }

    /** Says that an attempt got no answer, so that the next one may be a repetition. */
    void unanswered() {
        repeat = true;
        repetitionCounted = false;
    }

    /** Whether the next attempt may be a repetition that was not counted yet; true once for each attempt without answer. */
    boolean countRepetition() {
        boolean counts = repeat && !repetitionCounted;
        repetitionCounted = true;
        return counts;
    }

    /** What it tells, by alert. */
    Map<String, Item> items() {
        return items;
    }

    /** Adds an item of an earlier run, with the attempts made then. */
    void restore(String alertId, Item item, int attemptsThen) {
        items.put(alertId, item);
        attempts = Math.max(attempts, attemptsThen);
    }

    /** Takes what the topic has of an alert that it tells of: the very message it was made of, else any. */
    void fill(AlertRecord record) {
        items.computeIfPresent(
                record.alertId(),
                (alertId, item) -> item.record() == null || record.alert().getSequence() <= item.sequence()
                        ? new Item(item.told(), item.sequence(), record)
                        : item);
    }

    /** Takes out each alert that was not read, and makes a webhook of it that tells of nothing else. */
    List<Webhook> takeUnread(String route) {
        List<Webhook> apart = new ArrayList<>();
        items.forEach((alertId, item) -> {
            if (item.record() == null) {
                Webhook webhook = unfinished(SINGLE + fingerprint(route, Map.of(alertId, item)));
                webhook.restore(alertId, item, attempts);
                apart.add(webhook);
            }
        });
        items.values().removeIf(item -> item.record() == null);
        return apart;
    }

    /** Whether all that it tells of is known. */
    boolean complete() {
        return items.values().stream().allMatch(item -> item.record() != null);
    }

    int attempts() {
        return attempts;
    }

    void countAttempt() {
        attempts++;
    }

    /** Counts a failure of this run and gives their number. */
    int countFailure() {
        return ++failures;
    }

    /** The request's content. */
    Post post(MessageFormat format) {
        Collection<Telling> tellings = items.values().stream()
                .filter(item -> item.record() != null)
                .map(Webhook::telling)
                .toList();
        byte[] body = id.startsWith(DIGEST)
                ? format.write(Digest.of(tellings))
                : format.write(tellings.iterator().next());
        return new Post(id, body, repeat);
    }

    private static Telling telling(Item item) {
        AlertRecord record = item.record();
        if (record == null) {
            throw new IllegalStateException("Only what was read can be told");
        }
        return new Telling(record.alert(), item.told());
    }
}
