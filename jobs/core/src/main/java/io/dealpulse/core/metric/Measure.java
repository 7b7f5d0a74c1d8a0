package io.dealpulse.core.metric;

/**
 * A column of a metric's tables.
 *
 * @param column its name
 * @param unit what its whole numbers mean
 */
public record Measure(String column, Unit unit) {

    /** What a measure's whole number means. */
    public enum Unit {
        /** How many. */
        COUNT,
        /** Whole seconds. */
        SECONDS,
        /** Hundredths of a currency's unit. */
        CENTS
    }
}
