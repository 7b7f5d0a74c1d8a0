package io.dealpulse.api.deal;

import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.http.Problem;
import io.dealpulse.api.http.ProblemException;
import io.dealpulse.api.slice.Reference;
import io.dealpulse.api.slice.Request;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One deal: as it stands, where it has been, and its alerts. */
public final class DealDetailFigure implements Figure {

    private static final String VISITS = """
            SELECT visit_no, pipeline_id, stage_id, entered_at, exited_at, seconds, movement
            FROM v_stage_visits
            WHERE deal_id = ?
            ORDER BY visit_no
            """;

    /** The first two conditions say where the deal's alerts lie in the table. */
    private static final String ALERTS = "SELECT " + AlertRow.COLUMNS + """
            FROM v_deal_alerts_stored
            WHERE state IN ('open', 'resolved') AND startsWith(alert_id, concat(?, '/')) AND deal_id = ?
            ORDER BY raised_at DESC, alert_id
            """;

    private final Database database;
    private final ZoneId zone;

    public DealDetailFigure(Database database, ZoneId zone) {
        this.database = database;
        this.zone = zone;
    }

    @Override
    public String path() {
        return "/deals/{deal_id}";
    }

    @Override
    public List<String> parameters() {
        return List.of();
    }

    @Override
    public Object answer(Request request) {
        String dealId = request.parameters().requiredText("deal_id", "a deal");
        Supplier<List<AlertRow>> alerts = database.ahead(() ->
                database.list("alerts_of_deal", ALERTS, row -> AlertRow.of(row, request.reference()), dealId, dealId));
        DealRow deal = new DealReader(database, zone)
                .read(List.of(dealId), request.reference())
                .get(dealId);
        if (deal == null) {
            throw new ProblemException(Problem.notFound("deal_id", "deal", dealId));
        }
        List<Visit> visits = database.list("visits", VISITS, row -> Visit.of(row, request.reference()), dealId);
        return new Answer(
                deal,
                visits,
                alerts.get().stream().map(alert -> alert.with(deal)).toList());
    }

    private record Answer(DealRow deal, List<Visit> visits, List<AlertRow> alerts) {}

    private record Visit(
            long visitNo,
            String stageId,
            String stage,
            Instant enteredAt,
            @Nullable Instant exitedAt,
            @Nullable Double days,
            String movement) {

        static Visit of(Row row, Reference reference) throws SQLException {
            String stageId = row.text("stage_id");
            Double seconds = row.number("seconds");
            return new Visit(
                    row.count("visit_no"),
                    stageId,
                    reference
                            .find(row.text("pipeline_id"))
                            .map(pipeline -> pipeline.nameOf(stageId))
                            .orElse(stageId),
                    row.instant("entered_at"),
                    row.instantOrNull("exited_at"),
                    seconds == null ? null : seconds / DealRow.SECONDS_PER_DAY,
                    row.text("movement"));
        }
    }
}
