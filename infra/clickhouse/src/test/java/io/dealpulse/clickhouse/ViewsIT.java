package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dealpulse.clickhouse.local.EngineExtension;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    private static final long DAY = 86_400;

    @BeforeAll
    static void migrate() throws SQLException {
        try (Connection connection = ENGINE.connect()) {
            Migrations.apply(connection, "dealpulse");
        }
        String closing = "pipeline_id, dimension, dimension_value, outcome, currency, %s, deals, amount, amount_base, "
                + "unconverted, seconds, histogram, activities, version, checkpoint, is_deleted";
        String daily = "INSERT INTO dealpulse.closing_daily (" + closing.formatted("day") + ") VALUES ";
        // One won deal of 10 days, then also one of 30 days: the second version of the same row.
        ENGINE.execute(daily + "('sales', 'all', '', 'won', 'EUR', '2017-03-01', 1, 100.50, 100.50, 0, " + 10 * DAY
                + ", " + histogram(10 * DAY) + ", 3, 1, 1, 0)");
        ENGINE.execute(daily + "('sales', 'all', '', 'won', 'EUR', '2017-03-01', 2, 301.00, 301.00, 0, " + 40 * DAY
                + ", " + histogram(10 * DAY, 30 * DAY) + ", 5, 2, 2, 0)");
        ENGINE.execute(daily + "('sales', 'all', '', 'lost', 'EUR', '2017-03-01', 1, 99.00, 99.00, 0, 0, "
                + histogram(0) + ", 0, 1, 1, 0)");
        // Lost deals without an amount, and a day whose only row is taken back.
        ENGINE.execute(daily + "('sales', 'all', '', 'lost', '', '2017-03-02', 4, 0, 0, 0, " + 4 * DAY + ", "
                + histogram(DAY, DAY, DAY, DAY) + ", 0, 1, 1, 0)");
        ENGINE.execute(daily + "('sales', 'all', '', 'won', 'EUR', '2017-03-03', 1, 1, 1, 0, 1, " + histogram(1)
                + ", 0, 1, 1, 0)");
        ENGINE.execute(daily + "('sales', 'all', '', 'won', 'EUR', '2017-03-03', 0, 0, 0, 0, 0, map(), 0, 2, 1, 1)");

        String rolling =
                "INSERT INTO dealpulse.rolling_closing (" + closing.formatted("window_days, as_of") + ") VALUES ";
        ENGINE.execute(rolling + "('sales', 'owner', 'Kim', 'won', 'USD', 30, '2017-03-31', 3, 900, 810.10, 1, "
                + 60 * DAY + ", " + histogram(10 * DAY, 20 * DAY, 30 * DAY) + ", 7, 1, 1, 0)");
        ENGINE.execute(rolling + "('sales', 'owner', 'Kim', 'won', 'EUR', 30, '2017-03-31', 1, 89.90, 89.90, 0, "
                + 20 * DAY + ", " + histogram(20 * DAY) + ", 0, 1, 1, 0)");
        ENGINE.execute(rolling + "('sales', 'owner', 'Kim', 'lost', 'USD', 30, '2017-03-31', 1, 100, 90.05, 0, " + DAY
                + ", " + histogram(DAY) + ", 1, 1, 1, 0)");
    }

    @Test
    void closingShowsTheNewestVersionInDays() throws SQLException {
        Map<String, @Nullable Object> row =
                ENGINE.row("SELECT * FROM dealpulse.v_closing_daily WHERE outcome = 'won' AND currency = 'EUR'");
        assertThat(row)
                .containsEntry("deals", 2L)
                .containsEntry("amount", new BigDecimal("301.00"))
                .containsEntry("activities", 5L)
                .containsEntry("mean_days", 20.0)
                .doesNotContainKeys("version", "checkpoint", "is_deleted");
        assertThat((Double) row.get("p50_days")).isCloseTo(10, within(0.1));
        assertThat((Double) row.get("p90_days")).isCloseTo(30, within(0.3));
    }

    @Test
    void anAlertsAgeEndsWithWhatTheJobHasReached() throws SQLException {
        ENGINE.execute("INSERT INTO dealpulse.deal_alerts (alert_id, deal_id, kind, state, since, raised_at, version)"
                + " VALUES ('a', 'd', 'idle', 'open', '2024-03-01 00:00:00', '2024-03-03 00:00:00', 1)");
        String ages = "SELECT alert.age_days AS age, alert.stalled_days AS stalled, owner.oldest_age_days AS oldest"
                + " FROM dealpulse.v_deal_alerts AS alert CROSS JOIN dealpulse.v_alerts_by_owner AS owner";
        assertThat((Double) ENGINE.row(ages).get("age"))
                .as("before a job has reached anything, with the wall clock")
                .isGreaterThan(365);

        ENGINE.execute("INSERT INTO dealpulse.job_progress (job, clock, caught_up, written_at, version) VALUES"
                + " ('deal-alerts', '2024-03-05 12:00:00', 1, '2024-06-01 00:00:00', 1),"
                + " ('deal-metrics', '2024-05-01 00:00:00', 1, '2024-06-01 00:00:00', 1)");
        assertThat(ENGINE.row(ages))
                .containsEntry("age", 2.5)
                .containsEntry("stalled", 4.5)
                .containsEntry("oldest", 2.5);
    }

    @Test
    void aDeletedRowIsNotSeen() throws SQLException {
        assertThat(ENGINE.row(
                        "SELECT toInt64(count()) AS rows FROM dealpulse.v_closing_daily WHERE day = '2017-03-03'"))
                .containsEntry("rows", 0L);
    }

    @Test
    void theOutcomesOfADayStandSideBySide() throws SQLException {
        Map<String, @Nullable Object> row =
                ENGINE.row("SELECT * FROM dealpulse.v_win_rate_daily WHERE day = '2017-03-01'");
        assertThat(row)
                .containsEntry("won", 2L)
                .containsEntry("lost", 1L)
                .containsEntry("win_rate", 2.0 / 3)
                .containsEntry("win_rate_value", 301.0 / 400)
                .containsEntry("won_amount_base", new BigDecimal("301.00"))
                .containsEntry("lost_amount_base", new BigDecimal("99.00"))
                .containsEntry("average_deal_size", 150.5)
                .containsEntry("cycle_mean_days", 20.0);
        assertThat((Double) row.get("cycle_p50_days")).isCloseTo(10, within(0.1));
        assertThat((Double) row.get("cycle_p90_days")).isCloseTo(30, within(0.3));
    }

    @Test
    void aRateWithoutADenominatorIsNull() throws SQLException {
        assertThat(ENGINE.row("SELECT * FROM dealpulse.v_win_rate_daily WHERE day = '2017-03-02'"))
                .containsEntry("won", 0L)
                .containsEntry("lost", 4L)
                .containsEntry("win_rate", 0.0)
                .containsEntry("win_rate_value", null)
                .containsEntry("average_deal_size", null)
                .containsEntry("cycle_mean_days", null)
                .containsEntry("cycle_p50_days", null)
                .containsEntry("cycle_p90_days", null);
    }

    @Test
    void theOutcomesOfAWindowStandSideBySideOverAllCurrencies() throws SQLException {
        assertThat(ENGINE.row("SELECT * FROM dealpulse.v_win_rate"))
                .containsEntry("dimension", "owner")
                .containsEntry("dimension_value", "Kim")
                .containsEntry("window_days", 30)
                .containsEntry("won", 4L)
                .containsEntry("lost", 1L)
                .containsEntry("win_rate", 0.8)
                .containsEntry("win_rate_value", 900.0 / 990.05)
                .containsEntry("won_amount_base", new BigDecimal("900.00"))
                .containsEntry("won_unconverted", 1L)
                .containsEntry("average_deal_size", 300.0)
                .containsEntry("cycle_mean_days", 20.0)
                .hasEntrySatisfying("as_of", day -> assertThat(day).hasToString("2017-03-31"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversion_daily", "rolling_conversion"})
    void conversionsHaveRatesAndDays(String table) throws SQLException {
        // The higher version stands, whichever is written last.
        insert(
                table,
                conversion(table, 1) + "10, 4, 1, 5, " + 36 * DAY + ", " + histogram(DAY, 2 * DAY, 3 * DAY, 30 * DAY)
                        + ", 2, 2, 0");
        insert(table, conversion(table, 1) + "4, 1, 1, 2, " + DAY + ", " + histogram(DAY) + ", 1, 1, 0");

        Map<String, @Nullable Object> row = period(table, 1);
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("pipeline_id, dimension, dimension_value, from_stage_id, to_stage_id, "
                        + periodColumns(table)
                        + ", entered, converted, lost, open, seconds, histogram, "
                        + "rate, rate_decided, mean_days, p50_days, p90_days");
        assertThat(row)
                .containsEntry("dimension_value", "Kim")
                .containsEntry("from_stage_id", "lead")
                .containsEntry("to_stage_id", "offer")
                .containsEntry("entered", 10L)
                .containsEntry("converted", 4L)
                .containsEntry("lost", 1L)
                .containsEntry("open", 5L)
                .containsEntry("seconds", 36 * DAY)
                .containsEntry("rate", 0.4)
                .containsEntry("rate_decided", 0.8)
                .containsEntry("mean_days", 9.0);
        assertDays(row, "p50_days", 2);
        assertDays(row, "p90_days", 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversion_daily", "rolling_conversion"})
    void conversionsOfNoneAreNull(String table) throws SQLException {
        insert(table, conversion(table, 2) + "3, 0, 0, 3, 0, map(), 1, 1, 0");
        insert(table, conversion(table, 3) + "3, 0, 2, 1, 0, map(), 1, 1, 0");
        insert(table, conversion(table, 4) + "0, 0, 0, 0, 0, map(), 1, 1, 0");

        assertThat(period(table, 2))
                .containsEntry("rate", 0.0)
                .containsEntry("rate_decided", null)
                .containsEntry("mean_days", null)
                .containsEntry("p50_days", null)
                .containsEntry("p90_days", null);
        assertThat(period(table, 3))
                .containsEntry("rate", 0.0)
                .containsEntry("rate_decided", 0.0)
                .containsEntry("mean_days", null);
        assertThat(period(table, 4))
                .containsEntry("rate", null)
                .containsEntry("rate_decided", null)
                .containsEntry("mean_days", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversion_daily", "rolling_conversion"})
    void aDeletedConversionIsNotSeenUntilItIsWrittenAgain(String table) throws SQLException {
        insert(table, conversion(table, 5) + "1, 1, 0, 0, 5, " + histogram(5) + ", 1, 1, 0");
        insert(table, conversion(table, 5) + "0, 0, 0, 0, 0, map(), 2, 1, 1");
        assertThat(periods(table, 5)).isZero();

        insert(table, conversion(table, 5) + "1, 1, 0, 0, 0, " + histogram(0) + ", 3, 2, 0");
        assertThat(period(table, 5))
                .containsEntry("rate", 1.0)
                .containsEntry("rate_decided", 1.0)
                .containsEntry("mean_days", 0.0)
                .containsEntry("p50_days", 0.0)
                .containsEntry("p90_days", 0.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage_exit_daily", "rolling_stage_time"})
    void timesInStageAreInDays(String table) throws SQLException {
        insert(
                table,
                stageExit(table, 1) + "4, " + 36 * DAY + ", " + histogram(DAY, 2 * DAY, 3 * DAY, 30 * DAY)
                        + ", 2, 2, 0");
        insert(table, stageExit(table, 1) + "1, " + DAY + ", " + histogram(DAY) + ", 1, 1, 0");
        insert(table, stageExit(table, 2) + "0, 0, map(), 1, 1, 0");
        insert(table, stageExit(table, 3) + "1, 5, " + histogram(5) + ", 1, 1, 0");
        insert(table, stageExit(table, 3) + "0, 0, map(), 2, 1, 1");

        Map<String, @Nullable Object> row = period(table, 1);
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("pipeline_id, dimension, dimension_value, stage_id, movement, "
                        + periodColumns(table)
                        + ", exits, seconds, histogram, mean_days, p50_days, p90_days");
        assertThat(row)
                .containsEntry("stage_id", "lead")
                .containsEntry("movement", "advanced")
                .containsEntry("exits", 4L)
                .containsEntry("seconds", 36 * DAY)
                .containsEntry("mean_days", 9.0);
        assertDays(row, "p50_days", 2);
        assertDays(row, "p90_days", 30);
        assertThat(period(table, 2))
                .containsEntry("exits", 0L)
                .containsEntry("mean_days", null)
                .containsEntry("p50_days", null)
                .containsEntry("p90_days", null);
        assertThat(periods(table, 3)).isZero();
    }

    @Test
    void flowsAddUpToTheOpenPipeline() throws SQLException {
        String key = "'sales', 'all', '', 'lead', 'EUR', ";
        insert("pipeline_flow_daily", key + "'created', '2017-03-01', 3, 900.50, 900.50, 0, 2, 2, 0");
        insert("pipeline_flow_daily", key + "'created', '2017-03-01', 2, 600.00, 600.00, 0, 1, 1, 0");
        insert("pipeline_flow_daily", key + "'decreased', '2017-03-02', 0, -100.25, -100.25, 0, 1, 1, 0");
        insert("pipeline_flow_daily", key + "'lost', '2017-03-02', -1, -300.00, -300.00, 0, 1, 1, 0");
        insert("pipeline_flow_daily", key + "'won', '2017-03-02', -1, -500.00, -500.00, 0, 1, 1, 0");
        insert("pipeline_flow_daily", key + "'reweighted', '2017-03-02', 0, 0, -200.25, 66.74999999999, 1, 1, 0");
        insert("pipeline_flow_daily", key + "'won', '2017-03-02', 0, 0, 0, 0, 2, 1, 1");

        Map<String, @Nullable Object> row =
                ENGINE.row("SELECT * FROM dealpulse.v_pipeline_flow_daily WHERE cause = 'lost'");
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("pipeline_id, dimension, dimension_value, stage_id, currency, cause, day, deals, amount, "
                        + "amount_at_stage_probability, weighted_own");
        assertThat(row)
                .containsEntry("stage_id", "lead")
                .containsEntry("currency", "EUR")
                .containsEntry("deals", -1L)
                .containsEntry("amount", new BigDecimal("-300.00"))
                .containsEntry("amount_at_stage_probability", new BigDecimal("-300.00"))
                .containsEntry("weighted_own", new BigDecimal("0E-11"))
                .hasEntrySatisfying("day", day -> assertThat(day).hasToString("2017-03-02"));
        assertThat(ENGINE.row("SELECT toInt64(count()) AS rows, sum(deals) AS open_deals, sum(amount) AS open_amount, "
                        + "sum(amount_at_stage_probability) AS at_stage_probability, sum(weighted_own) AS own "
                        + "FROM dealpulse.v_pipeline_flow_daily"))
                .containsEntry("rows", 4L)
                .containsEntry("open_deals", 2L)
                .containsEntry("open_amount", new BigDecimal("500.25"))
                .containsEntry("at_stage_probability", new BigDecimal("300.00"))
                .containsEntry("own", new BigDecimal("66.74999999999"));
    }

    @Test
    void theValueOfThePipelineIsTheNewestOfEachStageAndCurrency() throws SQLException {
        String key = "'sales', 'owner', 'Kim', 'lead', ";
        insert("pipeline_value", key + "'USD', '2017-03-31', 4, 1000.00, 250.10, 900.00, 225.09, 0, 2, 2, 0");
        insert("pipeline_value", key + "'USD', '2017-03-30', 3, 800.00, 200.00, 720.00, 180.00, 0, 1, 1, 0");
        insert("pipeline_value", key + "'CHF', '2017-03-31', 2, 50.00, 12.50, 0, 0, 2, 1, 1, 0");
        insert("pipeline_value", key + "'', '2017-03-30', 1, 0, 0, 0, 0, 0, 1, 1, 0");
        insert("pipeline_value", key + "'', '2017-03-30', 0, 0, 0, 0, 0, 0, 2, 1, 1");

        Map<String, @Nullable Object> row =
                ENGINE.row("SELECT * FROM dealpulse.v_pipeline_value WHERE currency = 'USD'");
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("pipeline_id, dimension, dimension_value, stage_id, currency, as_of, "
                        + "open_deals, amount, weighted_amount, amount_base, weighted_base, unconverted");
        assertThat(row)
                .containsEntry("open_deals", 4L)
                .containsEntry("amount", new BigDecimal("1000.00"))
                .containsEntry("weighted_amount", new BigDecimal("250.10"))
                .containsEntry("amount_base", new BigDecimal("900.00"))
                .containsEntry("weighted_base", new BigDecimal("225.09"))
                .containsEntry("unconverted", 0L)
                .hasEntrySatisfying("as_of", day -> assertThat(day).hasToString("2017-03-31"));
        assertThat(ENGINE.row("SELECT toInt64(count()) AS rows, sum(unconverted) AS unconverted "
                        + "FROM dealpulse.v_pipeline_value"))
                .containsEntry("rows", 2L)
                .containsEntry("unconverted", 2L);
    }

    @Test
    void activitiesAreCountedByTypeAndDay() throws SQLException {
        insert("activity_daily", "'rep', 'Kim', 'call', '2017-03-01', 3, 1800, 2, 2, 0");
        insert("activity_daily", "'rep', 'Kim', 'call', '2017-03-01', 2, 600, 1, 1, 0");
        insert("activity_daily", "'rep', 'Kim', 'email', '2017-03-01', 7, 0, 1, 1, 0");
        insert("activity_daily", "'rep', 'Kim', 'demo', '2017-03-01', 1, 3600, 1, 1, 0");
        insert("activity_daily", "'rep', 'Kim', 'demo', '2017-03-01', 0, 0, 2, 1, 1");

        Map<String, @Nullable Object> row = ENGINE.row("SELECT * FROM dealpulse.v_activity_daily WHERE type = 'call'");
        assertThat(String.join(", ", row.keySet()))
                .isEqualTo("dimension, dimension_value, type, day, activities, seconds");
        assertThat(row)
                .containsEntry("dimension", "rep")
                .containsEntry("dimension_value", "Kim")
                .containsEntry("activities", 3L)
                .containsEntry("seconds", 1800L)
                .hasEntrySatisfying("day", day -> assertThat(day).hasToString("2017-03-01"));
        assertThat(ENGINE.row("SELECT toInt64(count()) AS rows, sum(activities) AS activities "
                        + "FROM dealpulse.v_activity_daily"))
                .containsEntry("rows", 2L)
                .containsEntry("activities", 10L);
    }

    @Test
    void theQuantileOfNothingIsNull() throws SQLException {
        assertThat(ENGINE.row("SELECT dp_quantile(CAST(map() AS Map(Int16, Int64)), 0.5) AS empty, "
                        + "dp_quantile(CAST(map(5, 0) AS Map(Int16, Int64)), 0.5) AS zero"))
                .containsEntry("empty", null)
                .containsEntry("zero", null);
    }

    @Test
    void theRankIsExactWhereAProductIsNot() throws SQLException {
        // 0.07 * 100 is 7.000000000000001 in floating point; the 7th of 100 is 0 s, the 8th is not.
        assertThat(ENGINE.row("SELECT dp_quantile(CAST(map(0, 7, 100, 93) AS Map(Int16, Int64)), 0.07) AS quantile"))
                .containsEntry("quantile", 0.0);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void quantilesAreWithinOnePercentOfTheNearestRank(long seed) throws SQLException {
        Random random = new Random(seed);
        // From seconds to years, and many of no duration.
        long[] durations = random.longs(1 + random.nextInt(2_000), 0, 30)
                .map(magnitude -> magnitude < 2 ? 0 : Math.round(Math.exp(random.nextDouble() * magnitude * 0.65)))
                .toArray();
        long[] sorted = Arrays.stream(durations).sorted().toArray();
        for (double q : new double[] {0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1}) {
            double exact = (double) sorted[Math.max(0, (int) Math.ceil(q * sorted.length - 1e-9) - 1)];
            Double quantile =
                    (Double) ENGINE.row("SELECT dp_quantile(" + histogram(durations) + ", " + q + ") AS quantile")
                            .get("quantile");
            assertThat(quantile).as("quantile %s of %d", q, sorted.length).isCloseTo(exact, within(0.01 * exact));
        }
    }

    private static String conversion(String table, int period) {
        return "'sales', 'owner', 'Kim', 'lead', 'offer', " + periodValues(table, period) + ", ";
    }

    private static String stageExit(String table, int period) {
        return "'sales', 'owner', 'Kim', 'lead', 'advanced', " + periodValues(table, period) + ", ";
    }

    private static boolean isDaily(String table) {
        return table.endsWith("_daily");
    }

    /** The columns that follow the rest of the key: a day, or a window and its last day. */
    private static String periodColumns(String table) {
        return isDaily(table) ? "day" : "window_days, as_of";
    }

    /** The n-th day of a month, or a window of n days. */
    private static String periodValues(String table, int n) {
        return isDaily(table) ? "'2017-03-0" + n + "'" : n + ", '2017-03-31'";
    }

    private static String isPeriod(String table, int n) {
        return isDaily(table) ? "day = '2017-03-0" + n + "'" : "as_of = '2017-03-31' AND window_days = " + n;
    }

    /** The only row of a table's view for a day or window. */
    private static Map<String, @Nullable Object> period(String table, int n) throws SQLException {
        return ENGINE.row("SELECT * FROM dealpulse.v_" + table + " WHERE " + isPeriod(table, n));
    }

    private static long periods(String table, int n) throws SQLException {
        return (Long) Objects.requireNonNull(
                ENGINE.row("SELECT toInt64(count()) AS rows FROM dealpulse.v_" + table + " WHERE " + isPeriod(table, n))
                        .get("rows"));
    }

    /** Within the precision of a histogram. */
    private static void assertDays(Map<String, @Nullable Object> row, String column, double days) {
        assertThat((Double) row.get(column)).as(column).isCloseTo(days, within(0.01 * days));
    }

    /** A row in the order of the table's columns. */
    private static void insert(String table, String values) throws SQLException {
        ENGINE.execute("INSERT INTO dealpulse." + table + " VALUES (" + values + ")");
    }

    /** The histogram of the definitions, as an SQL literal: 0 for 0 s, else 1 + ceil(ln x / ln 1.02). */
    private static String histogram(long... durations) {
        Map<Long, Long> counts = new TreeMap<>();
        for (long seconds : durations) {
            long bucket = seconds == 0 ? 0 : 1 + (long) Math.ceil(Math.log((double) seconds) / Math.log(1.02));
            counts.merge(bucket, 1L, Long::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + ", " + entry.getValue())
                .collect(Collectors.joining(", ", "CAST(map(", ") AS Map(Int16, Int64))"));
    }
}
