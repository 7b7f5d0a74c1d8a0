package io.dealpulse.api.figure;

import io.dealpulse.core.metric.Histogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deals whose duration is from one length to below another.
 *
 * @param toDays null: there is no end
 */
record Bin(double fromDays, @Nullable Double toDays, long deals) {

    /** Bins that are shown at most; few outliers share the last one. */
    static final int MOST = 30;

    /** The part of the deals that have bins of equal width. */
    private static final double COVERED = 0.99;

    /** Widths that people can read, in days: hours, days, weeks, months, years. */
    private static final double[] WIDTHS = {
        1 / 24.0, 0.125, 0.25, 0.5, 1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365, 730, 1_825, 3_650, 36_500
    };

    /**
     * The bins of a histogram, from 0 on without a gap, of equal width. The durations are known within 1 %, so a deal near
     * the border of two bins may be in either.
     */
    static List<Bin> split(Histogram histogram) {
        if (histogram.isZero()) {
            return List.of();
        }
        double longest = Quantiles.of(histogram, 1) / Numbers.SECONDS_PER_DAY;
        double covered = Quantiles.of(histogram, COVERED) / Numbers.SECONDS_PER_DAY;
        double width = Arrays.stream(WIDTHS)
                .filter(candidate -> covered < candidate * (MOST - 1))
                .findFirst()
                .orElse(WIDTHS[WIDTHS.length - 1]);
        int closed = Math.min(MOST - 1, (int) (covered / width) + 1);
        boolean beyond = longest >= closed * width;
        if (beyond && longest < MOST * width && (int) (longest / width) < MOST) {
            closed = (int) (longest / width) + 1;
            beyond = false;
        }
        long[] deals = new long[beyond ? closed + 1 : closed];
        histogram.<RuntimeException>forEach((index, count) -> {
            int bin = (int) (Histogram.valueOf(index) / Numbers.SECONDS_PER_DAY / width);
            deals[Math.min(bin, deals.length - 1)] += count;
        });
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < deals.length; bin++) {
            bins.add(new Bin(bin * width, bin < closed ? (bin + 1) * width : null, deals[bin]));
        }
        return bins;
    }
}
