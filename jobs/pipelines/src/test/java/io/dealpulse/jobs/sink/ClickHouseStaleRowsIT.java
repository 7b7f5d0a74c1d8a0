package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.core.metric.MetricFamily;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickHouseStaleRowsIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricFamily CLOSING =
            new MetricFamilies(new Dimensions(List.of()), new ReportingCalendar(ZoneOffset.UTC)).named("closing");

    private final ClickHouseStaleRows staleRows = new ClickHouseStaleRows(CLICKHOUSE.options(), Duration.ofSeconds(10));

    @BeforeEach
    void emptyTables() throws SQLException {
        for (String table : List.of("waiting_deals", "closing_daily", "rolling_closing")) {
            CLICKHOUSE.execute("TRUNCATE TABLE dealpulse." + table);
        }
    }

    @Test
    void writtenSinceNamesWhatTheCheckpointMayNotKnowOf() throws Exception {
        waiting("before", 2, 4, false);
        waiting("at", 2, 5, false);
        waiting("after", 2, 6, false);
        waiting("of another run", 3, 0, false);
        waiting("of this run", 4, 6, false);
        waiting("deleted since", 2, 5, true);
        waiting("written twice", 2, 5, false);
        waiting("written twice", 2, 6, false);
        assertThat(writtenSince(5, 2, 3, Tables.WAITING_DEALS))
                .containsExactlyInAnyOrder(
                        waitingKey("at"),
                        waitingKey("after"),
                        waitingKey("of another run"),
                        waitingKey("deleted since"),
                        waitingKey("written twice"));
    }

    @Test
    void writtenBeforeNamesTheRowsThatStandAndAreOfEarlierGenerations() throws Exception {
        waiting("old", 2, 5, false);
        waiting("new", 3, 0, false);
        waiting("written again", 2, 5, false);
        waiting("written again", 3, 0, false);
        waiting("deleted", 1, 5, false);
        waiting("deleted", 2, 5, true);
        List<RowKey> keys = new ArrayList<>();
        staleRows.writtenBefore(3, Tables.WAITING_DEALS, keys::add);
        assertThat(keys).containsExactly(waitingKey("old"));
    }

    @Test
    void keysOfEveryTypeAreReadAsTheyWereWritten() throws Exception {
        CLICKHOUSE.execute("""
                INSERT INTO dealpulse.closing_daily
                (pipeline_id, dimension, dimension_value, outcome, currency, day, version, checkpoint, is_deleted)
                VALUES ('it''s', 'owner', 'a\\\\b\\n\\0é😀', 'won', '', '1900-01-01', 1, 0, 0)""");
        CLICKHOUSE.execute("""
                INSERT INTO dealpulse.rolling_closing
                (pipeline_id, dimension, dimension_value, outcome, currency, window_days, version, checkpoint, is_deleted)
                VALUES ('p', 'all', '', 'won', 'EUR', 3660, 1, 0, 0)""");
        assertThat(writtenSince(0, 0, 9, Tables.of(CLOSING).get(0)))
                .containsExactly(new RowKey(
                        "closing_daily", List.of("it's", "owner", "a\\b\n\0é😀", "won", "", LocalDate.of(1900, 1, 1))));
        assertThat(writtenSince(0, 0, 9, Tables.of(CLOSING).get(1)))
                .containsExactly(new RowKey("rolling_closing", List.of("p", "all", "", "won", "EUR", 3660L)));
    }

    private List<RowKey> writtenSince(long checkpoint, long generation, long upToGeneration, Table table)
            throws Exception {
        List<RowKey> keys = new ArrayList<>();
        staleRows.writtenSince(checkpoint, generation, upToGeneration, table, keys::add);
        return keys;
    }

    private static RowKey waitingKey(String dealId) {
        return new RowKey("waiting_deals", List.of(dealId));
    }

    private static void waiting(String dealId, long generation, long checkpoint, boolean deleted) throws SQLException {
        CLICKHOUSE.execute("""
                INSERT INTO dealpulse.waiting_deals (deal_id, reason, since, version, checkpoint, is_deleted)
                VALUES ('%s', 'no_stage', now64(3), %d, %d, %d)""".formatted(dealId, (generation << 32) + checkpoint, checkpoint, deleted ? 1 : 0));
    }
}
