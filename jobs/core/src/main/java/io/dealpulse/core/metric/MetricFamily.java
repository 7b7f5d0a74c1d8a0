package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.money.BaseCurrency;
import java.time.LocalDate;
import java.util.List;

/**
 * One family of figures. To add a family: implement this, add its tables, test it, and list it in {@link MetricFamilies}.
 *
 * <p>{@link #contribute} reads a deal's history as what the deal adds to daily buckets; {@link #figures} reads a
 * bucket as the row that the tables show. Both are pure.
 */
public interface MetricFamily {

    /** Name of the family: its tables are {@code <name>_daily} and {@code rolling_<name>}. */
    String name();

    /** The tables' key columns without the day, in order; the first three are pipeline_id, dimension, dimension_value. */
    List<String> keyColumns();

    /** The tables' measure columns in order, without the histogram. */
    List<Measure> measures();

    /** Adds what a deal that is not deleted contributes. */
    void contribute(DealHistory history, ContributionSet contributions);

    /**
     * What the tables show of one day's bucket, in the order of {@link #measures()}. Additive: a window's row is the sum
     * of its days' figures.
     */
    Measures figures(MetricKey key, LocalDate day, Measures bucket, BaseCurrency baseCurrency);

    /** The currency whose rates the figures of this key depend on, '' if on none. */
    String currencyOf(MetricKey key);
}
