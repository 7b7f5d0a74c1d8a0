package io.dealpulse.api.deal;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows a list has, as the table of its figure counts them, which is far smaller than the list.
 *
 * @param sql constant, with a question mark for each parameter; its row has the column total
 */
record FigureCount(String sql, List<Object> parameters) {

    private static final String SUM = """
            SELECT sum(%s) AS total
            FROM %s
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND %s
            """;

    /** The sum of a column, by rows of a view by day, in a slice. */
    static FigureCount of(Slice slice, String column, String view, DealSelection selection) {
        List<Object> parameters =
                new ArrayList<>(List.of(slice.pipeline().pipelineId(), slice.dimension(), slice.value()));
        parameters.addAll(selection.parameters());
        return new FigureCount(SUM.formatted(column, view, selection.sql()), parameters);
    }

    long read(Database database) {
        return database.list("count_of_figure", sql, row -> row.count("total"), parameters)
                .get(0);
    }
}
