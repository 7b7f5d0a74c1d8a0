package io.dealpulse.core.deal;

import java.util.Comparator;

/**
 * The business order of a deal's events: when they occurred, then revision with null first, then event id by its UTF-8
 * bytes. Total over the events of one deal, because an event id is unique there.
 */
final class EventOrder {

    static final Comparator<DealEvent> BUSINESS_ORDER = Comparator.comparing(DealEvent::occurredAt)
            .thenComparing(DealEvent::revision, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(DealEvent::eventId, EventOrder::compareUtf8);

    private EventOrder() {}

    /** Compares by the unsigned bytes of the UTF-8 encoding, which is the order of code points, not of Java's chars. */
    static int compareUtf8(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above every other char.
                boolean surrogateA = Character.isSurrogate(a);
                boolean surrogateB = Character.isSurrogate(b);
                return surrogateA == surrogateB ? Character.compare(a, b) : surrogateA ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
