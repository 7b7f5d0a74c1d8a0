package io.dealpulse.cli.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a database of {@link MillionDeals} as a job under traffic does: once a second each table gets one insert, 200 deals
 * with their visits and the rows of today's figures, under higher versions. So tables have young parts that hold newer rows of
 * old keys, and figures change.
 */
final class LiveWriter implements AutoCloseable {

    /** A hundred times as many events as the million histories have in the mean: 1.7 million a day. */
    private static final int DEALS = 20;

    /** How many rows of a table are written anew each second: about what as many events change. */
    private static final int ROWS = 10 * DEALS;

    /** Rows of a deal that is on its way. */
    private static final int MILESTONES = 5 * DEALS;

    /** Keys that are written again and again, in memory, so that choosing them costs next to nothing. */
    private static final String SOURCE = "benchmark_live_";

    /** Each table, the rows of it that may change, how many do each second, and the column that does. */
    private record Changes(String where, int rows, String changed) {}

    private static final Map<String, Changes> CHANGES = changes();

    private static Map<String, Changes> changes() {
        String today = "day = (SELECT max(as_of) FROM ${database}.v_pipeline_value)";
        // The others are never heard of again.
        String moving = "status = 'open' AND stage_entered_at > (SELECT max(stage_entered_at) FROM ${database}.deals)"
                + " - toIntervalDay(60) AND cityHash64(deal_id) % 10 = 0";
        Map<String, Changes> changes = new LinkedHashMap<>();
        changes.put("deals", new Changes(moving, DEALS, "amount + ${tick} AS amount"));
        changes.put("deal_milestones", new Changes(moving, MILESTONES, "amount + ${tick} AS amount"));
        changes.put("deal_flows", new Changes(today, DEALS, "amount + ${tick} AS amount"));
        changes.put(
                "stage_visits",
                new Changes("movement = 'current' AND cityHash64(deal_id) % 50 = 0", DEALS, "seconds AS seconds"));
        changes.put("closing_daily", new Changes(today, ROWS, "amount_base + ${tick} AS amount_base"));
        changes.put("conversion_daily", new Changes(today, ROWS, "seconds + ${tick} AS seconds"));
        changes.put("stage_exit_daily", new Changes(today, ROWS, "seconds + ${tick} AS seconds"));
        changes.put("pipeline_flow_daily", new Changes(today, ROWS, "amount + ${tick} AS amount"));
        changes.put("rolling_closing", new Changes("true", ROWS, "seconds + ${tick} AS seconds"));
        changes.put("rolling_conversion", new Changes("true", ROWS, "seconds + ${tick} AS seconds"));
        changes.put("rolling_stage_time", new Changes("true", ROWS, "seconds + ${tick} AS seconds"));
        changes.put("pipeline_value", new Changes("true", ROWS, "amount_base + ${tick} AS amount_base"));
        changes.put("job_progress", new Changes("true", 2, "now64(3) AS written_at"));
        return changes;
    }

    private final Connection connection;
    private final String database;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> writing;
    private long tick;

    private LiveWriter(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        for (Map.Entry<String, Changes> each : CHANGES.entrySet()) {
            String source = database + "." + SOURCE + each.getKey();
            run("DROP TABLE IF EXISTS " + source);
            run("CREATE TABLE " + source + " ENGINE = Memory AS SELECT * FROM " + database + "." + each.getKey()
                    + " FINAL WHERE " + each.getValue().where().replace("${database}", database));
        }
        writing = thread.scheduleAtFixedRate(this::write, 0, 1, TimeUnit.SECONDS);
    }

    /** Starts to write. */
    static LiveWriter start(String jdbcUrl, String database) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl);
        try {
            return new LiveWriter(connection, database);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void write() {
        tick++;
        CHANGES.forEach((table, changes) -> {
            try {
                // Generation 2, above that of the fill.
                run("INSERT INTO %1$s.%2$s SELECT * REPLACE (bitShiftLeft(toUInt64(2), 32) + %3$d AS version, %4$s)"
                                .formatted(
                                        database, table, tick, changes.changed().replace("${tick}", "" + tick))
                        + " FROM " + database + "." + SOURCE + table + " ORDER BY rand() LIMIT " + changes.rows());
            } catch (SQLException e) {
                // Ends the writing; requireWriting() tells of it.
                throw new IllegalStateException("Table " + table + " can't be written", e);
            }
        });
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Makes sure that it has written all the time.
     *
     * @throws ExecutionException if it has failed meanwhile
     */
    void requireWriting() throws ExecutionException, InterruptedException {
        if (writing.isDone()) {
            writing.get();
        }
    }

    /** Stops it. */
    @Override
    public void close() throws SQLException {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("An insert has not ended within 10 s");
            }
            for (String table : CHANGES.keySet()) {
                run("DROP TABLE IF EXISTS " + database + "." + SOURCE + table);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }
}
