package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.ApiOptions;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.api.slice.Stage;
import io.dealpulse.core.metric.Histogram;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A figure of the last days, as it was on each day. */
public final class RollingFigure implements Figure {

    private enum Metric {
        WIN_RATE,
        WIN_RATE_VALUE,
        AVERAGE_DEAL_SIZE,
        CYCLE_MEAN_DAYS,
        CYCLE_P50_DAYS,
        CONVERSION
    }

    private static final String CYCLES = """
            SELECT day, sumMap(histogram) AS times, sum(deals) AS won
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND outcome = 'won'
                  AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY day
            """;

    private static final String COHORTS = """
            SELECT day, sum(entered) AS deals, sum(converted) AS converted_deals
            FROM v_conversion_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND from_stage_id = ? AND to_stage_id = ?
                  AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY day
            """;

    private final Database database;
    private final ApiOptions options;

    public RollingFigure(Database database, ApiOptions options) {
        this.database = database;
        this.options = options;
    }

    @Override
    public String path() {
        return "/rolling";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange("metric", "window", "from_stage", "to_stage");
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        Metric metric = request.parameters().choice("metric", Metric.class, Metric.WIN_RATE);
        int window = window(request.parameters());
        requireStagesOnlyOfConversion(request.parameters(), metric);
        DayRange days = new DayRange(range.from().minusDays(window - 1L), range.to());
        List<Point> points = switch (metric) {
            case WIN_RATE -> closings(slice, days, range, window, Closings::winRate, Closings::deals);
            case WIN_RATE_VALUE -> closings(slice, days, range, window, Closings::winRateValue, Closings::deals);
            case AVERAGE_DEAL_SIZE ->
                closings(
                        slice,
                        days,
                        range,
                        window,
                        Closings::averageDealSize,
                        closings -> closings.won() - closings.wonUnconverted());
            case CYCLE_MEAN_DAYS -> closings(slice, days, range, window, Closings::cycleMeanDays, Closings::won);
            case CYCLE_P50_DAYS -> cycles(slice, days, range, window);
            case CONVERSION -> cohorts(request, slice, days, range, window);
        };
        return new Answer(
                request.head(slice, range),
                metric == Metric.AVERAGE_DEAL_SIZE ? request.reference().money().currency() : null,
                Parameters.word(metric),
                window,
                points);
    }

    private int window(Parameters parameters) {
        String window = parameters.text("window");
        if (window == null) {
            return options.windows().contains(30) ? 30 : options.windows().get(0);
        }
        return options.windows().stream()
                .filter(days -> days.toString().equals(window))
                .findFirst()
                .orElseThrow(() -> Parameters.wrongValue(
                        "window",
                        window,
                        options.windows().stream().map(Object::toString).collect(Collectors.joining(", "))));
    }

    private static void requireStagesOnlyOfConversion(Parameters parameters, Metric metric) {
        for (String name : List.of("from_stage", "to_stage")) {
            if (metric != Metric.CONVERSION && parameters.has(name)) {
                throw Parameters.wrong(name, "Parameter %s is of metric=conversion alone.", name);
            }
        }
    }

    private List<Point> closings(
            Slice slice,
            DayRange days,
            DayRange range,
            int window,
            Function<Closings, @Nullable Number> value,
            Function<Closings, Long> deals) {
        return slide(
                ClosingsFigure.byDay(database, slice, days),
                range,
                window,
                Closings.NONE,
                Closings::plus,
                Closings::negated,
                value,
                deals);
    }

    private List<Point> cycles(Slice slice, DayRange days, DayRange range, int window) {
        NavigableMap<LocalDate, Cycles> daily = new TreeMap<>();
        database.list(
                "cycles_daily",
                CYCLES,
                row -> daily.put(row.day("day"), new Cycles(row.count("won"), row.histogram("times"))),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                days.from(),
                days.to());
        return slide(daily, range, window, Cycles.NONE, Cycles::plus, Cycles::negated, Cycles::p50Days, Cycles::deals);
    }

