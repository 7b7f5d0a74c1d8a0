package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long the visits to open stages that ended in the range took, and which stages are slow. */
public final class StageTimeFigure implements Figure {

    private static final int ENOUGH_EXITS = 10;
    private static final double SLOWER = 1.25;

    private static final String BY_STAGE = """
            SELECT day >= toDate32(?) AS present, stage_id, sum(exits) AS ended, sum(seconds) AS total_seconds,
                   sumMap(histogram) AS times, dp_quantile(times, 0.5) / 86400 AS p50, dp_quantile(times, 0.9) / 86400 AS p90
            FROM v_stage_exit_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY present, stage_id
            """;

    private static final String BY_MOVEMENT = """
            SELECT stage_id, movement, sum(exits) AS ended, dp_quantile(sumMap(histogram), 0.5) / 86400 AS p50
            FROM v_stage_exit_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY stage_id, movement
            ORDER BY stage_id, ended DESC, movement
            """;

    private final Database database;

    public StageTimeFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/stage-time";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        Map<Key, Exits> exits = byStage(slice, range.previous().from(), range);
        Map<Key, Exits> ofAll =
                slice.isAll() ? exits : byStage(new Slice(slice.pipeline(), Slice.ALL, ""), range.from(), range);
        Map<String, List<Movement>> movements = movements(slice, range);
        long total = exits.entrySet().stream()
                .filter(entry -> entry.getKey().present())
                .mapToLong(entry -> entry.getValue().seconds())
                .sum();
        List<StageTime> stages = slice.pipeline().openStages().stream()
                .map(stage -> {
                    Exits now = exits.getOrDefault(new Key(true, stage.stageId()), Exits.NONE);
                    Exits before = exits.getOrDefault(new Key(false, stage.stageId()), Exits.NONE);
                    Exits all = ofAll.getOrDefault(new Key(true, stage.stageId()), Exits.NONE);
                    String reason = !slice.isAll() && now.isSlowerThan(all)
                            ? "all"
                            : now.isSlowerThan(before) ? "previous" : null;
                    return StageTime.of(
                            stage,
                            now,
                            before,
                            all,
                            Numbers.ratio(now.seconds(), total),
                            reason,
                            movements.getOrDefault(stage.stageId(), List.of()));
                })
                .toList();
        return new Answer(request.head(slice, range), stages);
    }

    private Map<Key, Exits> byStage(Slice slice, LocalDate first, DayRange range) {
        Map<Key, Exits> exits = new HashMap<>();
        database.list(
                "stage_exits",
                BY_STAGE,
                row -> exits.put(new Key(row.flag("present"), row.text("stage_id")), Exits.of(row)),
                range.from(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                first,
                range.to());
        return exits;
    }

    private Map<String, List<Movement>> movements(Slice slice, DayRange range) {
        Map<String, List<Movement>> movements = new HashMap<>();
        database.list(
                "stage_movements",
                BY_MOVEMENT,
                row -> movements
                        .computeIfAbsent(row.text("stage_id"), stage -> new ArrayList<>())
                        .add(new Movement(row.text("movement"), row.count("ended"), row.number("p50"))),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.from(),
                range.to());
        return movements;
    }

    private record Key(boolean present, String stageId) {}

    private record Exits(
            long exits,
            long seconds,
            @Nullable Double p50,
            @Nullable Double p90) {

        static final Exits NONE = new Exits(0, 0, null, null);

        static Exits of(Row row) throws SQLException {
            return new Exits(row.count("ended"), row.count("total_seconds"), row.number("p50"), row.number("p90"));
        }

        boolean isSlowerThan(Exits other) {
            return exits >= ENOUGH_EXITS
                    && other.exits >= ENOUGH_EXITS
                    && p50 != null
                    && other.p50 != null
                    && other.p50 > 0
                    && p50 >= SLOWER * other.p50;
        }
    }

    private record Answer(@JsonUnwrapped Head head, List<StageTime> stages) {}

    private record Movement(
            String movement, long exits, @Nullable Double p50Days) {}

    private record StageTime(
            String stageId,
            String name,
            int position,
            long exits,
            @Nullable Double meanDays,
            @Nullable Double p50Days,
            @Nullable Double p90Days,
            @Nullable Double previousP50Days,
            @Nullable Double allP50Days,
            @Nullable Double share,
            boolean slow,
            @Nullable String slowReason,
            List<Movement> movements) {

        static StageTime of(
                Stage stage,
                Exits now,
                Exits before,
                Exits all,
                @Nullable Double share,
                @Nullable String reason,
                List<Movement> movements) {
            return new StageTime(
                    stage.stageId(),
                    stage.name(),
                    stage.position(),
                    now.exits(),
                    Numbers.meanDays(now.seconds(), now.exits()),
                    now.p50(),
                    now.p90(),
                    before.p50(),
                    all.p50(),
                    share,
                    reason != null,
                    reason,
                    movements);
        }
    }
}
