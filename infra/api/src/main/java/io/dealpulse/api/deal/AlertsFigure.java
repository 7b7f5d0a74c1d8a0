package io.dealpulse.api.deal;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
            SELECT %s
            FROM v_deal_alerts_stored
            WHERE %s
            """;

    private static final String PAGE = "SELECT " + AlertRow.COLUMNS + """
            FROM v_deal_alerts_stored
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
        DealSelection all = new DealSelection("state = ?", Parameters.word(state))
                .and(DealSelection.ofPipeline(slice))
                .and(DealSelection.ofAlerts(slice));
        Supplier<Map<String, Long>> counting = database.ahead(() -> counts(all));
        List<AlertRow> alerts = page(request, all, kind, page);
        Map<String, DealRow> deals = new DealReader(database, zone)
                .read(alerts.stream().map(AlertRow::dealId).distinct().toList(), request.reference());
        Map<String, Long> counts = counting.get();
        long counted = kind == null
                ? counts.values().stream().mapToLong(Long::longValue).sum()
                : counts.getOrDefault(Parameters.word(kind), 0L);
        return new Answer(
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                request.reference().asOf(),
                request.reference().money().currency(),
                // One that was raised between the two questions stands in the page alone.
                alerts.isEmpty() ? counted : Math.max(counted, page.offset() + alerts.size()),
                page.number(),
                page.size(),
                counts,
                alerts.stream()
                        .map(alert -> alert.with(deals.get(alert.dealId())))
                        .toList());
    }

    private Map<String, Long> counts(DealSelection selection) {
        return database.list(
                        "alert_counts",
                        COUNTS.formatted(countsOfKinds(), selection.sql()),
                        AlertsFigure::counts,
                        selection.parameters())
                .get(0);
    }

    /** A column for each kind. */
    private static String countsOfKinds() {
        return Stream.of(AlertKind.values())
                .map(Parameters::word)
                .map(kind -> "countIf(kind = '%1$s') AS %1$s_alerts".formatted(kind))
                .collect(Collectors.joining(", "));
    }

    /** Of each kind, also where there are none. */
    private static Map<String, Long> counts(Row row) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (AlertKind kind : AlertKind.values()) {
            String word = Parameters.word(kind);
            counts.put(word, row.count(word + "_alerts"));
        }
        return counts;
    }

    private List<AlertRow> page(Request request, DealSelection all, @Nullable AlertKind kind, Page page) {
        Order order = request.parameters().choice("order", Order.class, Order.AMOUNT);
        DealSelection selection = kind == null ? all : all.and(new DealSelection("kind = ?", Parameters.word(kind)));
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
