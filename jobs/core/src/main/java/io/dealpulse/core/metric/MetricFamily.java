package io.dealpulse.core.metric;

import java.time.LocalDate;
import java.util.List;

/**
 * One family of figures: what is counted of deals or activities is added into daily buckets, and {@link #figures} reads a
 * bucket, or a sum of buckets, as the row that the tables show. To add a family of deals: implement {@link DealMetric},
 * add its tables' migrations, test it, and list it in {@link MetricFamilies}.
 */
public interface MetricFamily {

    /** Name of the family, part of saved state's keys. */
    String name();

    /**
     * Raised whenever a bucket's sums come to mean something else, so that a job does not add to those of an earlier
     * release.
     */
    default int version() {
        return 1;
    }

    /** The tables that show it, at least one; one that shows a balance stands alone. */
    List<MetricTable> tables();

    /** The tables' key columns in order, without the day or the window. */
    List<String> keyColumns();

    /** The tables' measure columns in order, without the histogram. */
    List<Measure> measures();

    /** Whether the tables end with a histogram of durations. */
    boolean hasHistogram();

    /**
     * What the tables show of a bucket, in the order of {@link #measures()}, for each as many sums as its unit has. Additive but for what is valued: the row of a
     * window is the sum of its days' figures, the row of a balance the figures of the sum of its days.
     *
     * @param day the bucket's day, or the last one of a balance
     */
    Measures figures(MetricKey key, LocalDate day, Measures bucket, Valuation valuation);

    /** The currency whose rates the figures of this key depend on, '' if on none. */
    default String currencyOf(MetricKey key) {
        return "";
    }

    /** The pipeline whose definition the figures of this key depend on, beyond what deals contribute; '' if on none. */
    default String pipelineOf(MetricKey key) {
        return "";
    }
}