    private List<Point> cohorts(Request request, Slice slice, DayRange days, DayRange range, int window) {
        Pair pair = pair(request, slice);
        NavigableMap<LocalDate, Cohort> daily = new TreeMap<>();
        database.list(
                "cohorts_daily",
                COHORTS,
                row -> daily.put(row.day("day"), new Cohort(row.count("deals"), row.count("converted_deals"))),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                pair.from(),
                pair.to(),
                days.from(),
                days.to());
        return slide(daily, range, window, Cohort.NONE, Cohort::plus, Cohort::negated, Cohort::rate, Cohort::entered);
    }

    /** The tables have each open stage with the next, and with the first won one. */
    private static Pair pair(Request request, Slice slice) {
        List<Stage> open = slice.pipeline().openStages();
        Stage won = slice.pipeline().won().orElse(null);
        Stage from = request.parameters().has("from_stage")
                ? request.requiredOpenStage("from_stage", slice.pipeline())
                : open.stream().findFirst().orElse(null);
        if (from == null || (won == null && !request.parameters().has("to_stage"))) {
            throw Parameters.wrong(
                    "metric",
                    "Pipeline %s has no open or no won stage: no conversion.",
                    slice.pipeline().pipelineId());
        }
        int next = open.indexOf(from) + 1;
        List<String> allowed = new ArrayList<>();
        if (next < open.size()) {
            allowed.add(open.get(next).stageId());
        }
        if (won != null) {
            allowed.add(won.stageId());
        }
        Stage to = request.parameters().has("to_stage") ? request.requiredStage("to_stage", slice.pipeline()) : won;
        if (to == null || !allowed.contains(to.stageId())) {
            throw Parameters.wrongValue(
                    "to_stage",
                    to == null ? "" : to.stageId(),
                    "from " + from.stageId() + " " + String.join(" or ", allowed));
        }
        return new Pair(from.stageId(), to.stageId());
    }

    /** The window's sum on each day: what comes in at its end is added, what goes out at its begin is taken back. */
    private static <S> List<Point> slide(
            NavigableMap<LocalDate, S> daily,
            DayRange range,
            int window,
            S none,
            BinaryOperator<S> plus,
            UnaryOperator<S> negated,
            Function<S, @Nullable Number> value,
            Function<S, Long> deals) {
        List<LocalDate> shown = range.points();
        List<Point> points = new ArrayList<>(shown.size());
        S sum = none;
        for (S day : daily.headMap(range.from(), false).values()) {
            sum = plus.apply(sum, day);
        }
        int next = 0;
        for (LocalDate day = range.from(); !day.isAfter(range.to()); day = day.plusDays(1)) {
            S comes = daily.get(day);
            if (comes != null) {
                sum = plus.apply(sum, comes);
            }
            if (day.isAfter(range.from())) {
                S goes = daily.get(day.minusDays(window));
                if (goes != null) {
                    sum = plus.apply(sum, negated.apply(goes));
                }
            }
            if (day.equals(shown.get(next))) {
                points.add(new Point(day, value.apply(sum), deals.apply(sum)));
                next++;
            }
        }
        return points;
    }

    private record Pair(String from, String to) {}

    private record Cycles(long deals, Histogram times) {

        static final Cycles NONE = new Cycles(0, Histogram.empty());

        Cycles plus(Cycles other) {
            return new Cycles(deals + other.deals, times.plus(other.times));
        }

        Cycles negated() {
            return new Cycles(-deals, times.negated());
        }

        @Nullable
        Double p50Days() {
            return Quantiles.days(times, 0.5);
        }
    }

    private record Cohort(long entered, long converted) {

        static final Cohort NONE = new Cohort(0, 0);

        Cohort plus(Cohort other) {
            return new Cohort(entered + other.entered, converted + other.converted);
        }

        Cohort negated() {
            return new Cohort(-entered, -converted);
        }

        @Nullable
        Double rate() {
            return Numbers.ratio(converted, entered);
        }
    }

    private record Answer(
            @JsonUnwrapped Head head,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String currency,

            String metric,
            int windowDays,
            List<Point> points) {}

    private record Point(LocalDate day, @Nullable Number value, long deals) {}
}
