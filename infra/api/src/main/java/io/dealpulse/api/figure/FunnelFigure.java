package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Pipeline;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import io.dealpulse.core.metric.Histogram;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the deals that reached each stage in the range went on. */
public final class FunnelFigure implements Figure {

    private static final String CONVERSIONS = """
            SELECT from_stage_id, to_stage_id, sum(entered) AS deals, sum(converted) AS converted_deals,
                   sum(lost) AS lost_deals, sum(open) AS open_deals, sum(seconds) AS total_seconds,
                   sumMap(histogram) AS times
            FROM v_conversion_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY from_stage_id, to_stage_id
            """;

    private static final String WON = """
            SELECT sum(deals) AS won
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND outcome = 'won'
                  AND day BETWEEN toDate32(?) AND toDate32(?)
            """;

    private final Database database;

    public FunnelFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/funnel";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        Supplier<Long> won = database.ahead(() -> won(slice, range));
        Map<Pair, Conversion> conversions = new HashMap<>();
        database.list(
                "conversions",
                CONVERSIONS,
                row -> conversions.put(
                        new Pair(row.text("from_stage_id"), row.text("to_stage_id")), Conversion.of(row)),
                parameters(slice, range));
        return new Answer(request.head(slice, range), steps(slice.pipeline(), conversions, won.get()));
    }

    private long won(Slice slice, DayRange range) {
        return database.first("won", WON, row -> row.count("won"), parameters(slice, range))
                .orElse(0L);
    }

    private static Object[] parameters(Slice slice, DayRange range) {
        return new Object[] {slice.pipeline().pipelineId(), slice.dimension(), slice.value(), range.from(), range.to()};
    }

    private static List<Step> steps(Pipeline pipeline, Map<Pair, Conversion> conversions, long won) {
        List<Step> steps = new ArrayList<>();
        List<Stage> open = pipeline.openStages();
        Stage last = pipeline.won().orElse(null);
        for (int at = 0; at < open.size(); at++) {
            Stage stage = open.get(at);
            Conversion next = find(conversions, stage, at + 1 < open.size() ? open.get(at + 1) : last);
            Conversion win = find(conversions, stage, last);
            Long entered = next != null ? (Long) next.entered() : null;
            steps.add(new Step(stage.stageId(), stage.name(), stage.position(), stage.kind(), entered, next, win));
        }
        if (last != null) {
            steps.add(new Step(last.stageId(), last.name(), last.position(), last.kind(), won, null, null));
        }
        return steps;
    }

    private static @Nullable Conversion find(Map<Pair, Conversion> conversions, Stage from, @Nullable Stage to) {
        return to == null
                ? null
                : conversions.getOrDefault(new Pair(from.stageId(), to.stageId()), Conversion.none(to.stageId()));
    }

    private record Pair(String from, String to) {}

    private record Answer(@JsonUnwrapped Head head, List<Step> steps) {}

    private record Step(
            String stageId,
            String name,
            int position,
            String kind,
            @Nullable Long entered,
            @Nullable Conversion next,
            @Nullable Conversion win) {}

    private record Conversion(
            String toStageId,
            long entered,
            long converted,
            long lost,
            long open,
            @Nullable Double rate,
            @Nullable Double rateDecided,
            @Nullable Double meanDays,
            @Nullable Double p50Days,
            @Nullable Double p90Days) {

        static Conversion of(Row row) throws SQLException {
            long entered = row.count("deals");
            long converted = row.count("converted_deals");
            long lost = row.count("lost_deals");
            Histogram times = row.histogram("times");
            return new Conversion(
                    row.text("to_stage_id"),
                    entered,
                    converted,
                    lost,
                    row.count("open_deals"),
                    Numbers.ratio(converted, entered),
                    Numbers.ratio(converted, converted + lost),
                    Numbers.meanDays(row.count("total_seconds"), converted),
                    Quantiles.days(times, 0.5),
                    Quantiles.days(times, 0.9));
        }

        static Conversion none(String toStageId) {
            return new Conversion(toStageId, 0, 0, 0, 0, null, null, null, null, null);
        }
    }
}
