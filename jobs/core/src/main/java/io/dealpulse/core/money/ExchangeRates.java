package io.dealpulse.core.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The exchange rates known so far. Not thread-safe. */
public final class ExchangeRates {

    private record Pair(String base, String quote) {}

    private final Map<Pair, TreeMap<LocalDate, BigDecimal>> rates = new HashMap<>();

    /** Sets a rate; one of the same pair and date is replaced. */
    public void set(FxRate rate) {
        rates.computeIfAbsent(new Pair(rate.base(), rate.quote()), pair -> new TreeMap<>())
                .put(rate.date(), rate.rate());
    }

    /** Withdraws the rate of that pair and date, if there is one. */
    public void withdraw(String base, String quote, LocalDate date) {
        TreeMap<LocalDate, BigDecimal> dated = rates.get(new Pair(base, quote));
        if (dated != null) {
            dated.remove(date);
        }
    }

    /**
     * Converts an amount by the latest direct rate dated on or before the day, else by the inverse of the latest opposite
     * one; never across a third currency. Rounded once, half up, to cents.
     *
     * @return empty if there is no rate, or the result is beyond what 18 digits hold
     */
    Optional<Long> convert(BigDecimal cents, String from, String to, LocalDate day) {
        Optional<BigDecimal> direct = latest(from, to, day);
        Optional<BigDecimal> converted = direct.isPresent()
                ? direct.map(rate -> cents.multiply(rate).setScale(0, RoundingMode.HALF_UP))
                : latest(to, from, day).map(opposite -> cents.divide(opposite, 0, RoundingMode.HALF_UP));
        return converted.filter(value -> value.precision() <= 18).map(BigDecimal::longValueExact);
    }

    private Optional<BigDecimal> latest(String base, String quote, LocalDate day) {
        TreeMap<LocalDate, BigDecimal> dated = rates.get(new Pair(base, quote));
        return dated == null
                ? Optional.empty()
                : Optional.ofNullable(dated.floorEntry(day)).map(Map.Entry::getValue);
    }
}
