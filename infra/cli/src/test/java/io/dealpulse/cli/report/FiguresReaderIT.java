package io.dealpulse.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.report.Figures.Closings;
import io.dealpulse.cli.report.Figures.Count;
import io.dealpulse.cli.report.Figures.OpenValue;
import io.dealpulse.cli.report.Figures.PipelineDeals;
import io.dealpulse.cli.report.Figures.StageDeals;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresReaderIT {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));

    /** Bucket of 10 days: 1 + ⌈ln 864000 ÷ ln 1.02⌉. */
    private static final int TEN_DAYS = 692;

    @Test
    void readsEveryFigureFromTheViews(@TempDir Path directory) throws SQLException {
        try (ClickHouseEngine engine =
                ClickHouseEngine.start(HOME, directory.resolve("data"), 0, directory.resolve("clickhouse.log"))) {
            try (Connection connection = DriverManager.getConnection(engine.jdbcUrl())) {
                Migrations.apply(connection, "figures");
                FiguresReader reader = new FiguresReader(connection, "figures", "EUR");
                assertThat(FiguresReport.lines(reader.read())).containsExactly("No figures yet.");
                insertRows(connection);
                assertFigures(reader.read());
            }
        }
    }

    private static void assertFigures(Figures figures) {
        assertThat(figures.asOf()).isEqualTo(LocalDate.of(2025, 5, 31));
        assertThat(figures.pipelines())
                .containsExactly(new PipelineDeals("New business", 2, 1, 0), new PipelineDeals("undefined", 1, 0, 0));
        assertThat(figures.stages())
                .containsExactly(
                        new StageDeals("New business", "Lead", 1, 1, 4.0),
                        new StageDeals("New business", "Offer", 1, 0, 31.0));
        assertThat(figures.openValue())
                .containsExactly(
                        new OpenValue("New business", "Lead", 3, new BigDecimal("300.00"), new BigDecimal("30.00"), 1));
        assertThat(figures.conversions()).singleElement().satisfies(conversion -> {
            assertThat(conversion.from()).isEqualTo("Lead");
            assertThat(conversion.to()).isEqualTo("Offer");
            assertThat(conversion.windowDays()).isEqualTo(30);
            assertThat(conversion.rate()).isEqualTo(0.5);
            assertThat(conversion.rateDecided()).isEqualTo(2.0 / 3);
            assertThat(conversion.p50Days()).isCloseTo(10, Percentage.withPercentage(1));
        });
        assertThat(figures.months()).extracting(Closings::group).containsExactly("2025-05", "2025-04");
        Closings may = figures.months().get(0);
        assertThat(may.won()).isEqualTo(3);
        assertThat(may.lost()).isEqualTo(1);
        assertThat(may.winRate()).isEqualTo(0.75);
        assertThat(may.wonAmount()).isEqualByComparingTo(new BigDecimal("300.50"));
        assertThat(may.unconverted()).isEqualTo(1);
        assertThat(may.cycleMeanDays()).isEqualTo(10);
        assertThat(may.cycleP50Days()).isCloseTo(10, Percentage.withPercentage(1));
        assertThat(figures.months().get(1).cycleMeanDays()).as("nothing won").isNull();
        assertThat(figures.owners()).extracting(Closings::group).containsExactly("rep-1", "rep-2");
        assertThat(figures.segments()).isEmpty();
        assertThat(figures.windows()).singleElement().satisfies(window -> {
            assertThat(window.windowDays()).isEqualTo(30);
            assertThat(window.closings().group()).isEqualTo("New business");
            assertThat(window.closings().won()).isEqualTo(2);
        });
        assertThat(figures.deadLetters()).containsExactly(new Count("unknown_schema_id", 1));
        assertThat(figures.waitingDeals()).containsExactly(new Count("no_stage", 1));
    }

    private static void insertRows(Connection connection) throws SQLException {
        String won = "'new_business', '%s', '%s', 'won', '%s', %s, %d, %s, %s, %d, %d, 0, map(" + TEN_DAYS
                + ", %d), 1, 1, 0";
        for (String rows : List.of(
                "pipelines VALUES ('new_business', 'lead', 'New business', 'Lead', 0, 'open', 0.1, 7, 30, 1, 1, 0),"
                        + " ('new_business', 'offer', 'New business', 'Offer', 1, 'open', 0.5, 7, 30, 1, 1, 0)",
                "deals (deal_id, pipeline_id, stage_id, status, stage_entered_at, activities, version, is_deleted) VALUES"
                        + " ('d1', 'new_business', 'lead', 'open', '2025-05-28 00:00:00', 0, 1, 0),"
                        + " ('d2', 'new_business', 'offer', 'open', '2025-05-01 00:00:00', 3, 1, 0),"
                        + " ('d3', 'new_business', 'won', 'won', '2025-05-20 00:00:00', 1, 1, 0),"
                        + " ('d4', 'undefined', 'lead', 'open', '2025-05-20 00:00:00', 1, 1, 0),"
                        + " ('d5', 'new_business', 'lead', 'open', '2025-05-20 00:00:00', 1, 1, 1)",
                "closing_daily VALUES"
                        + " (" + won.formatted("all", "", "EUR", "'2025-05-20'", 1, "100.50", "100.50", 0, 864_000, 1)
                        + "),"
                        + " (" + won.formatted("all", "", "USD", "'2025-05-21'", 2, "400", "200", 1, 1_728_000, 2)
                        + "),"
                        + " ("
                        + won.formatted("owner", "rep-1", "EUR", "'2025-05-20'", 1, "100.50", "100.50", 0, 864_000, 1)
                        + "),"
                        + " ('new_business', 'owner', 'rep-2', 'lost', '', '2025-05-20', 1, 0, 0, 0, 5, 0, map(), 1, 1, 0),"
                        + " ('new_business', 'all', '', 'lost', '', '2025-05-02', 1, 0, 0, 0, 5, 0, map(), 1, 1, 0),"
                        + " ('new_business', 'all', '', 'lost', '', '2025-04-30', 1, 0, 0, 0, 5, 0, map(), 1, 1, 0)",
                "rolling_closing VALUES" + " ("
                        + won.formatted("all", "", "EUR", "30, '2025-05-31'", 2, "7", "7", 0, 9, 2) + ")",
                "pipeline_value VALUES"
                        + " ('new_business', 'all', '', 'lead', 'EUR', '2025-05-31', 2, 300, 30, 300, 30, 0, 1, 1, 0),"
                        + " ('new_business', 'all', '', 'lead', 'USD', '2025-05-31', 1, 100, 10, 0, 0, 1, 1, 1, 0),"
                        + " ('new_business', 'owner', 'rep-1', 'lead', 'EUR', '2025-05-31', 2, 300, 30, 300, 30, 0, 1, 1, 0)",
                "rolling_conversion VALUES"
                        + " ('new_business', 'all', '', 'lead', 'offer', 30, '2025-05-31', 4, 2, 1, 1, 1728000, map("
                        + TEN_DAYS + ", 2), 1, 1, 0),"
                        + " ('new_business', 'all', '', 'lead', 'offer', 7, '2025-05-31', 1, 0, 0, 1, 0, map(), 1, 1, 0)",
                "dead_letters (topic, partition, offset, reason) VALUES ('crm.deal.changed.v1', 0, 5, 'unknown_schema_id')",
                "waiting_deals VALUES ('d9', 'no_stage', '2025-05-20 00:00:00', 1, 1, 0)")) {
            try (Statement insert = connection.createStatement()) {
                insert.executeUpdate("INSERT INTO figures." + rows);
            }
        }
    }
}
