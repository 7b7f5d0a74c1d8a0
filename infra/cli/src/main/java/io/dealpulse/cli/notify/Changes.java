package io.dealpulse.cli.notify;

import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be written at once, all or nothing: the last change of each key counts, and null is a tombstone. */
final class Changes {

    private final Map<String, @Nullable AlertDelivery> entries = new LinkedHashMap<>();
    private final Map<String, @Nullable DeadLetter> letters = new LinkedHashMap<>();

    /** The key of an entry. No route has a blank in its name, so the last blank is where it begins. */
    static String entryKey(String alertId, String route) {
        return alertId + " " + route;
    }

    void write(AlertDelivery entry) {
        entries.put(entryKey(entry.getAlertId(), entry.getRoute()), entry);
    }

    void eraseEntry(String alertId, String route) {
        entries.put(entryKey(alertId, route), null);
    }

    void write(String key, DeadLetter letter) {
        letters.put(key, letter);
    }

    void eraseLetter(String key) {
        letters.put(key, null);
    }

    boolean isEmpty() {
        return entries.isEmpty() && letters.isEmpty();
    }

    /** Entries of the ledger by key. */
    Map<String, @Nullable AlertDelivery> entries() {
        return entries;
    }

    /** Dead letters by key. */
    Map<String, @Nullable DeadLetter> letters() {
        return letters;
    }
}
