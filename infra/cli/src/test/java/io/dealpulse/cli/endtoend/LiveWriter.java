package io.dealpulse.cli.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to a database of {@link MillionDeals} as a job under traffic does: each table gets an insert a second after its last
 * one, of deals with their visits and of rows of today's figures, under higher versions. So tables have young parts that hold
 * newer rows of old keys, and figures change. As in a job, whose sinks have each a timer of its own, the inserts into one table
 * are at other times than those into the next.
 */
final class LiveWriter implements AutoCloseable {

    /** A hundred times as many events as the million histories have in the mean: 1.7 million a day. */
    private static final int DEALS = 20;

    /** How many rows of a table are written anew each second: about what as many events change. */
    private static final int ROWS = 10 * DEALS;

    /** Rows of a deal that is on its way. */
    private static final int MILESTONES = 5 * DEALS;

    /** From one insert into a table to the next, as the sink of a job has it. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** So many seconds' worth of rows is written again and again: chosen before, as a job knows its rows, and in memory. */
    private static final int SECONDS = 50;

    private static final String CHOICE = """
            CREATE TABLE %1$s ENGINE = Memory AS
            SELECT *, intDiv(rowNumberInAllBlocks(), %4$d) AS second
            FROM (SELECT * FROM %2$s FINAL WHERE %3$s ORDER BY rand() LIMIT %5$d)
            """;

    /** Of generation 2, above that of the fill. */
    private static final String INSERT = """
            INSERT INTO %1$s
            SELECT * EXCEPT second REPLACE (bitShiftLeft(toUInt64(2), 32) + %3$d AS version, %4$s)
            FROM %2$s
            WHERE second = %3$d %% (1 + (SELECT max(second) FROM %2$s))
            """;

    /** Each table, the rows of it that may change, how many do each second, and the column that does. */
    private record Changes(String where, int rows, String changed) {}

    private static final Map<String, Changes> CHANGES = changes();

    private static Map<String, Changes> changes() {
        String today = "day = (SELECT max(as_of) FROM ${database}.v_pipeline_value)";
        // The others are never heard of again.
        String moving = "status = 'open' AND stage_entered_at > (SELECT max(stage_entered_at) FROM ${database}.deals)"
                + " - toIntervalDay(60) AND cityHash64(deal_id) % 10 = 0";
        Map<String, Changes> changes = new LinkedHashMap<>();
        changes.put("deals", new Changes(moving, DEALS, "amount + ${second} AS amount"));
        changes.put("deal_milestones", new Changes(moving, MILESTONES, "amount + ${second} AS amount"));
        changes.put("deal_flows", new Changes(today, DEALS, "amount + ${second} AS amount"));
        changes.put(
                "stage_visits",
                new Changes("movement = 'current' AND cityHash64(deal_id) % 50 = 0", DEALS, "seconds AS seconds"));
        changes.put("closing_daily", new Changes(today, ROWS, "amount_base + ${second} AS amount_base"));
        changes.put("conversion_daily", new Changes(today, ROWS, "seconds + ${second} AS seconds"));
        changes.put("stage_exit_daily", new Changes(today, ROWS, "seconds + ${second} AS seconds"));
        changes.put("pipeline_flow_daily", new Changes(today, ROWS, "amount + ${second} AS amount"));
        changes.put("rolling_closing", new Changes("true", ROWS, "seconds + ${second} AS seconds"));
        changes.put("rolling_conversion", new Changes("true", ROWS, "seconds + ${second} AS seconds"));
        changes.put("rolling_stage_time", new Changes("true", ROWS, "seconds + ${second} AS seconds"));
        changes.put("pipeline_value", new Changes("true", ROWS, "amount_base + ${second} AS amount_base"));
        changes.put("job_progress", new Changes("true", 2, "now64(3) AS written_at"));
        return changes;
    }

    private final Connection connection;
    private final String database;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CHANGES.size());
    private final List<Future<?>> writing = new ArrayList<>();

    private LiveWriter(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        for (Map.Entry<String, Changes> each : CHANGES.entrySet()) {
            Changes changes = each.getValue();
            run("DROP TABLE IF EXISTS " + source(each.getKey()));
            run(CHOICE.formatted(
                    source(each.getKey()),
                    database + "." + each.getKey(),
                    changes.where().replace("${database}", database),
                    changes.rows(),
                    SECONDS * changes.rows()));
        }
        long delay = 0;
        for (Map.Entry<String, Changes> each : CHANGES.entrySet()) {
            AtomicLong second = new AtomicLong();
            writing.add(threads.scheduleWithFixedDelay(
                    () -> write(each.getKey(), each.getValue(), second.incrementAndGet()),
                    delay,
                    INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS));
            delay += INTERVAL.toMillis() / CHANGES.size();
        }
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

    private String source(String table) {
        return database + ".benchmark_live_" + table;
    }

    private void write(String table, Changes changes, long second) {
        try {
            run(INSERT.formatted(
                    database + "." + table,
                    source(table),
                    second,
                    changes.changed().replace("${second}", "" + second)));
        } catch (SQLException e) {
            // Ends the writing of this table; requireWriting() tells of it.
            throw new IllegalStateException("Table " + table + " can't be written", e);
        }
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
        for (Future<?> table : writing) {
            if (table.isDone()) {
                table.get();
            }
        }
    }

    /** Stops it. */
    @Override
    public void close() throws SQLException {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("An insert has not ended within 10 s");
            }
            for (String table : CHANGES.keySet()) {
                run("DROP TABLE IF EXISTS " + source(table));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }
}
