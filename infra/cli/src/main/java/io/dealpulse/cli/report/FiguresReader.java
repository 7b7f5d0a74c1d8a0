package io.dealpulse.cli.report;

import io.dealpulse.cli.report.Figures.Alerts;
import io.dealpulse.cli.report.Figures.Closings;
import io.dealpulse.cli.report.Figures.Conversion;
import io.dealpulse.cli.report.Figures.Count;
import io.dealpulse.cli.report.Figures.OpenValue;
import io.dealpulse.cli.report.Figures.PipelineDeals;
import io.dealpulse.cli.report.Figures.StageDeals;
import io.dealpulse.cli.report.Figures.WindowClosings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the main figures from ClickHouse's views. */
public final class FiguresReader {

    private static final int MONTHS = 12;

    /** A view's name, which a statement can't bind. */
    private static final Pattern VIEW = Pattern.compile("\\bv_\\w+");

    private static final String CLOSINGS = """
            sumIf(deals, outcome = 'won') AS won,
            sumIf(deals, outcome = 'lost') AS lost,
            sumIf(amount_base, outcome = 'won') AS won_amount,
            sumIf(unconverted, outcome = 'won') AS won_unconverted,
            if(won > 0, sumIf(seconds, outcome = 'won') / won / 86400, NULL) AS cycle_mean_days,
            dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.5) / 86400 AS cycle_p50_days,
            dp_quantile(sumMapIf(histogram, outcome = 'won'), 0.9) / 86400 AS cycle_p90_days
            """;

    private static final String PIPELINE_NAMES =
            "(SELECT pipeline_id, any(pipeline_name) AS pipeline_name FROM v_pipelines GROUP BY pipeline_id)";

    private final Connection connection;
    private final String database;
    private final String baseCurrency;

    /**
     * A reader on an open connection, which stays the caller's to close.
     *
     * @param connection to any database of the server
     * @param database of the views; a plain identifier
     * @param baseCurrency ISO 4217 code in which the amounts were written
     */
    public FiguresReader(Connection connection, String database, String baseCurrency) {
        this.connection = connection;
        this.database = database;
        this.baseCurrency = baseCurrency;
    }

    /**
     * All main figures. Each table is read by a query of its own, so that figures which change meanwhile may differ
     * between tables.
     *
     * @throws SQLException where ClickHouse does not answer or lacks a view
     */
    public Figures read() throws SQLException {
        return new Figures(
                baseCurrency,
                asOf(),
                pipelines(),
                stages(),
                openValue(),
                conversions(),
                months(),
                byDimension("owner", "win_rate DESC, won + lost DESC, dimension_value"),
                byDimension("segment", "won + lost DESC, dimension_value"),
                windows(),
                alerts(),
                counts(
                        "SELECT reason, count() AS found FROM v_dead_letters GROUP BY reason ORDER BY found DESC, reason"),
                counts(
                        "SELECT reason, count() AS found FROM v_waiting_deals GROUP BY reason ORDER BY found DESC, reason"));
    }

    private @Nullable LocalDate asOf() throws SQLException {
        // A maximum of nothing is 1970-01-01 in ClickHouse.
        List<LocalDate> days = query(
                "SELECT max(as_of) AS latest FROM (SELECT as_of FROM v_rolling_closing UNION ALL SELECT as_of FROM"
                        + " v_pipeline_value) HAVING count() > 0",
                row -> row.getObject("latest", LocalDate.class));
        return days.isEmpty() ? null : days.get(0);
    }

    private List<PipelineDeals> pipelines() throws SQLException {
        return query(
                """
                SELECT if(pipeline_name = '', pipeline_id, pipeline_name) AS pipeline,
                       countIf(status = 'open') AS open, countIf(status = 'won') AS won, countIf(status = 'lost') AS lost
                FROM v_deals LEFT JOIN %s AS names USING (pipeline_id)
                GROUP BY pipeline ORDER BY open + won + lost DESC, pipeline
                """.formatted(PIPELINE_NAMES),
                row -> new PipelineDeals(
                        row.getString("pipeline"), row.getLong("open"), row.getLong("won"), row.getLong("lost")));
    }

    private List<StageDeals> stages() throws SQLException {
        return query(
                """
                WITH (SELECT max(as_of) FROM (SELECT as_of FROM v_rolling_closing UNION ALL SELECT as_of FROM v_pipeline_value))
                    AS today
                SELECT pipeline_name, name, position, count() AS found, countIf(activities = 0) AS without_activity,
                       if(today > toDate32('1970-01-01'),
                          medianExact(greatest(0, dateDiff('second', stage_entered_at, toDateTime64(today + 1, 3, 'UTC')))) / 86400,
                          NULL) AS median_days
                FROM v_deals INNER JOIN v_pipelines USING (pipeline_id, stage_id)
                WHERE status = 'open'
                GROUP BY pipeline_name, name, position ORDER BY pipeline_name, position
                """,
                row -> new StageDeals(
                        row.getString("pipeline_name"),
                        row.getString("name"),
                        row.getLong("found"),
                        row.getLong("without_activity"),
                        number(row, "median_days")));
    }

