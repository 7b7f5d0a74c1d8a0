package io.dealpulse.cli.erasure;

import io.dealpulse.jobs.sink.Column;
import io.dealpulse.jobs.sink.Table;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * Takes the rows of deleted keys out of a table's parts, and with them the rows that say so. A merge alone never does:
 * ReplacingMergeTree keeps the row of a deletion for good, and what it supersedes until the parts happen to be merged.
 *
 * <p>A key is deleted if the row with its highest version says so. The row of the deletion is what hides the older rows, so
 * it must be the last to go: {@code DELETE WHERE is_deleted = 1} would bring back an older row of another part. ClickHouse
 * rewrites one part after the other, and may evaluate a subquery anew for each. Hence two mutations:
 *
 * <ol>
 *   <li>The older, living rows of deleted keys go. The rows that say that these keys are deleted stay, so that whenever the
 *       subquery is evaluated it finds the same keys, and no reader sees an old row.
 *   <li>The rows of deletions go whose key has no living row left.
 * </ol>
 *
 * <p>A job may write meanwhile. A mutation touches only parts that were there when it began, and it evaluates its subquery
 * later than that. A row that makes a key live again is either seen by the subquery, which then spares the key, or in a
 * part that is not touched. Interrupted anywhere, what is left is right, and the next purge ends it. Only if the job crashes
 * before its next checkpoint does it matter that rows of deletion are gone: they are how a restarted job finds the keys that
 * it must reconcile.
 */
final class TablePurge {

    private final Connection connection;
    private final String database;

    /**
     * @param connection stays the caller's to close
     * @param database of the tables; a plain identifier
     */
    TablePurge(Connection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /**
     * Purges a table, and returns when its parts are rewritten.
     *
     * @return how many rows of deleted keys there were; 0 if nothing was to be done
     * @throws SQLException if ClickHouse does not do it
     */
    long run(Table table) throws SQLException {
        String key = table.keyColumns().stream()
                .map(Column::name)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
        String name = "`%s`.`%s`".formatted(database, table.name());
        String ofDeletedKeys = "(%1$s) IN (SELECT %1$s FROM %2$s GROUP BY %1$s HAVING argMax(is_deleted, version) = 1)"
                .formatted(key, name);
        String ofKeysWithoutLivingRow =
                "(%1$s) IN (SELECT %1$s FROM %2$s GROUP BY %1$s HAVING min(is_deleted) = 1)".formatted(key, name);
        try (Statement statement = connection.createStatement()) {
            long rows = count(statement, "SELECT count() FROM %s WHERE %s".formatted(name, ofDeletedKeys));
            if (rows > 0) {
                delete(statement, name, "is_deleted = 0 AND " + ofDeletedKeys);
                delete(statement, name, "is_deleted = 1 AND " + ofKeysWithoutLivingRow);
            }
            return rows;
        }
    }

    private static void delete(Statement statement, String table, String condition) throws SQLException {
        // Waits until the parts are rewritten, on all replicas.
        statement.execute("ALTER TABLE %s DELETE WHERE %s SETTINGS mutations_sync = 2".formatted(table, condition));
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
