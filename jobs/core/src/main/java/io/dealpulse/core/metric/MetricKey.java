package io.dealpulse.core.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a daily bucket series is about: a metric family and the values of its key columns without the day. Immutable. No
 * record, because it is looked up several times for each contribution and so keeps its hash.
 */
public final class MetricKey {

    private final String family;
    private final List<String> values;
    private final int hash;

    /**
     * A series.
     *
     * @param family {@link MetricFamily#name()}
     * @param values the values of {@link MetricFamily#keyColumns()}, in that order
     */
    public MetricKey(String family, List<String> values) {
        this.family = family;
        this.values = List.copyOf(values);
        this.hash = 31 * family.hashCode() + this.values.hashCode();
    }

    /** The family's name. */
    public String family() {
        return family;
    }

    /** The values of the family's key columns. */
    public List<String> values() {
        return values;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof MetricKey that
                        && hash == that.hash
                        && family.equals(that.family)
                        && values.equals(that.values));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return family + values;
    }
}
