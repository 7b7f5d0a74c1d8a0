package io.dealpulse.api.figure;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Request;
import java.util.List;

/** The dimensions of a pipeline. */
public final class DimensionsFigure implements Figure {

    private static final String VALUES = """
            SELECT dimension, uniqExact(dimension_value) AS found
            FROM
            (
                SELECT dimension, dimension_value FROM v_pipeline_value WHERE pipeline_id = ? AND dimension != 'all'
                UNION ALL
                SELECT dimension, dimension_value FROM v_rolling_closing_stored WHERE pipeline_id = ? AND dimension != 'all'
                UNION ALL
                SELECT dimension, dimension_value FROM v_rolling_conversion_stored WHERE pipeline_id = ? AND dimension != 'all'
            )
            GROUP BY dimension
            ORDER BY dimension
            """;

    private final Database database;

    public DimensionsFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/dimensions";
    }

    @Override
    public List<String> parameters() {
        return List.of("pipeline");
    }

    @Override
    public Object answer(Request request) {
        String pipelineId = request.pipeline().pipelineId();
        return new Answer(database.list(
                "dimension_counts",
                VALUES,
                row -> new DimensionOfAnswer(row.text("dimension"), row.count("found")),
                pipelineId,
                pipelineId,
                pipelineId));
    }

    private record Answer(List<DimensionOfAnswer> dimensions) {}

    private record DimensionOfAnswer(String dimension, long values) {}
}
