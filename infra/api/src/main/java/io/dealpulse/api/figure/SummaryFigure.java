package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Reference;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main figures of a range beside those of as many days before. */
public final class SummaryFigure implements Figure {

    private static final String CLOSED = """
            SELECT day >= toDate32(?) AS present,
            """ + Closings.COLUMNS + """
            , dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.5) / 86400 AS p50_days
            , dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.9) / 86400 AS p90_days
            FROM v_closing_daily
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
        Map<Boolean, Cycle> closed = closed(slice, range, previous);
        OpenPipeline open = OpenPipeline.on(database, slice, request.reference(), previous.to(), range.to());
        Side current = new Side(open.at(range.to()), closed.getOrDefault(true, Cycle.NONE));
        Side before = new Side(open.at(previous.to()), closed.getOrDefault(false, Cycle.NONE));
        return new Answer(
                request.head(slice, range),
                request.reference().money().currency(),
                new Days(previous.from(), previous.to()),
                Tiles.of(current, before),
                new Unconverted(
                        unconvertedOpen(slice, range.to(), request.reference(), current.open()),
                        current.closed().closings().wonUnconverted()));
    }

    private Map<Boolean, Cycle> closed(Slice slice, DayRange range, DayRange previous) {
        Map<Boolean, Cycle> closed = new HashMap<>();
        database.list(
                "closed_in_ranges",
                CLOSED,
                row -> closed.put(
                        row.flag("present"),
                        new Cycle(Closings.of(row), row.number("p50_days"), row.number("p90_days"))),
                range.from(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                previous.from(),
                range.to());
        return closed;
    }

    /** Today the job has counted them; of a past day the flows tell those that have a currency. */
    private long unconvertedOpen(Slice slice, LocalDate day, Reference reference, OpenValue open) {
        if (!day.equals(reference.asOf())) {
            return open.unconverted();
        }
        return database.first(
                        "unconverted_now",
                        UNCONVERTED_NOW,
                        row -> row.count("deals"),
                        slice.pipeline().pipelineId(),
                        slice.dimension(),
                        slice.value())
                .orElse(0L);
    }

    private record Cycle(
            Closings closings,
            @Nullable Double p50Days,
            @Nullable Double p90Days) {

        static final Cycle NONE = new Cycle(Closings.NONE, null, null);
    }

    /** The figures of one range. */
    private record Side(OpenValue open, Cycle closed) {

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
                    Tile.relative(now.closed().p50Days(), then.closed().p50Days()),
                    Tile.relative(now.closed().p90Days(), then.closed().p90Days()),
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
