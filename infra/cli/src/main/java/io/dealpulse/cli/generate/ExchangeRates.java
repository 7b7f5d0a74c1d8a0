package io.dealpulse.cli.generate;

import io.dealpulse.events.v1.FxRateSet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Daily rates of the euro, each a random walk from a usual value; none is set on a weekend. */
final class ExchangeRates {

    static final String BASE = "EUR";
    private static final double DAILY_MOVE = 0.003;

    /** What a euro is usually worth. */
    private static final Map<String, Double> USUAL = Map.ofEntries(
            Map.entry("AUD", 1.65),
            Map.entry("BRL", 5.9),
            Map.entry("CAD", 1.5),
            Map.entry("CHF", 0.95),
            Map.entry("CZK", 25.0),
            Map.entry("DKK", 7.46),
            Map.entry("GBP", 0.85),
            Map.entry("INR", 92.0),
            Map.entry("JPY", 162.0),
            Map.entry("NOK", 11.6),
            Map.entry("PLN", 4.3),
            Map.entry("SEK", 11.3),
            Map.entry("SGD", 1.45),
            Map.entry("USD", 1.09));

    private final Dice dice;
    private final Map<String, Double> rates = new TreeMap<>();

    ExchangeRates(List<String> currencies, Dice dice) {
        this.dice = dice;
        for (String currency : currencies) {
            if (!currency.equals(BASE)) {
                rates.put(currency, usual(currency));
            }
        }
    }

    /** @throws IllegalArgumentException where a currency has no usual rate */
    static void requireKnown(List<String> currencies) {
        for (String currency : currencies) {
            if (!currency.equals(BASE) && !USUAL.containsKey(currency)) {
                throw new IllegalArgumentException("no rate is known for currency '" + currency + "'; known are " + BASE
                        + ", " + String.join(", ", new TreeMap<>(USUAL).keySet()));
            }
        }
    }

    /** What a euro is usually worth in this currency. */
    static double usual(String currency) {
        return currency.equals(BASE) ? 1 : USUAL.getOrDefault(currency, 1.0);
    }

    /** Moves all rates on to this day and tells them; nothing on a weekend, but for the first day of all. */
    List<FxRateSet> on(LocalDate day, boolean first) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        List<FxRateSet> events = new ArrayList<>();
        if (weekend && !first) {
            return events;
        }
        rates.replaceAll((currency, rate) -> rate * StrictMath.exp(DAILY_MOVE * dice.gaussian()));
        rates.forEach((currency, rate) -> events.add(FxRateSet.newBuilder()
                .setBase(BASE)
                .setQuote(currency)
                .setDate(day)
                .setRate(BigDecimal.valueOf(rate)
                        .setScale(4, RoundingMode.HALF_UP)
                        .setScale(10, RoundingMode.UNNECESSARY))
                .build()));
        return events;
    }
}
