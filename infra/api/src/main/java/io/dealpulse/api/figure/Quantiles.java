package io.dealpulse.api.figure;

import io.dealpulse.core.metric.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reads histograms as the SQL function {@code dp_quantile} does. That function would double the time in which ClickHouse plans a
 * small query.
 */
final class Quantiles {

    private Quantiles() {}

    /** The q-quantile (nearest rank) in days; null if the histogram is empty. */
    static @Nullable Double days(Histogram histogram, double q) {
        return histogram.isZero() ? null : of(histogram, q) / Numbers.SECONDS_PER_DAY;
    }

    /**
     * The q-quantile (nearest rank) in seconds.
     *
     * @throws IllegalArgumentException if the histogram is empty
     */
    static double of(Histogram histogram, double q) {
        // Rounded first, as 0.07 * 100 is a little more than 7.
        long rank = Math.max(1, (long) Math.ceil(Math.round(q * histogram.total() * 1e6) / 1e6));
        return Histogram.valueOf(histogram.indexOfRank(rank));
    }
}
