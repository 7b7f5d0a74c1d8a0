package io.dealpulse.api.deal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Pipeline;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The deals behind a figure, page by page. */
public final class DealsFigure implements Figure {

    private enum Order {
        /** When the deal came to count. */
        AT("counted_at"),
        AMOUNT(DealList.WORTH),
        CREATED_AT("created_at"),
        CLOSED_AT("closed_at"),
        STAGE_ENTERED_AT("stage_entered_at"),
        DEAL_ID("deal_id");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        /** Whether lists need the times of deals for it. */
        boolean isTimeOfDeal() {
            return this == CREATED_AT || this == CLOSED_AT || this == STAGE_ENTERED_AT;
        }
    }

    private enum Direction {
        ASC,
        DESC
    }

    /** Few narrow columns; a page's deals are read whole after that. What is sorted can be counted at no cost. */
    private static final String PAGE = """
            SELECT deal_id, last_stage_id, counted_at, stage_seconds, change, count() OVER () AS total
            FROM
            (
                %s
            )
            ORDER BY %s %s NULLS LAST, deal_id, counted_at
            LIMIT ? OFFSET ?
            """;

    private static final String COUNT = """
            SELECT count() AS total
            FROM
            (
                %s
            )
            """;

    /** So many days hold the first page of most lists. */
    private static final int FIRST_DAYS = 30;

    private final Database database;
    private final ZoneId zone;

    public DealsFigure(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    @Override
    public String path() {
        return "/deals";
    }

    @Override
    public List<String> parameters() {
        return Stream.of(Request.slice("figure", "order", "direction"), Page.PARAMETERS, DealFigure.allParameters())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DealFigure figure = request.parameters().choice("figure", DealFigure.class);
        if (figure == null) {
            throw Parameters.wrong(
                    "figure",
                    "Parameter figure is missing: %s.",
                    String.join(
                            ", ",
                            Stream.of(DealFigure.values()).map(Parameters::word).toList()));
        }
        figure.requireOwnParameters(request.parameters());
        Page page = Page.read(request.parameters());
        DealList list = figure.list(request, slice, zone);
        Order order = request.parameters().choice("order", Order.class, figure.tellsOfDays() ? Order.AT : Order.AMOUNT);
        Direction direction = request.parameters().choice("direction", Direction.class, Direction.DESC);
        FigureCount count = list.count();
        Part part = order == Order.AT
                        && count != null
                        && page.offset() == 0
                        && request.range().days() > FIRST_DAYS
                ? firstPage(request, list, count, direction, page)
                : part(request, list, order, direction, page);
        List<Found> found = part.found();
        Map<String, DealRow> deals = new DealReader(database, zone)
                .read(found.stream().map(Found::dealId).distinct().toList(), request.reference());
        return new Answer(
                request.head(slice, request.range()),
                request.reference().money().currency(),
                Parameters.word(figure),
                part.total(),
                page.number(),
                page.size(),
                page.of(part.total()),
                found.stream()
                        .map(each -> each.with(deals.get(each.dealId()), slice.pipeline()))
                        .toList());
    }

    /** Any page of any list. */
    private Part part(Request request, DealList list, Order order, Direction direction, Page page) {
        List<Found> found = rows(request, list, order, direction, page);
        if (!found.isEmpty()) {
            return new Part(found, found.get(0).total());
        }
        return new Part(found, page.offset() == 0 ? 0 : total(list));
    }

    /** The first page of a long list that is sorted by time: most often it lies on few days, and no others need to be read. */
    private Part firstPage(Request request, DealList list, FigureCount count, Direction direction, Page page) {
        DayRange range = request.range();
        DayRange begin = direction == Direction.DESC ? range.last(FIRST_DAYS) : range.first(FIRST_DAYS);
        Supplier<Long> total = database.ahead(() -> count.read(database));
        List<Found> found = rows(request, list.during(begin), Order.AT, direction, page);
        if (found.size() == page.size()) {
            return new Part(found, Math.max(total.get(), found.get(0).total()));
        }
        return part(request, list, Order.AT, direction, page);
    }

    private List<Found> rows(Request request, DealList list, Order order, Direction direction, Page page) {
        DealList sorted = order.isTimeOfDeal() ? list.withTimes() : list;
        List<Object> parameters = new ArrayList<>(sorted.parameters());
        if (order == Order.AMOUNT) {
            parameters.add(DealList.factors(request.reference()));
        }
        parameters.add(page.size());
        parameters.add(page.offset());
        return database.list(
                "deals_of_page", PAGE.formatted(sorted.sql(), order.sql, direction), Found::of, parameters);
    }

    private long total(DealList list) {
        return database.list("deals_of_list", COUNT.formatted(list.sql()), row -> row.count("total"), list.parameters())
                .get(0);
    }

    /** A page's rows, and how many the list has. */
    private record Part(List<Found> found, long total) {}

    /**
     * A deal's place in a list.
     *
     * @param total rows of the list, or of the days that were read of it
     */
    private record Found(
            String dealId,
            String lastStageId,
            @Nullable Instant at,
            @Nullable Double seconds,
            @Nullable Double change,
            long total) {

        static Found of(Row row) throws SQLException {
            return new Found(
                    row.text("deal_id"),
                    row.text("last_stage_id"),
                    row.instantOrNull("counted_at"),
                    row.number("stage_seconds"),
                    row.number("change"),
                    row.count("total"));
        }

        Listed with(@Nullable DealRow deal, Pipeline pipeline) {
            return new Listed(
                    deal == null ? DealRow.deleted(dealId, lastStageId, pipeline.nameOf(lastStageId)) : deal,
                    at,
                    seconds == null ? null : seconds / DealRow.SECONDS_PER_DAY,
                    change == null ? null : BigDecimal.valueOf(change).setScale(2, RoundingMode.HALF_UP));
        }
    }

    /**
     * A deal of a list.
     *
     * @param at when it came to count
     * @param daysInStage how long it had been in the stage that it left
     * @param change of the open pipeline, in the base currency at the rates of today
     */
    private record Listed(
            @JsonUnwrapped DealRow deal,
            @Nullable Instant at,
            @Nullable Double daysInStage,
            @Nullable BigDecimal change) {}

    private record Answer(
            @JsonUnwrapped Head head,
            String currency,
            String figure,
            long total,
            int page,
            int size,
            long pages,
            List<Listed> deals) {}
}
