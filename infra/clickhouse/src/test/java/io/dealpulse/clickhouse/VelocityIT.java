package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.clickhouse.local.EngineExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The view {@code v_velocity}: its rows depend on all rows of several tables, so it has databases of its own. */
class VelocityIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    private static final long DAY = 86_400;

    @BeforeAll
    static void migrateAndWrite() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            Migrations.apply(connection, "velocity");
            Migrations.apply(connection, "no_windows");
        }
        // Kim: 4 won of 5 closed in two currencies, of 300 and 20 days on average, and 6 open deals.
        closings("Kim", "won", "USD", "30, '2017-03-31', 3, 1000, 900.00, 0, " + 60 * DAY + ", 0, map(), 2, 2, 0");
        closings("Kim", "won", "USD", "30, '2017-03-30', 9, 9, 9, 0, 9, 0, map(), 1, 1, 0");
        closings("Kim", "won", "EUR", "30, '2017-03-31', 1, 300, 300.00, 0, " + 20 * DAY + ", 0, map(), 1, 1, 0");
        closings("Kim", "lost", "USD", "30, '2017-03-31', 1, 500, 450.00, 0, " + DAY + ", 0, map(), 1, 1, 0");
        openDeals("Kim", "lead", "USD", "'2017-03-31', 3, 1, 1, 1, 1, 0, 2, 2, 0");
        openDeals("Kim", "lead", "USD", "'2017-03-30', 8, 1, 1, 1, 1, 0, 1, 1, 0");
        openDeals("Kim", "lead", "", "'2017-03-31', 1, 0, 0, 0, 0, 0, 1, 1, 0");
        openDeals("Kim", "offer", "EUR", "'2017-03-31', 2, 1, 1, 1, 1, 0, 1, 1, 0");
        openDeals("Kim", "offer", "CHF", "'2017-03-31', 4, 1, 1, 1, 1, 0, 1, 1, 0");
        openDeals("Kim", "offer", "CHF", "'2017-03-31', 0, 0, 0, 0, 0, 0, 2, 1, 1");
        // Of the others, something is missing.
        openDeals("Only open", "lead", "EUR", "'2017-04-01', 5, 1, 1, 1, 1, 0, 1, 1, 0");
        closings("Only closed", "won", "EUR", closed(2, "200", 2 * DAY));
        closings("Only lost", "lost", "EUR", closed(2, "200", 2 * DAY));
        openDeals("Only lost", "lead", "EUR", "'2017-03-31', 2, 1, 1, 1, 1, 0, 1, 1, 0");
        closings("At once", "won", "EUR", closed(2, "200", 0));
        openDeals("At once", "lead", "EUR", "'2017-03-31', 2, 1, 1, 1, 1, 0, 1, 1, 0");
        closings("No rate", "won", "XAU", "30, '2017-03-31', 1, 1, 0, 1, " + DAY + ", 0, map(), 1, 1, 0");
        openDeals("No rate", "lead", "XAU", "'2017-03-31', 2, 1, 1, 0, 0, 2, 1, 1, 0");
        closings("Gone", "won", "EUR", closed(1, "100", DAY));
        closings("Gone", "won", "EUR", "30, '2017-03-31', 0, 0, 0, 0, 0, 0, map(), 2, 1, 1");
        openDeals("Gone", "lead", "EUR", "'2017-03-31', 2, 1, 1, 1, 1, 0, 1, 1, 0");
        openDeals("Gone", "lead", "EUR", "'2017-03-31', 0, 0, 0, 0, 0, 0, 2, 1, 1");
        // Two windows in which nothing was closed, and one that is no more.
        insert(
                "velocity.rolling_conversion",
                "'other', 'all', '', 'lead', 'offer', 90, '2017-03-31', 1, 0, 0, 1, 0, map(), 1, 1, 0");
        insert(
                "velocity.rolling_stage_time",
                "'other', 'all', '', 'lead', 'lost', 7, '2017-03-31', 1, 0, map(), 1, 1, 0");
        insert(
                "velocity.rolling_stage_time",
                "'other', 'all', '', 'lead', 'lost', 60, '2017-03-31', 0, 0, map(), 2, 1, 1");
    }

    @Test
    void isOpenDealsTimesWinRateTimesDealSizeByCycle() throws SQLException {
        Map<String, @Nullable Object> row = velocity("Kim", 30);
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("pipeline_id, dimension, dimension_value, window_days, as_of, open_deals, "
                        + "win_rate, average_deal_size, cycle_mean_days, velocity");
        assertThat(row)
                .containsEntry("pipeline_id", "sales")
                .containsEntry("dimension", "owner")
                .containsEntry("open_deals", 6L)
                .containsEntry("win_rate", 0.8)
                .containsEntry("average_deal_size", 300.0)
                .containsEntry("cycle_mean_days", 20.0)
                .hasEntrySatisfying("as_of", day -> assertThat(day).hasToString("2017-03-31"));
        assertThat((Double) row.get("velocity")).isCloseTo(72, within(1e-9));
    }

    @Test
    void isNullWithoutClosingsInEveryWindowThereIs() throws SQLException {
        for (int window : new int[] {7, 30, 90}) {
            assertThat(velocity("Only open", window))
                    .containsEntry("open_deals", 5L)
                    .containsEntry("win_rate", null)
                    .containsEntry("average_deal_size", null)
                    .containsEntry("cycle_mean_days", null)
                    .containsEntry("velocity", null)
                    .hasEntrySatisfying("as_of", day -> assertThat(day).hasToString("2017-04-01"));
        }
        assertThat(velocity("Kim", 7)).containsEntry("open_deals", 6L).containsEntry("velocity", null);
    }

    @Test
    void isZeroWithoutOpenDeals() throws SQLException {
        assertThat(velocity("Only closed", 30))
                .containsEntry("open_deals", 0L)
                .containsEntry("win_rate", 1.0)
                .containsEntry("average_deal_size", 100.0)
                .containsEntry("cycle_mean_days", 1.0)
                .containsEntry("velocity", 0.0)
                .hasEntrySatisfying("as_of", day -> assertThat(day).hasToString("2017-03-31"));
    }

    @Test
    void isNullWhereNothingIsWonOrTheCycleIsZeroOrNoRateConverts() throws SQLException {
        assertThat(velocity("Only lost", 30))
                .containsEntry("open_deals", 2L)
                .containsEntry("win_rate", 0.0)
                .containsEntry("average_deal_size", null)
                .containsEntry("cycle_mean_days", null)
                .containsEntry("velocity", null);
        assertThat(velocity("At once", 30))
                .containsEntry("win_rate", 1.0)
                .containsEntry("average_deal_size", 100.0)
                .containsEntry("cycle_mean_days", 0.0)
                .containsEntry("velocity", null);
        assertThat(velocity("No rate", 30))
                .containsEntry("win_rate", 1.0)
                .containsEntry("average_deal_size", null)
                .containsEntry("cycle_mean_days", 1.0)
                .containsEntry("velocity", null);
    }

    @Test
    void hasOneRowForEachWindowOfADimensionValue() throws SQLException {
        // With open deals in each of the three windows, with closings only in that of these.
        assertThat(ENGINE.row("SELECT arrayStringConcat(arraySort(groupArray(concat(dimension_value, ' ', "
                        + "toString(window_days)))), ', ') AS rows FROM velocity.v_velocity"))
                .containsEntry(
                        "rows",
                        "At once 30, At once 7, At once 90, Kim 30, Kim 7, Kim 90, No rate 30, No rate 7, No rate 90, "
                                + "Only closed 30, Only lost 30, Only lost 7, Only lost 90, "
                                + "Only open 30, Only open 7, Only open 90");
    }

    @Test
    void hasNoRowsWhereThereAreNoWindows() throws SQLException {
        insert(
                "no_windows.pipeline_value",
                "'sales', 'all', '', 'lead', 'EUR', '2017-03-31', 1, 1, 1, 1, 1, 0, 1, 1, 0");
        assertThat(ENGINE.row("SELECT toInt64(count()) AS rows FROM no_windows.v_velocity"))
                .containsEntry("rows", 0L);
    }

    private static String closed(int deals, String amount, long seconds) {
        return "30, '2017-03-31', " + deals + ", " + amount + ", " + amount + ", 0, " + seconds + ", 0, map(), 1, 1, 0";
    }

    private static void closings(String owner, String outcome, String currency, String values) throws SQLException {
        insert(
                "velocity.rolling_closing",
                "'sales', 'owner', '" + owner + "', '" + outcome + "', '" + currency + "', " + values);
    }

    private static void openDeals(String owner, String stage, String currency, String values) throws SQLException {
        insert(
                "velocity.pipeline_value",
                "'sales', 'owner', '" + owner + "', '" + stage + "', '" + currency + "', " + values);
    }

    private static Map<String, @Nullable Object> velocity(String owner, int window) throws SQLException {
        return ENGINE.row("SELECT * FROM velocity.v_velocity WHERE dimension_value = '" + owner + "' AND window_days = "
                + window);
    }

    private static void insert(String table, String values) throws SQLException {
        ENGINE.execute("INSERT INTO " + table + " VALUES (" + values + ")");
    }
}
