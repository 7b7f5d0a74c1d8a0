package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many rows of a list there are of each day, as the table of its figure counts them: that is far smaller than the list.
 *
 * @param sql constant, with a question mark for each parameter; its rows have the columns day and found
 */
record RowCounts(String sql, List<Object> parameters) {

    private static final String DAILY = """
            SELECT day, sum(%s) AS found
            FROM %s
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND %s
            GROUP BY day
            HAVING found > 0
            """;

    /** By rows of a view by day, in a slice. */
    static RowCounts of(Slice slice, String column, String view, DealSelection selection) {
        List<Object> parameters =
                new ArrayList<>(List.of(slice.pipeline().pipelineId(), slice.dimension(), slice.value()));
        parameters.addAll(selection.parameters());
        return new RowCounts(DAILY.formatted(column, view, selection.sql()), parameters);
    }

    /** Rows of each day that has any. */
    NavigableMap<LocalDate, Long> read(Database database) {
        NavigableMap<LocalDate, Long> counts = new TreeMap<>();
        database.list(
                "counts_of_list", sql, row -> counts.merge(row.day("day"), row.count("found"), Long::sum), parameters);
        return counts;
    }
}
