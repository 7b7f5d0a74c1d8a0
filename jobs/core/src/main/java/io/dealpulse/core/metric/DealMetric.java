package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealHistory;

/** A metric family that counts deals. */
public interface DealMetric extends MetricFamily {

    /**
     * Adds what a deal contributes. Pure.
     *
     * @param firstEvent index in the timeline of the first event that matters; what depends on earlier events alone may be
     *     left out. 0 for all; see {@link DealHistory#firstDifference}
     */
    void contribute(DealHistory history, int firstEvent, ContributionSet contributions);

    /** Whether a deal goes on contributing when it is deleted. */
    default boolean countsDeleted() {
        return false;
    }
}
