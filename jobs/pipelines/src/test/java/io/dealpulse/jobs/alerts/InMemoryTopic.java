package io.dealpulse.jobs.alerts;

import io.dealpulse.core.stall.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The alert topic: what was told outlives every crash. */
final class InMemoryTopic implements PublishedAlerts {

    private static final long serialVersionUID = 1L;

    private final transient List<AlertMessage> messages = new ArrayList<>();

    /** Sends a message. */
    synchronized void send(AlertMessage message) {
        messages.add(message);
    }

    /** All that was ever told, in order. */
    synchronized List<AlertMessage> messages() {
        return List.copyOf(messages);
    }

    /** Forgets what was told since there were so many messages: it never left the producer that died. */
    synchronized void lose(int since) {
        messages.subList(since, messages.size()).clear();
    }

    /** Of each alert what its readers take it for: repetitions, which have no higher sequence, change nothing. */
    synchronized Map<String, AlertMessage> last() {
        Map<String, AlertMessage> last = new LinkedHashMap<>();
        for (AlertMessage message : messages) {
            last.merge(
                    message.alertId(),
                    message,
                    (one, other) -> other.alert() == null || other.sequence() > one.sequence() ? other : one);
        }
        return last;
    }

    @Override
    public synchronized void visit(Consumer<AlertMessage> visitor) {
        Map<String, AlertMessage> last = new LinkedHashMap<>();
        for (AlertMessage message : messages) {
            if (message.alert() == null) {
                last.remove(message.alertId());
            } else {
                last.merge(message.alertId(), message, (one, other) -> other.sequence() < one.sequence() ? one : other);
            }
        }
        last.values().forEach(visitor);
    }

    /** A message in short: {@code <alert> <sequence> raised}, {@code … resolved <why>}, or {@code <alert> erased}. */
    static String text(AlertMessage message) {
        Alert alert = message.alert();
        if (alert == null) {
            return message.alertId() + " erased";
        }
        return message.alertId()
                + " " + message.sequence()
                + (alert.resolution() == null
                        ? " raised"
                        : " resolved " + alert.resolution().word());
    }
}
