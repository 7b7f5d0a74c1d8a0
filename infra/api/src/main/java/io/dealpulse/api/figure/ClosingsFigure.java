package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Won and lost deals by day, week or month of closing. */
public final class ClosingsFigure implements Figure {

    /** How long a step is; the first and the last are cut off where the range is. */
    private enum Step {
        DAY {
            @Override
            LocalDate lastOf(LocalDate day) {
                return day;
            }
        },
        WEEK {
            @Override
            LocalDate lastOf(LocalDate day) {
                return day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY));
            }
        },
        MONTH {
            @Override
            LocalDate lastOf(LocalDate day) {
                return day.with(TemporalAdjusters.lastDayOfMonth());
            }
        };

        /** The last day of the step that a day is in. */
        abstract LocalDate lastOf(LocalDate day);

        /** One that gives a chart neither few nor many points. */
        static Step fit(DayRange range) {
            return range.days() <= 35 ? DAY : range.days() <= 200 ? WEEK : MONTH;
        }
    }

    private static final String BY_DAY = "SELECT day, " + Closings.COLUMNS + """
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY day
            """;

    private final Database database;

    public ClosingsFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/closings";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange("step");
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        Step step = request.parameters().choice("step", Step.class, Step.fit(range));
        return new Answer(
                request.head(slice, range),
                request.reference().money().currency(),
                Parameters.word(step),
                points(byDay(database, slice, range), range, step));
    }

    /** The closings of each day that has any. */
    static NavigableMap<LocalDate, Closings> byDay(Database database, Slice slice, DayRange range) {
        NavigableMap<LocalDate, Closings> days = new TreeMap<>();
        database.list(
                "closings_daily",
                BY_DAY,
                row -> days.put(row.day("day"), Closings.of(row)),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.from(),
                range.to());
        return days;
    }

    private static List<Point> points(NavigableMap<LocalDate, Closings> days, DayRange range, Step step) {
        List<Point> points = new ArrayList<>();
        for (LocalDate from = range.from(); !from.isAfter(range.to()); ) {
            LocalDate last = step.lastOf(from);
            LocalDate to = last.isAfter(range.to()) ? range.to() : last;
            points.add(Point.of(
                    from,
                    to,
                    days.subMap(from, true, to, true).values().stream().reduce(Closings.NONE, Closings::plus)));
            from = to.plusDays(1);
        }
        return points;
    }

    private record Answer(@JsonUnwrapped Head head, String currency, String step, List<Point> points) {}

    private record Point(
            LocalDate from,
            LocalDate to,
            long won,
            long lost,
            @Nullable Double winRate,
            BigDecimal wonAmount,
            BigDecimal lostAmount) {

        static Point of(LocalDate from, LocalDate to, Closings closings) {
            return new Point(
                    from,
                    to,
                    closings.won(),
                    closings.lost(),
                    closings.winRate(),
                    closings.wonAmount(),
                    closings.lostAmount());
        }
    }
}
