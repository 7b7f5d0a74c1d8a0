package io.dealpulse.jobs.sink;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/** Writes rows to their tables in ClickHouse. */
public final class ClickHouseTables implements RowSink {

    private static final int BATCH_ROWS = 10_000;
    private static final int RETRIES = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ClickHouseOptions options;
    private final Duration flushInterval;

    /**
     * Tables in that ClickHouse.
     *
     * @param flushInterval how long a row waits at most before it is sent
     */
    public ClickHouseTables(ClickHouseOptions options, Duration flushInterval) {
        this.options = options;
        this.flushInterval = flushInterval;
    }

    @Override
    public Generations generations(String job, List<Table> tables) {
        return new ClickHouseGenerations(options, job, tables, PATIENCE);
    }

    @Override
    public StaleRows staleRows() {
        return new ClickHouseStaleRows(options, PATIENCE);
    }

    @Override
    public void write(SingleOutputStreamOperator<Void> stamped, List<Table> tables, String uid) {
        for (Table table : tables) {
            JdbcSink<StampedRow> sink = JdbcSink.<StampedRow>builder()
                    .withQueryStatement(table.insertStatement(options.database()), parametersOf(table))
                    .withExecutionOptions(JdbcExecutionOptions.builder()
                            .withBatchSize(BATCH_ROWS)
                            .withBatchIntervalMs(flushInterval.toMillis())
                            .withMaxRetries(RETRIES)
                            .build())
                    .buildAtLeastOnce(new WaitingConnectionProvider(options, PATIENCE));
            stamped.getSideOutput(StampRows.outputOf(table.name()))
                    .sinkTo(sink)
                    .name("write " + table.name())
                    .uid(uid + "-" + table.name());
        }
    }

    private static JdbcStatementBuilder<StampedRow> parametersOf(Table table) {
        return (statement, stamped) -> {
            // Else the driver goes through the text of the whole batch once more, looking for JDBC's escapes ({d …}).
            statement.setEscapeProcessing(false);
            int parameter = 1;
            List<Object> key = stamped.row().key();
            for (int i = 0; i < key.size(); i++) {
                set(statement, parameter++, table.keyColumns().get(i), key.get(i));
            }
            List<@Nullable Object> values = stamped.row().values();
            for (int i = 0; i < table.valueColumns().size(); i++) {
                Column column = table.valueColumns().get(i);
                set(statement, parameter++, column, values != null ? values.get(i) : absent(column));
            }
            statement.setLong(parameter++, stamped.version());
            statement.setLong(parameter++, stamped.checkpoint());
            statement.setInt(parameter, stamped.row().isDeleted() ? 1 : 0);
        };
    }

    private static @Nullable Object absent(Column column) {
        return column.nullable() ? null : column.type().absent();
    }

    private static void set(PreparedStatement statement, int parameter, Column column, @Nullable Object value)
            throws SQLException {
        statement.setObject(parameter, value == null ? null : column.type().toJdbc(value));
    }
}
