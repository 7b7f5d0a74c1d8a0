package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.core.metric.Histogram;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The main figures of a range beside those of as many days before. */
public final class SummaryFigure implements Figure {

    private static final String CLOSED = """
            SELECT day >= toDate32(?) AS present,
            """ + Closings.COLUMNS + """
            , sumMapIf(histogram, outcome = 'won') AS won_times
            FROM v_closing_daily_stored
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
            GROUP BY present
            """;

    private static final String UNCONVERTED_NOW = """
            SELECT sum(unconverted) AS deals
            FROM v_pipeline_value
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ?
            """;

    private final Database database;

    public SummaryFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/summary";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        DayRange previous = range.previous();
        Supplier<Map<Boolean, Closed>> closings = database.ahead(() -> closed(slice, range, previous));
        Supplier<Long> unconverted = database.ahead(() -> unconvertedNow(slice));
        OpenPipeline open = OpenPipeline.on(database, slice, request.reference(), previous.to(), range.to());
        Map<Boolean, Closed> closed = closings.get();
        Side current = new Side(open.at(range.to()), closed.getOrDefault(true, Closed.NONE));
        Side before = new Side(open.at(previous.to()), closed.getOrDefault(false, Closed.NONE));
        return new Answer(
                request.head(slice, range),
                request.reference().money().currency(),
                new Days(previous.from(), previous.to()),
                Tiles.of(current, before),
                new Unconverted(
                        // Today the job has counted them; of a past day the flows tell those that have a currency.
                        range.to().equals(request.reference().asOf())
                                ? unconverted.get()
                                : current.open().unconverted(),
                        current.closed().closings().wonUnconverted()));
    }

    private Map<Boolean, Closed> closed(Slice slice, DayRange range, DayRange previous) {
        Map<Boolean, Closed> closed = new HashMap<>();
        database.list(
                "closed_in_ranges",
                CLOSED,
                row -> closed.put(row.flag("present"), new Closed(Closings.of(row), row.histogram("won_times"))),
                range.from(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                previous.from(),
                range.to());
        return closed;
    }

    private long unconvertedNow(Slice slice) {
        return database.first(
                        "unconverted_now",
                        UNCONVERTED_NOW,
                        row -> row.count("deals"),
                        slice.pipeline().pipelineId(),
                        slice.dimension(),
                        slice.value())
                .orElse(0L);
    }

    /** Deals closed, with the cycles of those won. */
    private record Closed(Closings closings, Histogram wonTimes) {

        static final Closed NONE = new Closed(Closings.NONE, Histogram.empty());

        @Nullable
        Double cycleDays(double quantile) {
            return Quantiles.days(wonTimes, quantile);
        }
    }

    /** The figures of one range. */
    private record Side(OpenValue open, Closed closed) {

        /** In the base currency per day. */
        @Nullable
        BigDecimal velocity() {
            Double winRate = closed.closings().winRate();
            Double averageCents = closed.closings().averageCents();
            Double cycleDays = closed.closings().cycleMeanDays();
            return winRate == null || averageCents == null || cycleDays == null
                    ? null
                    : Numbers.amount(Numbers.ratio(open.deals() * winRate * averageCents, cycleDays));
        }
    }

    private record Answer(
            @JsonUnwrapped Head head, String currency, Days previous, Tiles tiles, Unconverted unconverted) {}

    private record Days(LocalDate from, LocalDate to) {}

    private record Unconverted(long open, long won) {}

    private record Tiles(
            Tile openValue,
            Tile weightedValue,
            Tile openDeals,
            Tile winRate,
            Tile winRateValue,
            Tile averageDealSize,
            Tile cycleP50Days,
            Tile cycleP90Days,
            Tile velocity,
            Tile won,
            Tile lost,
            Tile wonAmount) {

        static Tiles of(Side now, Side then) {
            Closings closed = now.closed().closings();
            Closings closedThen = then.closed().closings();
            return new Tiles(
                    Tile.relative(now.open().amount(), then.open().amount()),
                    Tile.relative(now.open().weighted(), then.open().weighted()),
                    Tile.relative(now.open().deals(), then.open().deals()),
                    Tile.points(closed.winRate(), closedThen.winRate()),
                    Tile.points(closed.winRateValue(), closedThen.winRateValue()),
                    Tile.relative(closed.averageDealSize(), closedThen.averageDealSize()),
                    Tile.relative(now.closed().cycleDays(0.5), then.closed().cycleDays(0.5)),
                    Tile.relative(now.closed().cycleDays(0.9), then.closed().cycleDays(0.9)),
                    Tile.relative(now.velocity(), then.velocity()),
                    Tile.relative(closed.won(), closedThen.won()),
                    Tile.relative(closed.lost(), closedThen.lost()),
                    Tile.relative(closed.wonAmount(), closedThen.wonAmount()));
        }
    }

    private record Tile(
            @Nullable Number current,
            @Nullable Number previous,
            @Nullable Number change) {

        /** Changed by this part of what it was. */
        static Tile relative(@Nullable Number current, @Nullable Number previous) {
            Double change = current == null || previous == null
                    ? null
                    : Numbers.ratio(current.doubleValue() - previous.doubleValue(), Math.abs(previous.doubleValue()));
            return new Tile(current, previous, change);
        }

        /** Changed by so much. */
        static Tile points(@Nullable Double current, @Nullable Double previous) {
            Number change = current == null || previous == null
                    ? null
                    : BigDecimal.valueOf(current).subtract(BigDecimal.valueOf(previous), MathContext.DECIMAL64);
            return new Tile(current, previous, change);
        }
    }
}
