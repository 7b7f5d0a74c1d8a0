package io.dealpulse.cli.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.run.RunnableJob;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.Tables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePurgeIT {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));
    private static final String DATABASE = "purged";

    @TempDir
    static Path directory;

    private static ClickHouseEngine engine;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        engine = ClickHouseEngine.start(HOME, directory.resolve("data"), 0, directory.resolve("clickhouse.log"));
        connection = DriverManager.getConnection(engine.jdbcUrl());
        Migrations.apply(connection, DATABASE);
        // A merge would do a part of the work before.
        execute("ALTER TABLE purged.waiting_deals MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1");
    }

    @AfterAll
    static void stop() throws SQLException {
        if (connection != null) {
            connection.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        execute("TRUNCATE TABLE purged.waiting_deals");
    }

    @Test
    void takesAllRowsOfADeletedKeyOutOfAllParts() throws SQLException {
        write("gone", 1, false);
        write("gone", 3, true);
        write("gone", 2, false);
        write("never-there", 4, true);

        assertThat(purge()).isEqualTo(4);

        assertThat(rows()).isEmpty();
    }

    @Test
    void leavesLivingRowsAlone() throws SQLException {
        write("here", 1, false);
        write("here", 2, false);
        write("gone", 3, true);

        assertThat(purge()).isEqualTo(1);

        assertThat(rows()).containsExactly("here 1 0", "here 2 0");
    }

    @Test
    void leavesARowThatWasMadeAgainAfterItsDeletion() throws SQLException {
        write("back", 1, false);
        write("back", 2, true);
        write("back", 3, false);
        write("gone", 4, true);

        assertThat(purge()).isEqualTo(1);

        assertThat(rows()).contains("back 3 0").noneMatch(row -> row.startsWith("gone"));
        assertThat(query("SELECT deal_id, toString(version) FROM purged.waiting_deals FINAL"))
                .containsExactly("back 3");
    }

    @Test
    void doesNothingWhereNothingIsDeleted() throws SQLException {
        write("here", 1, false);

        assertThat(purge()).isZero();

        assertThat(query("SELECT command FROM system.mutations WHERE database = 'purged' AND NOT is_done"))
                .isEmpty();
        assertThat(rows()).containsExactly("here 1 0");
    }

    @Test
    void endsWhatAnInterruptedPurgeHasBegun() throws SQLException {
        write("gone", 2, true);
        write("gone", 1, true);

        assertThat(purge()).isEqualTo(2);

        assertThat(rows()).isEmpty();
    }

    /** One writer as the job is: versions only go up, and keys are deleted and made again. */
    @Test
    void changesNothingThatReadersSeeWhileAJobWrites() throws Exception {
        Map<String, Long> living = new TreeMap<>();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = executor.submit(() -> {
                Random random = new Random(20_260_101);
                for (long version = 1; version <= 60; version++) {
                    String dealId = "d" + random.nextInt(8);
                    boolean deleted = random.nextBoolean();
                    write(dealId, version, deleted);
                    if (deleted) {
                        living.remove(dealId);
                    } else {
                        living.put(dealId, version);
                    }
                }
                return null;
            });
            while (!writing.isDone()) {
                purge();
            }
            writing.get();
        } finally {
            executor.shutdownNow();
        }

        List<String> expected = living.entrySet().stream()
                .map(row -> row.getKey() + " " + row.getValue())
                .toList();
        String present = "SELECT deal_id, toString(version) FROM purged.waiting_deals FINAL ORDER BY deal_id";
        assertThat(query(present)).isEqualTo(expected);
        purge();
        assertThat(query(present)).isEqualTo(expected);
        assertThat(query("SELECT DISTINCT deal_id FROM purged.waiting_deals ORDER BY deal_id"))
                .containsExactlyElementsOf(living.keySet());
    }

    @Test
    void everyTableThatAJobWritesCanBePurged() throws SQLException {
        List<Table> tables = Arrays.stream(RunnableJob.values())
                .flatMap(job -> job.tables(Settings.of(Map.of())).stream())
                .toList();
        for (Table table : tables) {
            execute("INSERT INTO purged.%s (version, is_deleted) VALUES (1, 0)".formatted(table.name()));
            execute("INSERT INTO purged.%s (version, is_deleted) VALUES (2, 1)".formatted(table.name()));

            assertThat(new TablePurge(connection, DATABASE).run(table))
                    .as(table.name())
                    .isEqualTo(2);
            assertThat(query("SELECT toString(count()) FROM purged." + table.name()))
                    .as(table.name())
                    .containsExactly("0");
        }
        // No row of job_progress is ever deleted.
        assertThat(query("""
                SELECT name FROM system.tables
                WHERE database = 'purged' AND name != 'job_progress' AND engine = 'ReplacingMergeTree' AND has(splitByString(', ',
                    extract(engine_full, '\\\\((.*?)\\\\)')), 'is_deleted')"""))
                .containsExactlyInAnyOrderElementsOf(
                        tables.stream().map(Table::name).toList());
    }

    private static long purge() throws SQLException {
        return new TablePurge(connection, DATABASE).run(Tables.WAITING_DEALS);
    }

    private static void write(String dealId, long version, boolean deleted) throws SQLException {
        execute("INSERT INTO purged.waiting_deals (deal_id, version, is_deleted) VALUES ('%s', %d, %d)"
                .formatted(dealId, version, deleted ? 1 : 0));
    }

    /** What is there, superseded or not: deal, version, is_deleted. */
    private static List<String> rows() throws SQLException {
        return query(
                "SELECT deal_id, toString(version), toString(is_deleted) FROM purged.waiting_deals ORDER BY deal_id, version");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection own = DriverManager.getConnection(engine.jdbcUrl());
                Statement statement = own.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row.stream().collect(Collectors.joining(" ")));
            }
        }
        return rows;
    }
}
