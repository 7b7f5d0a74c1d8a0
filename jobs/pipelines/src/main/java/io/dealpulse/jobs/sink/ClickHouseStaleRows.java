package io.dealpulse.jobs.sink;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Finds stale rows in ClickHouse. */
final class ClickHouseStaleRows implements StaleRows {

    private static final long serialVersionUID = 1L;

    private final ClickHouseOptions options;
    private final Duration patience;

    ClickHouseStaleRows(ClickHouseOptions options, Duration patience) {
        this.options = options;
        this.patience = patience;
    }

    @Override
    public void writtenSince(
            long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor)
            throws IOException {
        // Every part counts, merged or not: a newer row of the key need not be of this attempt.
        visit(
                table,
                "SELECT DISTINCT %s FROM %s WHERE (checkpoint >= ? OR bitShiftRight(version, 32) > ?)"
                        + " AND bitShiftRight(version, 32) <= ?",
                visitor,
                checkpoint,
                generation,
                upToGeneration);
    }

    @Override
    public void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) throws IOException {
        visit(
                table,
                "SELECT %s FROM %s FINAL WHERE bitShiftRight(version, 32) < ? AND is_deleted = 0",
                visitor,
                generation);
    }

    private void visit(Table table, String template, Consumer<RowKey> visitor, long... bounds) throws IOException {
        String columns = table.keyColumns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(", "));
        String query = template.formatted(columns, "`%s`.`%s`".formatted(options.database(), table.name()));
        WaitingConnectionProvider provider = new WaitingConnectionProvider(options, patience);
        try (PreparedStatement statement = provider.getOrEstablishConnection().prepareStatement(query)) {
            for (int i = 0; i < bounds.length; i++) {
                statement.setLong(i + 1, bounds[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    visitor.accept(keyOf(table, result));
                }
            }
        } catch (SQLException e) {
            throw new IOException("Could not look for stale rows of " + table.name() + " in " + options, e);
        } finally {
            provider.closeConnection();
        }
    }

    private static RowKey keyOf(Table table, ResultSet result) throws SQLException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < table.keyColumns().size(); i++) {
            values.add(table.keyColumns().get(i).type().read(result, i + 1));
        }
        return new RowKey(table.name(), values);
    }
}
