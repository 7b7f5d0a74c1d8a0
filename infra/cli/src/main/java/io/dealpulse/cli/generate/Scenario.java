package io.dealpulse.cli.generate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What traffic to generate. The same scenario gives the same events, whenever and wherever.
 *
 * @param seed decides every chance
 * @param deals how many deals arrive in {@code days} days; 1 or more
 * @param from first day, UTC
 * @param days length of the history; 1 or more
 * @param endless whether deals go on arriving, at the same pace, after the history
 * @param shares how much disorder there is
 * @param currencies ISO 4217 codes of the deals' currencies; the first one is home's
 */
public record Scenario(
        long seed, int deals, LocalDate from, int days, boolean endless, Shares shares, List<String> currencies) {

    /** The currencies of the demo. */
    public static final List<String> DEMO_CURRENCIES = List.of("EUR", "USD", "GBP", "SEK", "CHF");

    /** Length of the demo's history: 18 months. */
    public static final int DEMO_DAYS = 549;

    private static final LocalDate DEMO_HISTORY_FROM = LocalDate.of(2024, 7, 1);

    /**
     * The parts of the events that come in disorder, each from 0 to 1.
     *
     * @param duplicates of all events: sent a second time, unchanged
     * @param late of all events: sent hours to three weeks late
     * @param corrections of deal events: sent again later, changed, under the same id
     * @param reopened of closings: the deal is open again some weeks later
     */
    public record Shares(double duplicates, double late, double corrections, double reopened) {

        /** 5 % duplicates, 5 % late, 1 % corrected, 2 % re-opened. */
        public static final Shares DEMO = new Shares(0.05, 0.05, 0.01, 0.02);

        /** @throws IllegalArgumentException where a share is not from 0 to 1 */
        public Shares {
            requireShare("duplicates", duplicates);
            requireShare("late", late);
            requireShare("corrections", corrections);
            requireShare("reopened", reopened);
        }

        private static void requireShare(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share '" + name + "' must be from 0 to 1, but is " + share);
            }
        }
    }

    /** @throws IllegalArgumentException where a value is out of range, naming it */
    public Scenario {
        if (deals < 1) {
            throw new IllegalArgumentException("'deals' must be 1 or more, but is " + deals);
        }
        if (days < 1) {
            throw new IllegalArgumentException("'days' must be 1 or more, but is " + days);
        }
        if (currencies.isEmpty()) {
            throw new IllegalArgumentException("'currencies' must name at least one currency");
        }
        currencies = List.copyOf(currencies);
        ExchangeRates.requireKnown(currencies);
    }

    /**
     * The finite history of the demo: 18 months to the end of 2025, so the same figures come out on every machine.
     *
     * @param seed decides every chance
     * @param deals how many deals arrive in it
     */
    public static Scenario demoHistory(long seed, int deals) {
        return demo(seed, deals, DEMO_HISTORY_FROM, false);
    }

    /**
     * The demo in time lapse: the history of {@link #demoHistory}, and on from there without end, with the same events on every
     * machine.
     *
     * @param seed decides every chance
     * @param deals how many deals arrive in the 18 months
     */
    public static Scenario demoTimeLapse(long seed, int deals) {
        return demo(seed, deals, DEMO_HISTORY_FROM, true);
    }

    /**
     * The live demo: 18 months up to yesterday, and on from there without end.
     *
     * @param seed decides every chance
     * @param deals how many deals arrive in the 18 months
     * @param today the first day that is not history
     */
    public static Scenario demoLive(long seed, int deals, LocalDate today) {
        return demo(seed, deals, today.minusDays(DEMO_DAYS), true);
    }

    private static Scenario demo(long seed, int deals, LocalDate from, boolean endless) {
        return new Scenario(seed, deals, from, DEMO_DAYS, endless, Shares.DEMO, DEMO_CURRENCIES);
    }

    /** Start of the history. */
    Instant start() {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** End of the history: the start of the day after its last. */
    public Instant end() {
        return from.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
