package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many rows a list has, as the table of its figure counts them: that is far smaller than the list.
 *
 * @param sql constant, with a question mark for each parameter; its rows have the columns day and found
 * @param daily whether the rows are of one day each, by which the list can be sorted; else there is one row without a day
 */
record RowCounts(String sql, List<Object> parameters, boolean daily) {

    private static final String DAILY = """
            SELECT day, sum(%s) AS found
            FROM %s
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND %s
            GROUP BY day
            HAVING found > 0
            """;

    private static final String AT_ONCE = """
            SELECT toDate32('1970-01-01') AS day, sum(%s) AS found
            FROM %s
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND %s
            """;

    /** By rows of a view by day, in a slice. */
    static RowCounts byDay(Slice slice, String column, String view, DealSelection selection) {
        return of(DAILY, slice, column, view, selection, true);
    }

    /** By all rows of a view, in a slice. */
    static RowCounts atOnce(Slice slice, String column, String view, DealSelection selection) {
        return of(AT_ONCE, slice, column, view, selection, false);
    }

    private static RowCounts of(
            String sql, Slice slice, String column, String view, DealSelection selection, boolean daily) {
        List<Object> parameters =
                new ArrayList<>(List.of(slice.pipeline().pipelineId(), slice.dimension(), slice.value()));
        parameters.addAll(selection.parameters());
        return new RowCounts(sql.formatted(column, view, selection.sql()), parameters, daily);
    }

    /** Rows of each day that has any. */
    NavigableMap<LocalDate, Long> read(Database database) {
        NavigableMap<LocalDate, Long> counts = new TreeMap<>();
        database.list(
                "counts_of_list", sql, row -> counts.merge(row.day("day"), row.count("found"), Long::sum), parameters);
        return counts;
    }
}
