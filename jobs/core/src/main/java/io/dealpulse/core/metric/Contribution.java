package io.dealpulse.core.metric;

import java.time.LocalDate;

/**
 * What one deal adds to one day's bucket, or, as a delta, by how much that has changed.
 *
 * @param key the bucket series
 * @param day the day in the reporting zone
 * @param measures what to add
 */
public record Contribution(MetricKey key, LocalDate day, Measures measures) {}
