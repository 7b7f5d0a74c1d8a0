package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What was open at the end of each day. */
public final class PipelineHistoryFigure implements Figure {

    private final Database database;

    public PipelineHistoryFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/pipeline-history";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        List<Point> points = new ArrayList<>();
        OpenPipeline.during(database, slice, request.reference(), range)
                .atEach()
                .forEach((day, open) -> points.add(new Point(day, open.deals(), open.amount(), open.weighted())));
        return new Answer(
                request.head(slice, range), request.reference().money().currency(), points);
    }

    private record Answer(@JsonUnwrapped Head head, String currency, List<Point> points) {}

    private record Point(LocalDate day, long openDeals, BigDecimal amount, BigDecimal weighted) {}
}
