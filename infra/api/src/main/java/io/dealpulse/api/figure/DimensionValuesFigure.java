package io.dealpulse.api.figure;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.Pipeline;
import io.dealpulse.api.slice.Request;
import java.util.List;

/** The values of a dimension that have open deals or lately had any, those of most deals first. */
public final class DimensionValuesFigure implements Figure {

    /** So that to open a list takes no longer after ten years than after one. */
    private static final int CLOSED_WITHIN_DAYS = 365;

    private static final String VALUES = """
            SELECT dimension_value, sum(open) AS open_deals, sum(won_deals) AS won, sum(lost_deals) AS lost
            FROM
            (
                SELECT dimension_value, open_deals AS open, toInt64(0) AS won_deals, toInt64(0) AS lost_deals
                FROM v_pipeline_value
                WHERE pipeline_id = ? AND dimension = ?
                UNION ALL
                SELECT dimension_value, toInt64(0), if(outcome = 'won', deals, 0), if(outcome = 'lost', deals, 0)
                FROM v_closing_daily_stored
                WHERE pipeline_id = ? AND dimension = ? AND day > toDate32(?)
                UNION ALL
                SELECT DISTINCT dimension_value, toInt64(0), toInt64(0), toInt64(0)
                FROM v_rolling_conversion_stored
                WHERE pipeline_id = ? AND dimension = ?
            )
            WHERE positionCaseInsensitiveUTF8(dimension_value, ?) > 0
            GROUP BY dimension_value
            ORDER BY open_deals + won + lost DESC, dimension_value
            LIMIT ?
            """;

    private final Database database;

    public DimensionValuesFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/dimensions/{dimension}/values";
    }

    @Override
    public List<String> parameters() {
        return List.of("pipeline", "search", "limit");
    }

    @Override
    public Object answer(Request request) {
        Pipeline pipeline = request.pipeline();
        String dimension = request.requireDimension(
                "dimension", pipeline, request.parameters().requiredText("dimension", "a dimension"));
        String search = request.parameters().text("search");
        int limit = request.parameters().integer("limit", 1, 1_000, 200);
        List<Value> values = database.list(
                "dimension_values",
                VALUES,
                row -> new Value(
                        row.text("dimension_value"), row.count("open_deals"), row.count("won"), row.count("lost")),
                pipeline.pipelineId(),
                dimension,
                pipeline.pipelineId(),
                dimension,
                request.reference().today().minusDays(CLOSED_WITHIN_DAYS),
                pipeline.pipelineId(),
                dimension,
                search == null ? "" : search,
                limit + 1);
        return new Answer(dimension, values.subList(0, Math.min(limit, values.size())), values.size() > limit);
    }

    private record Answer(String dimension, List<Value> values, boolean more) {}

    private record Value(String value, long openDeals, long won, long lost) {}
}
