package io.dealpulse.api.deal;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Json;
import io.dealpulse.api.http.Parameters;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
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
            FROM v_deal_alerts
            WHERE %s
            """;

    /**
     * Few narrow columns; a page's alerts are read whole after that. Each row has the counts besides, so that alerts need not be
     * looked for twice.
     */
    private static final String PAGE = """
            SELECT *
            FROM
            (
                SELECT alert_id, deal_id, kind, amount, currency, raised_at, %s
                FROM v_deal_alerts
                WHERE %s
            )
            WHERE %s
            ORDER BY %s, alert_id
            LIMIT ? OFFSET ?
            """;

    /** The first condition says where the alerts lie in the table. */
    private static final String BY_ID = "SELECT " + AlertRow.COLUMNS + """
            FROM v_deal_alerts
            WHERE state = ? AND alert_id IN (SELECT arrayJoin(JSONExtract(?, 'Array(String)')))
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
        List<Found> found = page(request, all, kind, page);
        Map<String, Long> counts = found.isEmpty() ? counts(all) : found.get(0).counts();
        Supplier<Map<String, DealRow>> reading = database.ahead(() -> new DealReader(database, zone)
                .read(found.stream().map(Found::dealId).distinct().toList(), request.reference()));
        Map<String, AlertRow> alerts = read(request, state, found);
        Map<String, DealRow> deals = reading.get();
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
                // One that was resolved just now is there no more.
                found.stream()
                        .flatMap(each -> Stream.ofNullable(alerts.get(each.alertId())))
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

    private Map<String, Long> counts(DealSelection selection) {
        return database.list(
                        "alert_counts",
                        COUNTS.formatted(countsOfKinds(""), selection.sql()),
                        AlertsFigure::counts,
                        selection.parameters())
                .get(0);
    }

    /** A column for each kind. */
    private static String countsOfKinds(String over) {
        return Stream.of(AlertKind.values())
                .map(Parameters::word)
                .map(kind -> "countIf(kind = '%1$s')%2$s AS %1$s_alerts".formatted(kind, over))
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

    private List<Found> page(Request request, DealSelection selection, @Nullable AlertKind kind, Page page) {
        Order order = request.parameters().choice("order", Order.class, Order.AMOUNT);
        DealSelection ofKind = kind == null ? DealSelection.ANY : new DealSelection("kind = ?", Parameters.word(kind));
        List<Object> parameters = new ArrayList<>(selection.parameters());
        parameters.addAll(ofKind.parameters());
        if (order == Order.AMOUNT) {
            parameters.add(DealList.factors(request.reference()));
        }
        parameters.add(page.size());
        parameters.add(page.offset());
        return database.list(
                "alerts",
                PAGE.formatted(countsOfKinds(" OVER ()"), selection.sql(), ofKind.sql(), order.sql),
                row -> new Found(row.text("alert_id"), row.text("deal_id"), counts(row)),
                parameters);
    }

    /** Those of the alerts that there still are, by id. */
    private Map<String, AlertRow> read(Request request, State state, List<Found> found) {
        Map<String, AlertRow> alerts = new HashMap<>();
        if (!found.isEmpty()) {
            database.list(
                            "alerts_of_page",
                            BY_ID,
                            row -> AlertRow.of(row, request.reference()),
                            Parameters.word(state),
                            Json.text(found.stream().map(Found::alertId).toList()))
                    .forEach(alert -> alerts.put(alert.alertId(), alert));
        }
        return alerts;
    }

    /**
     * An alert's place in the list.
     *
     * @param counts of all alerts in the list, by kind
     */
    private record Found(String alertId, String dealId, Map<String, Long> counts) {}

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