    private List<OpenValue> openValue() throws SQLException {
        return query(
                """
                SELECT pipeline_name, name, position, sum(open_deals) AS deals, sum(amount_base) AS amount,
                       sum(weighted_base) AS weighted, sum(unconverted) AS without_rate
                FROM v_pipeline_value INNER JOIN v_pipelines USING (pipeline_id, stage_id)
                WHERE dimension = 'all'
                GROUP BY pipeline_name, name, position ORDER BY pipeline_name, position
                """,
                row -> new OpenValue(
                        row.getString("pipeline_name"),
                        row.getString("name"),
                        row.getLong("deals"),
                        row.getBigDecimal("amount"),
                        row.getBigDecimal("weighted"),
                        row.getLong("without_rate")));
    }

    private List<Conversion> conversions() throws SQLException {
        return query(
                """
                SELECT f.pipeline_name AS pipeline, f.name AS from_stage, t.name AS to_stage, window_days,
                       entered, converted, lost, c.p50_days AS p50
                FROM v_rolling_conversion AS c
                INNER JOIN v_pipelines AS f ON f.pipeline_id = c.pipeline_id AND f.stage_id = c.from_stage_id
                INNER JOIN v_pipelines AS t ON t.pipeline_id = c.pipeline_id AND t.stage_id = c.to_stage_id
                WHERE c.dimension = 'all' AND window_days = (SELECT max(window_days) FROM v_rolling_conversion)
                ORDER BY pipeline, f.position, t.position
                """,
                row -> new Conversion(
                        row.getString("pipeline"),
                        row.getString("from_stage"),
                        row.getString("to_stage"),
                        row.getInt("window_days"),
                        row.getLong("entered"),
                        row.getLong("converted"),
                        row.getLong("lost"),
                        number(row, "p50")));
    }

    private List<Closings> months() throws SQLException {
        return query(
                "SELECT formatDateTime(toStartOfMonth(day), '%Y-%m') AS month, " + CLOSINGS
                        + "FROM v_closing_daily WHERE dimension = 'all' GROUP BY month ORDER BY month DESC LIMIT ?",
                row -> closings(row, "month"),
                MONTHS);
    }

    private List<Closings> byDimension(String dimension, String order) throws SQLException {
        return query(
                "SELECT dimension_value, " + CLOSINGS + ", won / (won + lost) AS win_rate"
                        + " FROM v_closing_daily WHERE dimension = ? GROUP BY dimension_value HAVING won + lost > 0"
                        + " ORDER BY " + order,
                row -> closings(row, "dimension_value"),
                dimension);
    }

    private List<WindowClosings> windows() throws SQLException {
        return query(
                "SELECT if(pipeline_name = '', pipeline_id, pipeline_name) AS pipeline, window_days, " + CLOSINGS
                        + "FROM v_rolling_closing LEFT JOIN " + PIPELINE_NAMES + " AS names USING (pipeline_id)"
                        + " WHERE dimension = 'all' GROUP BY pipeline, window_days ORDER BY pipeline, window_days",
                row -> new WindowClosings(row.getInt("window_days"), closings(row, "pipeline")));
    }

    private List<Alerts> alerts() throws SQLException {
        return query(
                """
                SELECT kind, countIf(state = 'open') AS open, uniqExactIf(owner_id, state = 'open') AS owners,
                       countIf(state = 'resolved') AS resolved
                FROM v_deal_alerts GROUP BY kind ORDER BY open DESC, kind
                """,
                row -> new Alerts(
                        row.getString("kind"), row.getLong("open"), row.getLong("owners"), row.getLong("resolved")));
    }

    private List<Count> counts(String sql) throws SQLException {
        return query(sql, row -> new Count(row.getString("reason"), row.getLong("found")));
    }

    private static Closings closings(ResultSet row, String group) throws SQLException {
        return new Closings(
                row.getString(group),
                row.getLong("won"),
                row.getLong("lost"),
                row.getBigDecimal("won_amount"),
                row.getLong("won_unconverted"),
                number(row, "cycle_mean_days"),
                number(row, "cycle_p50_days"),
                number(row, "cycle_p90_days"));
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(VIEW.matcher(sql).replaceAll(database + ".$0"))) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setObject(index + 1, parameters[index]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(reader.read(result));
                }
            }
            return rows;
        }
    }
}
