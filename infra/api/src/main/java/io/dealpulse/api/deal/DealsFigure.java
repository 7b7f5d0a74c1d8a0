package io.dealpulse.api.deal;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Json;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The deals behind a figure, page by page. */
public final class DealsFigure implements Figure {

    private enum Order {
        /** At the rates of today, so that one currency compares with another. */
        AMOUNT("amount * nullIf(JSONExtract(?, 'Map(String, Float64)')[currency], 0)"),
        CREATED_AT("created_at"),
        CLOSED_AT("closed_at"),
        STAGE_ENTERED_AT("stage_entered_at"),
        DEAL_ID("deal_id");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    private enum Direction {
        ASC,
        DESC
    }

    /** First the ids alone, from few narrow columns; a page's deals are read whole after that. */
    private static final String IDS = """
            SELECT deal_id, count() OVER () AS total
            FROM v_deals
            WHERE %s
            ORDER BY %s %s NULLS LAST, deal_id
            LIMIT ? OFFSET ?
            """;

    private static final String COUNT = """
            SELECT count() AS total
            FROM v_deals
            WHERE %s
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
        DealSelection selection = figure.ofDimension(slice).and(figure.select(request, slice, zone));
        Page page = Page.read(request.parameters());
        List<Found> found = ids(request, selection, page);
        long total = found.isEmpty() ? total(selection, page) : found.get(0).total();
        List<String> ids = found.stream().map(Found::dealId).toList();
        Map<String, DealRow> deals = new DealReader(database, zone).read(ids, request.reference());
        return new Answer(
                request.head(slice, request.range()),
                request.reference().money().currency(),
                Parameters.word(figure),
                total,
                page.number(),
                page.size(),
                page.of(total),
                ids.stream().map(deals::get).filter(Objects::nonNull).toList());
    }

    private List<Found> ids(Request request, DealSelection selection, Page page) {
        Order order = request.parameters().choice("order", Order.class, Order.AMOUNT);
        Direction direction = request.parameters().choice("direction", Direction.class, Direction.DESC);
        List<Object> parameters = new ArrayList<>(selection.parameters());
        if (order == Order.AMOUNT) {
            parameters.add(Json.text(request.reference().factors()));
        }
        parameters.add(page.size());
        parameters.add(page.offset());
        return database.list(
                "deal_ids",
                IDS.formatted(selection.sql(), order.sql, direction),
                row -> new Found(row.text("deal_id"), row.count("total")),
                parameters);
    }

    /** A page after the last has no row that tells. */
    private long total(DealSelection selection, Page page) {
        return page.number() == 1
                ? 0
                : database.list(
                                "deal_count",
                                COUNT.formatted(selection.sql()),
                                row -> row.count("total"),
                                selection.parameters())
                        .get(0);
    }

    private record Found(String dealId, long total) {}

    private record Answer(
            @JsonUnwrapped Head head,
            String currency,
            String figure,
            long total,
            int page,
            int size,
            long pages,
            List<DealRow> deals) {}
}
