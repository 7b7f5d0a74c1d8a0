package io.dealpulse.jobs.sink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows that stand in the tables in ClickHouse, in the form of {@link Table#stored}. */
public final class ClickHouseRows implements AutoCloseable {

    private final ClickHouseOptions options;
    private final Connection connection;

    /**
     * Connects.
     *
     * @throws SQLException if ClickHouse does not answer
     */
    public ClickHouseRows(ClickHouseOptions options) throws SQLException {
        this.options = options;
        this.connection = options.connect();
    }

    /**
     * Visits every row of a table that is not deleted, in no order.
     *
     * @param table the table, or some of its columns: all those of its key, and others
     */
    public void visit(Table table, Consumer<TableRow> visitor) throws SQLException {
        String columns = table.columns().stream()
                .map(column -> "`" + column.name() + "`")
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + columns + " FROM " + standing(table))) {
            while (result.next()) {
                visitor.accept(rowOf(table, result));
            }
        }
    }

    /** The latest day in a column of a table; empty if the table is. */
    public Optional<LocalDate> latest(Table table, String column) throws SQLException {
        String query = "SELECT max(`%s`), count() FROM %s".formatted(column, standing(table));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            // A maximum of nothing is 1970-01-01 in ClickHouse.
            return result.next() && result.getLong(2) > 0
                    ? Optional.of(result.getObject(1, LocalDate.class))
                    : Optional.empty();
        }
    }

    /** The latest time in a column of a table; empty if the table is. */
    public Optional<Instant> latestInstant(Table table, String column) throws SQLException {
        String query = "SELECT max(`%s`), count() FROM %s".formatted(column, standing(table));
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() && result.getLong(2) > 0
                    ? Optional.of((Instant) ColumnType.INSTANT.read(result, 1))
                    : Optional.empty();
        }
    }

    /** Whether a job has ever written. */
    public boolean hasWritten(String job) throws SQLException {
        String query = "SELECT count() FROM `%s`.writer_generations WHERE job = ?".formatted(options.database());
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, job);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getLong(1) > 0;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private String standing(Table table) {
        return "`%s`.`%s` FINAL".formatted(options.database(), table.name());
    }

    private static TableRow rowOf(Table table, ResultSet result) throws SQLException {
        List<Object> key = new ArrayList<>(table.keyColumns().size());
        int at = 1;
        for (Column column : table.keyColumns()) {
            key.add(column.type().read(result, at++));
        }
        List<@Nullable Object> values = new ArrayList<>(table.valueColumns().size());
        for (Column column : table.valueColumns()) {
            boolean isNull = column.nullable() && result.getObject(at) == null;
            values.add(isNull ? null : column.type().read(result, at));
            at++;
        }
        return new TableRow(table.name(), key, values);
    }
}
