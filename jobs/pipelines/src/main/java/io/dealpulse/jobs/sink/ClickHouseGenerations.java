package io.dealpulse.jobs.sink;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Generations kept in ClickHouse beside the rows they rank.
 *
 * <p>The next one is above the highest version of every table and above every claim. The claims are what makes a
 * zombie lose that had claimed a generation but not written a row yet. Writers of one attempt may share a
 * generation: no two of them write the same key.
 */
final class ClickHouseGenerations implements Generations {

    private static final long serialVersionUID = 1L;

    private final ClickHouseOptions options;
    private final String job;
    private final List<String> tables;
    private final Duration patience;

    ClickHouseGenerations(ClickHouseOptions options, String job, List<Table> tables, Duration patience) {
        this.options = options;
        this.job = job;
        this.tables = new ArrayList<>(tables.stream().map(Table::name).toList());
        this.patience = patience;
    }

    @Override
    public long highest() throws IOException {
        return inDatabase(this::highest);
    }

    @Override
    public long claim(String writer) throws IOException {
        return inDatabase(connection -> {
            long generation = highest(connection) + 1;
            String claim =
                    "INSERT INTO `%s`.`writer_generations` (job, generation, writer, started_at) VALUES (?, ?, ?, ?)"
                            .formatted(options.database());
            try (PreparedStatement insert = connection.prepareStatement(claim)) {
                insert.setString(1, job);
                insert.setLong(2, generation);
                insert.setString(3, writer);
                insert.setObject(4, Instant.now());
                insert.executeUpdate();
            }
            return generation;
        });
    }

    private long highest(Connection connection) throws SQLException {
        String written = tables.stream()
                .map(table -> "SELECT max(version) AS version FROM `%s`.`%s`".formatted(options.database(), table))
                .collect(Collectors.joining(" UNION ALL "));
        String query = """
                SELECT greatest(
                    (SELECT toUInt64(bitShiftRight(max(version), 32)) FROM (%s)),
                    (SELECT toUInt64(max(generation)) FROM `%s`.`writer_generations`))
                """.formatted(written, options.database());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private long inDatabase(Query query) throws IOException {
        WaitingConnectionProvider provider = new WaitingConnectionProvider(options, patience);
        try {
            return query.run(provider.getOrEstablishConnection());
        } catch (SQLException e) {
            throw new IOException(
                    "Could not claim a generation in " + options + "; did './dealpulse setup' create its tables?", e);
        } finally {
            provider.closeConnection();
        }
    }

    @FunctionalInterface
    private interface Query {
        long run(Connection connection) throws SQLException;
    }
}
