package io.dealpulse.api.deal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Parameters;
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
        AMOUNT(DealList.WORTH),
        CREATED_AT("created_at"),
        CLOSED_AT("closed_at"),
        STAGE_ENTERED_AT("stage_entered_at"),
        DEAL_ID("deal_id");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }

        boolean isTime() {
            return this != AMOUNT && this != DEAL_ID;
        }
    }

    private enum Direction {
        ASC,
        DESC
    }

    /** Few narrow columns; a page's deals are read whole after that. */
    private static final String PAGE = """
            SELECT deal_id, stage_id, counted_at, stage_seconds, change
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
        DealList list = figure.list(request, slice, zone);
        Page page = Page.read(request.parameters());
        Supplier<Long> total = database.ahead(() -> total(list));
        List<Found> found = page(request, list, page);
        Map<String, DealRow> deals = new DealReader(database, zone)
                .read(found.stream().map(Found::dealId).distinct().toList(), request.reference());
        return new Answer(
                request.head(slice, request.range()),
                request.reference().money().currency(),
                Parameters.word(figure),
                total.get(),
                page.number(),
                page.size(),
                page.of(total.get()),
                found.stream()
                        .map(each -> each.with(deals.get(each.dealId()), slice.pipeline()))
                        .toList());
    }

    private List<Found> page(Request request, DealList list, Page page) {
        Order order = request.parameters().choice("order", Order.class, Order.AMOUNT);
        Direction direction = request.parameters().choice("direction", Direction.class, Direction.DESC);
        DealList sorted = order.isTime() ? list.withTimes() : list;
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

    /** A deal's place in a list. */
    private record Found(
            String dealId,
            String stageId,
            @Nullable Instant at,
            @Nullable Double seconds,
            @Nullable Double change) {

        static Found of(Row row) throws SQLException {
            return new Found(
                    row.text("deal_id"),
                    row.text("stage_id"),
                    row.instantOrNull("counted_at"),
                    row.number("stage_seconds"),
                    row.number("change"));
        }

        Listed with(@Nullable DealRow deal, Pipeline pipeline) {
            return new Listed(
                    deal == null ? DealRow.deleted(dealId, stageId, pipeline.nameOf(stageId)) : deal,
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
