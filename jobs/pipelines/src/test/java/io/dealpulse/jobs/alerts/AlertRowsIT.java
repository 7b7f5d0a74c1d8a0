package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.alerts.DealAlerts.Look;
import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An alert is one row in the real table, whatever states it has gone through. */
class AlertRowsIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final Instant SINCE = Instant.parse("2024-03-01T09:00:00Z");
    private static final Instant RAISED = Instant.parse("2024-03-08T09:00:00Z");
    private static final Instant ENDED = Instant.parse("2024-03-10T09:00:00Z");

    private static final Alert OPEN = alert(null, null);
    private static final Alert WON = alert(ENDED, Resolution.WON);
    private static final Alert IN_RENEWALS =
            new Alert(AlertKind.IDLE, SINCE, RAISED, null, null, "renewals", "first", "ann", 100_00L, "EUR");

    @BeforeEach
    void emptyTable() throws Exception {
        CLICKHOUSE.execute("TRUNCATE TABLE dealpulse.deal_alerts");
    }

    @Test
    void oneThatIsResolvedAndRaisedAgainHasOneRow() throws Exception {
        Look raised = look(DealAlerts.NONE, OPEN);
        write(raised.rows());
        assertThat(table()).containsExactly(List.of("open", "sales", OPEN.id("d1")));

        Look resolved = look(raised.deal(), WON);
        write(resolved.rows());
        assertThat(table()).containsExactly(List.of("resolved", "sales", OPEN.id("d1")));

        Look again = look(resolved.deal(), OPEN);
        write(again.rows());
        assertThat(table()).containsExactly(List.of("open", "sales", OPEN.id("d1")));

        write(look(again.deal(), IN_RENEWALS).rows());
        assertThat(table()).containsExactly(List.of("open", "renewals", OPEN.id("d1")));
    }

    @Test
    void itTellsWhatTheDealHasInEachDimension() throws Exception {
        Look raised = look(
                DealAlerts.NONE.with(AlertInput.of(
                        "d1", new DealCauses(List.of(), List.of("owner=ann", "segment="), Resolution.LATE_EVENT))),
                OPEN);
        write(raised.rows());
        assertThat(CLICKHOUSE.query("SELECT count() FROM dealpulse.v_deal_alerts WHERE has(slices, 'segment=')"))
                .containsExactly(List.of("1"));
    }

    @Test
    void anErasedDealHasNone() throws Exception {
        Look raised = look(DealAlerts.NONE, OPEN);
        Look resolved = look(raised.deal(), WON);
        write(raised.rows());
        write(resolved.rows());
        write(look(resolved.deal().with(AlertInput.erasure("d1"))).rows());
        assertThat(table()).isEmpty();
    }

    private static Look look(DealAlerts before, Alert... found) {
        return before.look("d1", new Examination(List.of(found), null), ENDED);
    }

    /** By a writer of its own, and so in a part of its own. */
    private static void write(List<TableRow> rows) throws Exception {
        CLICKHOUSE
                .startWriting(List.of(Tables.DEAL_ALERTS), rows)
                .getJobExecutionResult()
                .get();
    }

    private static List<List<@Nullable String>> table() throws Exception {
        return CLICKHOUSE.query("SELECT state, pipeline_id, alert_id FROM dealpulse.v_deal_alerts");
    }

    private static Alert alert(@Nullable Instant resolvedAt, @Nullable Resolution resolution) {
        return new Alert(AlertKind.IDLE, SINCE, RAISED, resolvedAt, resolution, "sales", "lead", "ann", 100_00L, "EUR");
    }
}
