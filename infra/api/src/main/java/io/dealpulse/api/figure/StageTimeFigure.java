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
import io.dealpulse.core.metric.Histogram;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How long the visits to open stages that ended in the range took, and which stages are slow. */
public final class StageTimeFigure implements Figure {

    private static final int ENOUGH_EXITS = 10;
    private static final double SLOWER = 1.25;

    /** Of a slice in the range and the one before, and of all in the range: whatever is shown is a sum of these. */
    private static final String EXITS = """
            SELECT dimension = ? AND dimension_value = ? AS of_slice, day >= toDate32(?) AS present, stage_id, movement,
                   sum(exits) AS ended, sum(seconds) AS total_seconds, sumMap(histogram) AS times
            FROM v_stage_exit_daily_stored
            WHERE pipeline_id = ? AND (dimension, dimension_value) IN (('all', ''), (?, ?))
                  AND day BETWEEN toDate32(?) AND toDate32(?) AND (of_slice OR present)
            GROUP BY of_slice, present, stage_id, movement
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
        Map<Key, Exits> exits = exits(slice, range);
        long total = slice.pipeline().openStages().stream()
                .mapToLong(stage -> present(exits, stage).seconds())
                .sum();
        return new Answer(
                request.head(slice, range),
                slice.pipeline().openStages().stream()
                        .map(stage -> stageTime(slice, stage, exits, total))
                        .toList());
    }

    private Map<Key, Exits> exits(Slice slice, DayRange range) {
        Map<Key, Exits> exits = new HashMap<>();
        database.list(
                "stage_exits",
                EXITS,
                row -> exits.put(
                        new Key(row.flag("of_slice"), row.flag("present"), row.text("stage_id"), row.text("movement")),
                        Exits.of(row)),
                slice.dimension(),
                slice.value(),
                range.from(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.previous().from(),
                range.to());
        return exits;
    }

    private static StageTime stageTime(Slice slice, Stage stage, Map<Key, Exits> exits, long total) {
        Exits now = present(exits, stage);
        Exits before = sum(exits, stage, true, false);
        Exits all = slice.isAll() ? now : sum(exits, stage, false, true);
        String reason = !slice.isAll() && now.isSlowerThan(all) ? "all" : now.isSlowerThan(before) ? "previous" : null;
        return StageTime.of(
                stage, now, before, all, Numbers.ratio(now.seconds(), total), reason, movements(exits, stage));
    }

    private static Exits present(Map<Key, Exits> exits, Stage stage) {
        return sum(exits, stage, true, true);
    }

    private static Exits sum(Map<Key, Exits> exits, Stage stage, boolean ofSlice, boolean present) {
        return of(exits, stage, ofSlice, present).map(Map.Entry::getValue).reduce(Exits.NONE, Exits::plus);
    }

    private static Stream<Map.Entry<Key, Exits>> of(
            Map<Key, Exits> exits, Stage stage, boolean ofSlice, boolean present) {
        return exits.entrySet().stream()
                .filter(entry -> entry.getKey().ofSlice() == ofSlice
                        && entry.getKey().present() == present
                        && entry.getKey().stageId().equals(stage.stageId()));
    }

    /** Those of most exits first. */
    private static List<Movement> movements(Map<Key, Exits> exits, Stage stage) {
        return of(exits, stage, true, true)
                .map(entry -> new Movement(
                        entry.getKey().movement(),
                        entry.getValue().exits(),
                        entry.getValue().p50()))
                .sorted(Comparator.comparingLong(Movement::exits).reversed().thenComparing(Movement::movement))
                .toList();
    }

    private record Key(boolean ofSlice, boolean present, String stageId, String movement) {}

    private record Exits(long exits, long seconds, Histogram times) {

        static final Exits NONE = new Exits(0, 0, Histogram.empty());

        static Exits of(Row row) throws SQLException {
            return new Exits(row.count("ended"), row.count("total_seconds"), row.histogram("times"));
        }

        Exits plus(Exits other) {
            return new Exits(exits + other.exits, seconds + other.seconds, times.plus(other.times));
        }

        @Nullable
        Double p50() {
            return Quantiles.days(times, 0.5);
        }

        @Nullable
        Double p90() {
            return Quantiles.days(times, 0.9);
        }

        boolean isSlowerThan(Exits other) {
            Double days = p50();
            Double otherDays = other.p50();
            return exits >= ENOUGH_EXITS
                    && other.exits >= ENOUGH_EXITS
                    && days != null
                    && otherDays != null
                    && otherDays > 0
                    && days >= SLOWER * otherDays;
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
