package io.dealpulse.core.metric;

import java.util.Arrays;

/**
 * Additive figures: some sums, whose meaning and order the metric family gives, and a histogram of durations. Immutable.
 * Sums wrap on overflow, so that adding and taking back stay exact inverses whatever is in between.
 */
public final class Measures {

    private final long[] sums;
    private final Histogram histogram;

    private Measures(long[] sums, Histogram histogram) {
        this.sums = sums;
        this.histogram = histogram;
    }

    /** These sums and that histogram. */
    public static Measures of(Histogram histogram, long... sums) {
        return new Measures(sums.clone(), histogram);
    }

    /** So many sums, all 0, and an empty histogram: what changes nothing when added. */
    public static Measures zero(int sums) {
        return new Measures(new long[sums], Histogram.empty());
    }

    /** How many sums there are. */
    public int size() {
        return sums.length;
    }

    /** The sum at an index below {@link #size()}. */
    public long sum(int index) {
        return sums[index];
    }

    /** The distribution of the durations counted here. */
    public Histogram histogram() {
        return histogram;
    }

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if the other has another number of sums
     */
    public Measures plus(Measures other) {
        if (other.sums.length != sums.length) {
            throw new IllegalArgumentException("Measures of " + sums.length + " and of " + other.sums.length
                    + " sums belong to different metric families");
        }
        long[] added = new long[sums.length];
        for (int i = 0; i < sums.length; i++) {
            added[i] = sums[i] + other.sums[i];
        }
        return new Measures(added, histogram.plus(other.histogram));
    }

    /** What takes this back when added. */
    public Measures negated() {
        long[] negated = new long[sums.length];
        for (int i = 0; i < sums.length; i++) {
            negated[i] = -sums[i];
        }
        return new Measures(negated, histogram.negated());
    }

    /** Whether all sums and all counts are 0. */
    public boolean isZero() {
        for (long sum : sums) {
            if (sum != 0) {
                return false;
            }
        }
        return histogram.isZero();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Measures that && Arrays.equals(sums, that.sums) && histogram.equals(that.histogram);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(sums) + histogram.hashCode();
    }

    @Override
    public String toString() {
        return "Measures" + Arrays.toString(sums) + histogram;
    }
}
