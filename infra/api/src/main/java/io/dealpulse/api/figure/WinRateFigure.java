package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Won and lost deals by the values of a dimension. */
public final class WinRateFigure implements Figure {

    /** What the rows are sorted by. */
    private enum Order {
        WON_AMOUNT("won_amount DESC, won + lost DESC"),
        DEALS("won + lost DESC, won_amount DESC"),
        WIN_RATE("won / (won + lost) DESC, won + lost DESC"),
        VALUE("dimension_value");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    private static final String BY_VALUE = "SELECT dimension_value, " + Closings.COLUMNS + """
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY dimension_value
            HAVING won + lost > 0
            ORDER BY %s, dimension_value
            LIMIT ?
            """;

    private final Database database;

    public WinRateFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/win-rate";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange("by", "limit", "order");
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        if (!slice.isAll()) {
            throw Parameters.wrong(
                    "dimension",
                    "Parameter dimension must be all here: a figure is split by one dimension, which is by.");
        }
        DayRange range = request.range();
        String by = request.requireDimension(
                "by", slice.pipeline(), request.parameters().requiredText("by", "a dimension of the pipeline"));
        Order order = request.parameters().choice("order", Order.class, Order.DEALS);
        int limit = request.parameters().integer("limit", 1, 500, 50);
        List<Value> rows = database.list(
                "win_rate",
                BY_VALUE.formatted(order.sql),
                Value::of,
                slice.pipeline().pipelineId(),
                by,
                range.from(),
                range.to(),
                limit + 1);
        return new Answer(
                request.head(slice, range),
                request.reference().money().currency(),
                by,
                rows.subList(0, Math.min(limit, rows.size())),
                rows.size() > limit);
    }

    private record Answer(@JsonUnwrapped Head head, String currency, String by, List<Value> rows, boolean more) {}

    private record Value(
            String value,
            long won,
            long lost,
            @Nullable Double winRate,
            BigDecimal wonAmount,
            BigDecimal lostAmount,
            @Nullable Double winRateValue,
            @Nullable BigDecimal averageDealSize,
            @Nullable Double cycleMeanDays) {

        static Value of(Row row) throws SQLException {
            Closings closings = Closings.of(row);
            return new Value(
                    row.text("dimension_value"),
                    closings.won(),
                    closings.lost(),
                    closings.winRate(),
                    closings.wonAmount(),
                    closings.lostAmount(),
                    closings.winRateValue(),
                    closings.averageDealSize(),
                    closings.cycleMeanDays());
        }
    }
}
