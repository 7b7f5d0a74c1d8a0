package io.dealpulse.jobs.verify;

import java.util.List;

/**
 * What the comparison of a table found.
 *
 * @param table the table's name
 * @param rows how many rows it has
 * @param different how many of them have another value than the events give
 * @param missing how many rows the events make but the table lacks
 * @param unexpected how many rows the table has but no event makes
 * @param examples the first differences, some of each kind where there are some
 */
public record TableResult(
        String table, long rows, long different, long missing, long unexpected, List<Difference> examples) {

    /** How many rows differ. */
    public long differences() {
        return different + missing + unexpected;
    }
}
