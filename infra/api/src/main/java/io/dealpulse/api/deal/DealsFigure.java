package io.dealpulse.api.deal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Database.RowReader;
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

    /** Few narrow columns; a page's deals are read whole after that. */
    private static final String PAGE = """
            SELECT %s
            %s
            ORDER BY %s %s NULLS LAST, deal_id, counted_at
            LIMIT ? OFFSET ?
            """;

    /** Counts what was sorted: a figure may count it for less. */
    private static final String TOTAL = ", count() OVER () AS total";

    private static final String COUNT = """
            SELECT count() AS total
            FROM
            (
                SELECT %s
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
        Sorting sorting = new Sorting(
                request.parameters().choice("order", Order.class, figure.tellsOfDays() ? Order.AT : Order.AMOUNT),
                request.parameters().choice("direction", Direction.class, Direction.DESC));
        Part part = part(request, list, sorting, page);
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

    private Part part(Request request, DealList list, Sorting sorting, Page page) {
        FigureCount count = list.count();
        boolean beginsOnFewDays = sorting.order() == Order.AT
                && page.offset() == 0
                && request.range().days() > FIRST_DAYS;
        // To count what was found of a slice costs nothing; of all deals, it takes as long as to find the page.
        boolean ofAllDeals = request.slice().isAll();
        if (count == null || !(beginsOnFewDays || ofAllDeals)) {
            return countedByList(request, list, sorting, page);
        }
        Supplier<Long> total = database.ahead(() -> count.read(database));
        if (beginsOnFewDays) {
            DealList begin = list.during(sorting.firstDays(request.range()));
            Part first = countedByFigure(request, begin, total, sorting, page);
            // Most often that is all of the page, and no other days need to be read.
            if (first.found().size() == page.size()) {
                return first;
            }
        }
        return ofAllDeals
                ? countedByFigure(request, list, total, sorting, page)
                : countedByList(request, list, sorting, page);
    }

    private Part countedByFigure(Request request, DealList list, Supplier<Long> total, Sorting sorting, Page page) {
        List<Found> found = rows(request, list, "", sorting, page, Found::of);
        // The list may have grown since it was counted.
        return new Part(found, found.isEmpty() ? total.get() : Math.max(total.get(), page.offset() + found.size()));
    }

    private Part countedByList(Request request, DealList list, Sorting sorting, Page page) {
        List<Counted> counted = rows(request, list, TOTAL, sorting, page, Counted::of);
        if (counted.isEmpty()) {
            return new Part(List.of(), page.offset() == 0 ? 0 : total(list));
        }
        return new Part(
                counted.stream().map(Counted::found).toList(), counted.get(0).total());
    }

    private <T> List<T> rows(
            Request request, DealList list, String moreColumns, Sorting sorting, Page page, RowReader<T> reader) {
        DealList sorted = sorting.order().isTimeOfDeal() ? list.withTimes() : list;
        List<Object> parameters = new ArrayList<>(sorted.parameters());
        if (sorting.order() == Order.AMOUNT) {
            parameters.add(DealList.factors(request.reference()));
        }
        parameters.add(page.size());
        parameters.add(page.offset());
        return database.list(
                "deals_of_page",
                PAGE.formatted(sorted.columns() + moreColumns, sorted.rows(), sorting.order().sql, sorting.direction()),
                reader,
                parameters);
    }

    private long total(DealList list) {
        return database.list(
                        "deals_of_list",
                        COUNT.formatted(list.columns(), list.rows()),
                        row -> row.count("total"),
                        list.parameters())
                .get(0);
    }

    private record Sorting(Order order, Direction direction) {

        /** By time, the days that come first. */
        DayRange firstDays(DayRange range) {
            return direction == Direction.DESC ? range.last(FIRST_DAYS) : range.first(FIRST_DAYS);
        }
    }

    /** A page's rows, and how many the list has. */
    private record Part(List<Found> found, long total) {}

    /** A row, and how many the list has. */
    private record Counted(Found found, long total) {

        static Counted of(Row row) throws SQLException {
            return new Counted(Found.of(row), row.count("total"));
        }
    }

    /** A deal's place in a list. */
    private record Found(
            String dealId,
            String lastStageId,
            @Nullable Instant at,
            @Nullable Double seconds,
            @Nullable Double change) {

        static Found of(Row row) throws SQLException {
            return new Found(
                    row.text("deal_id"),
                    row.text("last_stage_id"),
                    row.instantOrNull("counted_at"),
                    row.number("stage_seconds"),
                    row.number("change"));
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
