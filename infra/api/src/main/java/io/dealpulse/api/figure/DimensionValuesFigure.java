package io.dealpulse.api.figure;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.Pipeline;
import io.dealpulse.api.slice.Request;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The values of a dimension that have open deals or lately had any, those of most deals first. */
public final class DimensionValuesFigure implements Figure {

    /** So that to open a list takes no longer after ten years than after one. */
    private static final int CLOSED_WITHIN_DAYS = 365;

    private static final String CLOSED = """
            SELECT dimension_value, toInt64(0) AS open_deals, sumIf(deals, outcome = 'won') AS won,
                   sumIf(deals, outcome = 'lost') AS lost
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND day > toDate32(?) AND positionCaseInsensitiveUTF8(dimension_value, ?) > 0
            GROUP BY dimension_value
            """;

    private static final String OPEN_OR_REACHED = """
            SELECT dimension_value, sum(open) AS open_deals, toInt64(0) AS won, toInt64(0) AS lost
            FROM
            (
                SELECT dimension_value, open_deals AS open
                FROM v_pipeline_value
                WHERE pipeline_id = ? AND dimension = ?
                UNION ALL
                SELECT DISTINCT dimension_value, toInt64(0)
                FROM v_rolling_conversion_stored
                WHERE pipeline_id = ? AND dimension = ?
            )
            WHERE positionCaseInsensitiveUTF8(dimension_value, ?) > 0
            GROUP BY dimension_value
            """;

    private static final Comparator<Value> ORDER =
            Comparator.comparingLong(Value::deals).reversed().thenComparing(Value::value);

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
        String id = pipeline.pipelineId();
        String part = search == null ? "" : search;
        LocalDate since = request.reference().today().minusDays(CLOSED_WITHIN_DAYS);
        Supplier<List<Value>> closed =
                database.ahead(() -> database.list("closed_values", CLOSED, Value::of, id, dimension, since, part));
        Map<String, Value> found = new HashMap<>();
        Stream.concat(
                        database
                                .list("open_values", OPEN_OR_REACHED, Value::of, id, dimension, id, dimension, part)
                                .stream(),
                        closed.get().stream())
                .forEach(value -> found.merge(value.value(), value, Value::plus));
        List<Value> values =
                found.values().stream().sorted(ORDER).limit(limit + 1L).toList();
        return new Answer(dimension, values.subList(0, Math.min(limit, values.size())), values.size() > limit);
    }

    private record Answer(String dimension, List<Value> values, boolean more) {}

    private record Value(String value, long openDeals, long won, long lost) {

        static Value of(Row row) throws SQLException {
            return new Value(row.text("dimension_value"), row.count("open_deals"), row.count("won"), row.count("lost"));
        }

        Value plus(Value other) {
            return new Value(value, openDeals + other.openDeals, won + other.won, lost + other.lost);
        }

        long deals() {
            return openDeals + won + lost;
        }
    }
}
