package io.dealpulse.clickhouse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a ClickHouse database to this version's tables, views and functions: runs the numbered SQL files that it has
 * not seen yet, in order, and records each in table {@code schema_migrations} with its checksum. Then it sees to it that
 * every view can be read without rights to its tables, and says what it means (see {@link PublishedViews}). Running it
 * again changes nothing.
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final Pattern DATABASE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    private final List<Migration> known;

    Migrations(List<Migration> known) {
        this.known = known;
    }

    /**
     * Creates the database where it is missing and applies what it lacks.
     *
     * @param connection to any database of the server, as a user who stays: views that are new run with that user's rights
     * @param database letters, digits and underscores, not starting with a digit, at most 63
     * @return the files that were applied now, in order; empty when the database was up to date
     * @throws IllegalArgumentException for another name
     * @throws MigrationException when an applied file has changed since, or is unknown to this version; nothing is
     *     changed then
     * @throws SQLException when a statement fails; those before it stay applied, and in a database that was new run once more
     *     next time
     */
    public static List<String> apply(Connection connection, String database) throws SQLException {
        return new Migrations(MigrationFiles.load()).applyTo(connection, database);
    }

    /**
     * The files that {@link #apply} would apply: all of them where there is no such database. Changes nothing.
     *
     * @param connection to any database of the server
     * @throws IllegalArgumentException for a name that {@code apply} does not take
     * @throws SQLException when the server refuses to tell
     */
    public static List<String> missing(Connection connection, String database) throws SQLException {
        return new Migrations(MigrationFiles.load()).missingIn(connection, database);
    }

    List<String> missingIn(Connection connection, String database) throws SQLException {
        requireName(database);
        Map<Integer, Applied> applied = hasBegun(connection, database) ? readApplied(connection, database) : Map.of();
        return known.stream()
                .filter(migration -> !applied.containsKey(migration.number()))
                .map(Migration::file)
                .toList();
    }

    List<String> applyTo(Connection connection, String database) throws SQLException {
        requireName(database);
        run(connection, "CREATE DATABASE IF NOT EXISTS " + database);
        run(connection, """
                CREATE TABLE IF NOT EXISTS %s.schema_migrations
                (
                    number UInt32 COMMENT 'Place in the order of migrations, from 1',
                    file String COMMENT 'Name of the SQL file',
                    checksum String COMMENT 'SHA-256 of its text',
                    applied_at DateTime64(3, 'UTC') COMMENT 'When it was applied'
                )
                ENGINE = ReplacingMergeTree
                ORDER BY number
                COMMENT 'The migrations that made this database'
                """.formatted(database));

        Map<Integer, Applied> applied = readApplied(connection, database);
        requireAgreement(applied, database);
        // A migration that moved rows must not run twice, so it is recorded at once. A new database has no rows, so any
        // of its migrations may run again, and one insert for all takes less time.
        boolean isNew = applied.isEmpty();
        List<Migration> now = new ArrayList<>();
        for (Migration migration : known) {
            if (!applied.containsKey(migration.number())) {
                LOG.info("Applying migration {} to database {}", migration.file(), database);
                run(connection, migration.statementFor(database));
                now.add(migration);
                if (!isNew) {
                    record(connection, database, List.of(migration));
                }
            }
        }
        if (isNew) {
            record(connection, database, now);
        }
        PublishedViews.publish(connection, database);
        return now.stream().map(Migration::file).toList();
    }

    private static void requireName(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException("Database name \"" + database
                    + "\" is not made of letters, digits and underscores (at most 63, no digit first)");
        }
    }

    private void requireAgreement(Map<Integer, Applied> applied, String database) {
        applied.forEach((number, earlier) -> {
            if (number > known.size()) {
                throw new MigrationException("Database " + database + " has migration " + earlier.file()
                        + ", which this version does not know: a newer version made it. Use that version, or another"
                        + " database");
            }
            Migration migration = known.get(number - 1);
            if (!migration.checksum().equals(earlier.checksum())) {
                throw new MigrationException("Migration " + migration.file() + " has changed since database " + database
                        + " applied it (" + earlier.file() + "): its checksum was " + earlier.checksum()
                        + " and is " + migration.checksum() + ". Restore the file and put the change into a new one");
            }
        });
    }

    private static boolean hasBegun(Connection connection, String database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXISTS TABLE " + database + ".schema_migrations")) {
            rows.next();
            return rows.getInt(1) == 1;
        }
    }

    private static Map<Integer, Applied> readApplied(Connection connection, String database) throws SQLException {
        Map<Integer, Applied> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number, file, checksum FROM " + database
                        + ".schema_migrations FINAL ORDER BY number")) {
            while (rows.next()) {
                applied.put(rows.getInt("number"), new Applied(rows.getString("file"), rows.getString("checksum")));
            }
        }
        return applied;
    }

    private static void record(Connection connection, String database, List<Migration> migrations) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + database
                + ".schema_migrations (number, file, checksum, applied_at) VALUES (?, ?, ?, ?)")) {
            for (Migration migration : migrations) {
                insert.setInt(1, migration.number());
                insert.setString(2, migration.file());
                insert.setString(3, migration.checksum());
                insert.setObject(4, Instant.now());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Applied(String file, String checksum) {}
}
