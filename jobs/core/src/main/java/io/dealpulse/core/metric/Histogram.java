package io.dealpulse.core.metric;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of durations in logarithmic buckets, each 2 % wide: any quantile is known within 1 %, and, unlike a sketch,
 * whatever was added can be taken back. Immutable.
 *
 * <p>Whole seconds x go to index 0 for x = 0, else to 1 + ⌈ln x ÷ ln 1.02⌉; index i ≥ 1 stands for 2·1.02^(i−1) ÷ 2.02
 * seconds, the value whose relative distance to both ends of its bucket is the same.
 */
public final class Histogram {

    private static final double GROWTH = 1.02;
    /** {@link StrictMath}: what one machine added another must take back, so the last bit must not depend on it. */
    private static final double LOG_GROWTH = StrictMath.log(GROWTH);

    private static final Histogram EMPTY = new Histogram(new short[0], new long[0]);

    private final short[] indexes;
    private final long[] counts;

    private Histogram(short[] indexes, long[] counts) {
        this.indexes = indexes;
        this.counts = counts;
    }

    /** No durations. */
    public static Histogram empty() {
        return EMPTY;
    }

    /** One duration of so many whole seconds, 0 or more. */
    public static Histogram of(long seconds) {
        return new Histogram(new short[] {indexOf(seconds)}, new long[] {1});
    }

    /**
     * The histogram with these counts of these indexes; it takes the arrays over.
     *
     * @param indexes in ascending order, each once
     * @param counts as many, none of them 0
     * @throws IllegalArgumentException if they are not so
     */
    public static Histogram of(short[] indexes, long[] counts) {
        if (indexes.length != counts.length) {
            throw new IllegalArgumentException(indexes.length + " indexes with " + counts.length + " counts");
        }
        for (int i = 0; i < indexes.length; i++) {
            if (counts[i] == 0 || (i > 0 && indexes[i] <= indexes[i - 1])) {
                throw new IllegalArgumentException("Not in ascending order, each with a count: index " + indexes[i]);
            }
        }
        return indexes.length == 0 ? EMPTY : new Histogram(indexes, counts);
    }

    /** The histogram with these counts by index; counts of 0 are left out. */
    public static Histogram of(SortedMap<Short, Long> countsByIndex) {
        int size = (int)
                countsByIndex.values().stream().filter(count -> count != 0).count();
        short[] indexes = new short[size];
        long[] counts = new long[size];
        int at = 0;
        for (Map.Entry<Short, Long> entry : countsByIndex.entrySet()) {
            if (entry.getValue() != 0) {
                indexes[at] = entry.getKey();
                counts[at++] = entry.getValue();
            }
        }
        return size == 0 ? EMPTY : new Histogram(indexes, counts);
    }

    /**
     * The index of a duration.
     *
     * @param seconds 0 or more
     */
    public static short indexOf(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("A duration can not be negative: " + seconds + " s");
        }
        return seconds == 0 ? 0 : (short) (1 + (int) Math.ceil(StrictMath.log((double) seconds) / LOG_GROWTH));
    }

    /** The duration in seconds that an index of 0 or more stands for. */
    public static double valueOf(int index) {
        return index == 0 ? 0 : 2 * StrictMath.pow(GROWTH, index - 1) / (1 + GROWTH);
    }

    /** Both together. */
    public Histogram plus(Histogram other) {
        if (other.indexes.length == 0) {
            return this;
        }
        if (indexes.length == 0) {
            return other;
        }
        short[] mergedIndexes = new short[indexes.length + other.indexes.length];
        long[] mergedCounts = new long[mergedIndexes.length];
        int size = 0;
        int mine = 0;
        int its = 0;
        while (mine < indexes.length || its < other.indexes.length) {
            boolean takeMine =
                    its == other.indexes.length || (mine < indexes.length && indexes[mine] <= other.indexes[its]);
            boolean takeIts =
                    mine == indexes.length || (its < other.indexes.length && other.indexes[its] <= indexes[mine]);
            short index = takeMine ? indexes[mine] : other.indexes[its];
            long count = (takeMine ? counts[mine++] : 0) + (takeIts ? other.counts[its++] : 0);
            if (count != 0) {
                mergedIndexes[size] = index;
                mergedCounts[size++] = count;
            }
        }
        return size == 0 ? EMPTY : new Histogram(Arrays.copyOf(mergedIndexes, size), Arrays.copyOf(mergedCounts, size));
    }

    /** What takes this back when added. */
    public Histogram negated() {
        long[] negated = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            negated[i] = -counts[i];
        }
        return new Histogram(indexes, negated);
    }

    /** Whether every count is 0. */
    public boolean isZero() {
        return indexes.length == 0;
    }

    /** How many counts are not 0. */
    public int size() {
        return indexes.length;
    }

    /** The sum of the counts. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The index at which the counts, added up from the lowest index on, reach a rank.
     *
     * @throws IllegalArgumentException if all of them do not reach it
     */
    public short indexOfRank(long rank) {
        long reached = 0;
        for (int i = 0; i < indexes.length; i++) {
            reached += counts[i];
            if (reached >= rank) {
                return indexes[i];
            }
        }
        throw new IllegalArgumentException("No rank " + rank + " among " + reached);
    }

    /** Visits the counts that are not 0, by index in ascending order. */
    public <E extends Exception> void forEach(CountVisitor<E> visitor) throws E {
        for (int i = 0; i < indexes.length; i++) {
            visitor.visit(indexes[i], counts[i]);
        }
    }

    /**
     * Takes the count of an index.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface CountVisitor<E extends Exception> {
        void visit(short index, long count) throws E;
    }

    /** The counts that are not 0, by index in ascending order; a copy. */
    public SortedMap<Short, Long> countsByIndex() {
        TreeMap<Short, Long> map = new TreeMap<>();
        for (int i = 0; i < indexes.length; i++) {
            map.put(indexes[i], counts[i]);
        }
        return map;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
                && Arrays.equals(indexes, that.indexes)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Histogram" + countsByIndex();
    }
}
