package io.dealpulse.core.metric;

/**
 * A table that shows a metric family.
 *
 * @param name its name in the database
 * @param span which days one of its rows is about
 */
public record MetricTable(String name, Span span) {

    /** Which days of a series one row sums up. */
    public enum Span {
        /** One day: the key ends with it. */
        DAY,
        /** The last days up to the clock's: the key ends with how many. Rolls on when the day turns. */
        WINDOW,
        /** All days up to the clock's: what stands at its end. Rolls on when the day turns. */
        BALANCE
    }
}
