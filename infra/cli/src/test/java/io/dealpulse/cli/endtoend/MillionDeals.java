package io.dealpulse.cli.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Fills a database with deals of two years, a million by default, by the SQL files of the resource directory {@code benchmark}:
 * first histories, made of hashes so that the same numbers give the same deals, then all tables, each derived from the histories
 * under the project's definitions. So figures and the deals behind them agree.
 *
 * <p>Everything comes in several inserts, as from a job. Then each partition becomes one part, as after the hour without writes
 * that the tables wait for; merging the parts of tables without partitions is left to the engine.
 *
 * @param asOf today, by the clock of the pipelines
 * @param deals how many, from 1
 */
record MillionDeals(LocalDate asOf, long deals) {

    private static final String DIRECTORY = "/benchmark/";
    private static final int CHUNKS = 10;
    private static final List<Integer> WINDOWS = List.of(7, 30, 90);

    /** In their order, as a class path can't be listed. */
    private static final List<String> FILES = List.of(
            "01_pipelines.sql",
            "02_fx_rates.sql",
            "03_benchmark_histories.sql",
            "04_histories.sql",
            "05_deals.sql",
            "06_stage_visits.sql",
            "07_deal_milestones.sql",
            "08_conversion_daily.sql",
            "09_stage_exit_daily.sql",
            "10_closing_daily.sql",
            "11_benchmark_steps.sql",
            "12_pipeline_flow_daily.sql",
            "13_deal_flows.sql",
            "14_pipeline_value.sql",
            "15_activity_daily.sql",
            "16_rolling_conversion.sql",
            "17_rolling_stage_time.sql",
            "18_rolling_closing.sql",
            "19_deal_alerts.sql",
            "20_job_progress.sql",
            "21_drop_benchmark_histories.sql",
            "22_drop_benchmark_steps.sql");

    /** What figures are split by, each with the column of the histories that has its values. */
    private static final Map<String, String> DIMENSIONS = dimensions();

    private static Map<String, String> dimensions() {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put("all", "''");
        dimensions.put("owner", "owner_id");
        for (String attribute : List.of("segment", "source", "territory", "product")) {
            dimensions.put(attribute, attribute);
        }
        return dimensions;
    }

    MillionDeals {
        if (deals < 1) {
            throw new IllegalArgumentException("The deals must be 1 or more, not " + deals);
        }
    }

    /**
     * Fills a database that is set up and empty.
     *
     * @param connection to its server, without a limit of time for statements
     * @param database a plain identifier
     * @param progress is told each file and how long it took
     */
    void fill(Connection connection, String database, BiConsumer<String, Duration> progress)
            throws SQLException, IOException {
        for (String file : FILES) {
            String sql = read(file).replace("${database}", database).replace("${as_of}", asOf.toString());
            long begun = System.nanoTime();
            for (String statement : statements(sql)) {
                try (Statement insert = connection.createStatement()) {
                    insert.execute(statement);
                }
            }
            progress.accept(file, Duration.ofNanos(System.nanoTime() - begun));
        }
        long begun = System.nanoTime();
        for (String table : mergedAtRest(connection, database)) {
            try (Statement merge = connection.createStatement()) {
                merge.execute("OPTIMIZE TABLE %s.%s FINAL".formatted(database, table));
            }
        }
        progress.accept("partitions merged", Duration.ofNanos(System.nanoTime() - begun));
    }

    /** The tables whose partitions become one part each when nothing was written to them for an hour. */
    private static List<String> mergedAtRest(Connection connection, String database) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT name FROM system.tables"
                + " WHERE database = ? AND engine_full LIKE '%min_age_to_force_merge_seconds%' ORDER BY name")) {
            query.setString(1, database);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
        }
        return tables;
    }

    /** The statement once for each chunk of deals, dimension or window, if it names one. */
    private List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        if (sql.contains("${first}")) {
            long count = (deals + CHUNKS - 1) / CHUNKS;
            for (long first = 0; first < deals; first += count) {
                statements.add(
                        sql.replace("${first}", "" + first).replace("${count}", "" + Math.min(count, deals - first)));
            }
        } else if (sql.contains("${dimension}")) {
            DIMENSIONS.forEach((dimension, column) ->
                    statements.add(sql.replace("${dimension}", dimension).replace("${value}", column)));
        } else if (sql.contains("${window}")) {
            WINDOWS.forEach(window -> statements.add(sql.replace("${window}", "" + window)));
        } else {
            statements.add(sql);
        }
        return statements;
    }

    private static String read(String file) throws IOException {
        try (InputStream stream = MillionDeals.class.getResourceAsStream(DIRECTORY + file)) {
            if (stream == null) {
                throw new IOException("Class path resource " + DIRECTORY + file + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
