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
import io.dealpulse.core.metric.Histogram;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long the deals closed in the range took from creation to closing. */
public final class CycleFigure implements Figure {

    private enum Outcome {
        WON,
        LOST
    }

    private static final String CYCLES = """
            SELECT sum(deals) AS closed, sum(seconds) AS total_seconds, sumMap(histogram) AS times
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND outcome = ?
                  AND day BETWEEN toDate32(?) AND toDate32(?)
            """;

    private final Database database;

    public CycleFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/cycle";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange("outcome");
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        String outcome = Parameters.word(request.parameters().choice("outcome", Outcome.class, Outcome.WON));
        Cycles cycles = database.first(
                        "cycles",
                        CYCLES,
                        Cycles::of,
                        slice.pipeline().pipelineId(),
                        slice.dimension(),
                        slice.value(),
                        outcome,
                        range.from(),
                        range.to())
                .orElseThrow();
        return new Answer(
                request.head(slice, range),
                outcome,
                cycles.deals(),
                Numbers.meanDays(cycles.seconds(), cycles.deals()),
                Quantiles.days(cycles.times(), 0.5),
                Quantiles.days(cycles.times(), 0.75),
                Quantiles.days(cycles.times(), 0.9),
                Bin.split(cycles.times()));
    }

    private record Cycles(long deals, long seconds, Histogram times) {

        static Cycles of(Row row) throws SQLException {
            return new Cycles(row.count("closed"), row.count("total_seconds"), row.histogram("times"));
        }
    }

    private record Answer(
            @JsonUnwrapped Head head,
            String outcome,
            long deals,
            @Nullable Double meanDays,
            @Nullable Double p50Days,
            @Nullable Double p75Days,
            @Nullable Double p90Days,
            List<Bin> bins) {}
}
