package io.dealpulse.api.deal;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Alerts of stalled deals. */
public final class AlertsFigure implements Figure {

    private enum State {
        OPEN,
        RESOLVED
    }

    private enum Order {
        AGE("raised_at"),
        AMOUNT(DealList.WORTH + " DESC NULLS LAST, raised_at");

        private final String sql;

        Order(String sql) {
            this.sql = sql;
        }
    }

    private static final String COUNTS = """
            SELECT kind, count() AS found
            FROM v_deal_alerts
            WHERE %s
            GROUP BY kind
            """;

    private static final String PAGE = "SELECT " + AlertRow.COLUMNS + """
            FROM v_deal_alerts
            WHERE %s
            ORDER BY %s, alert_id
            LIMIT ? OFFSET ?
            """;

    private final Database database;
    private final ZoneId zone;

    public AlertsFigure(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    @Override
    public String path() {
        return "/alerts";
    }

    @Override
    public List<String> parameters() {
        return Stream.concat(Request.slice("kind", "state", "order").stream(), Page.PARAMETERS.stream())
                .toList();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        State state = request.parameters().choice("state", State.class, State.OPEN);
        AlertKind kind = request.parameters().choice("kind", AlertKind.class);
        Page page = Page.read(request.parameters());
        DealSelection all = of(slice, state);
        Supplier<Map<String, Long>> counting = database.ahead(() -> counts(all));
        List<AlertRow> alerts =
                page(request, kind == null ? all : all.and(new DealSelection("kind = ?", Parameters.word(kind))), page);
        Map<String, DealRow> deals = new DealReader(database, zone)
                .read(alerts.stream().map(AlertRow::dealId).distinct().toList(), request.reference());
        Map<String, Long> counts = counting.get();
        return new Answer(
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                request.reference().asOf(),
                request.reference().money().currency(),
                kind == null
                        ? counts.values().stream().mapToLong(Long::longValue).sum()
                        : counts.getOrDefault(Parameters.word(kind), 0L),
                page.number(),
                page.size(),
                counts,
                alerts.stream()
                        .map(alert -> alert.with(deals.get(alert.dealId())))
                        .toList());
    }

    /** The owner stands in the alert; other values are those of its deal, if that is there, as it is open or closed now. */
    private static DealSelection of(Slice slice, State state) {
        DealSelection alerts =
                new DealSelection("state = ?", Parameters.word(state)).and(DealSelection.ofPipeline(slice));
        if (slice.isAll() || slice.dimension().equals(Slice.OWNER)) {
            return alerts.and(DealSelection.ofDimension(slice));
        }
        // A deal with an open alert is open in its pipeline; that of a resolved one may be closed now, and in another
        // pipeline.
        DealSelection deals = state == State.OPEN
                ? DealSelection.ofPipeline(slice).and(new DealSelection("milestone = 'open'"))
                : new DealSelection("milestone IN ('open', 'won', 'lost')");
        return alerts.and(deals.and(DealSelection.ofMilestones(slice))
                .in("deal_id IN (SELECT deal_id FROM v_deal_milestones WHERE %s)"));
    }

    /** Of each kind, also where there are none. */
    private Map<String, Long> counts(DealSelection selection) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Stream.of(AlertKind.values()).forEach(kind -> counts.put(Parameters.word(kind), 0L));
        database.list(
                "alert_counts",
                COUNTS.formatted(selection.sql()),
                row -> counts.put(row.text("kind"), row.count("found")),
                selection.parameters());
        return counts;
    }

    private List<AlertRow> page(Request request, DealSelection selection, Page page) {
        Order order = request.parameters().choice("order", Order.class, Order.AMOUNT);
        List<Object> parameters = new ArrayList<>(selection.parameters());
        if (order == Order.AMOUNT) {
            parameters.add(DealList.factors(request.reference()));
        }
        parameters.add(page.size());
        parameters.add(page.offset());
        return database.list(
                "alerts",
                PAGE.formatted(selection.sql(), order.sql),
                row -> AlertRow.of(row, request.reference()),
                parameters);
    }

    private record Answer(
            String pipeline,
            String dimension,
            String value,
            @Nullable LocalDate asOf,
            String currency,
            long total,
            int page,
            int size,
            Map<String, Long> counts,
            List<AlertRow> alerts) {}
}
