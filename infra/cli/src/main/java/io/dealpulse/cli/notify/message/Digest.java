package io.dealpulse.cli.notify.message;

import io.dealpulse.events.v1.AlertKind;
import io.dealpulse.events.v1.DealAlert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Many things to tell at once.
 *
 * @param raised how many alerts were raised, by kind, in the order of the kinds
 * @param resolved how many were resolved
 * @param amounts the sum of the raised alerts' amounts by currency, in the order of the codes; amounts without one are left
 *     out
 * @param largest the first {@value #LISTED}: raised before resolved, large amounts before small ones whatever their currency
 * @param notListed how many there are besides
 * @param at when the latest of it happened
 */
public record Digest(
        Map<AlertKind, Integer> raised,
        int resolved,
        Map<String, BigDecimal> amounts,
        List<Telling> largest,
        int notListed,
        Instant at) {

    static final int LISTED = 10;

    private static final Comparator<Telling> LARGEST_FIRST = Comparator.comparing(Telling::raised)
            .reversed()
            .thenComparing(Digest::amount, Comparator.reverseOrder())
            .thenComparing(telling -> telling.alert().getAlertId());

    /**
     * Sums up.
     *
     * @param tellings in any order, which does not matter
     */
    public static Digest of(Collection<Telling> tellings) {
        Map<AlertKind, Integer> raised = new EnumMap<>(AlertKind.class);
        Map<String, BigDecimal> amounts = new TreeMap<>();
        Instant at = Instant.EPOCH;
        int resolved = 0;
        for (Telling telling : tellings) {
            at = telling.at().isAfter(at) ? telling.at() : at;
            if (telling.raised()) {
                DealAlert alert = telling.alert();
                raised.merge(alert.getKind(), 1, Integer::sum);
                BigDecimal amount = alert.getAmount();
                String currency = alert.getCurrency();
                if (amount != null && currency != null) {
                    amounts.merge(currency, amount, BigDecimal::add);
                }
            } else {
                resolved++;
            }
        }
        List<Telling> largest =
                tellings.stream().sorted(LARGEST_FIRST).limit(LISTED).toList();
        return new Digest(raised, resolved, amounts, largest, tellings.size() - largest.size(), at);
    }

    private static BigDecimal amount(Telling telling) {
        @Nullable BigDecimal amount = telling.alert().getAmount();
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** How many alerts were raised. */
    int raisedCount() {
        return raised.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many alerts it tells of. */
    int count() {
        return raisedCount() + resolved;
    }
}
