package io.dealpulse.core.metric;

/**
 * A column of a metric's tables.
 *
 * @param column its name
 * @param unit what its whole numbers mean, and how many they are
 */
public record Measure(String column, Unit unit) {

    /** What a measure's whole number means. */
    public enum Unit {
        /** How many. */
        COUNT(1),
        /** Whole seconds. */
        SECONDS(1),
        /** Hundredths of a currency's unit. */
        CENTS(1),
        /** Hundredths of a currency's unit to their billionths: two sums, as {@link io.dealpulse.core.money.ExactCents} has. */
        EXACT_CENTS(2);

        private final int sums;

        Unit(int sums) {
            this.sums = sums;
        }

        /** How many of the {@link Measures}' sums make one measure. */
        public int sums() {
            return sums;
        }
    }
}
