package io.dealpulse.jobs.sink;

import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** ClickHouse's real engine with the migrated tables, for all tests of a class. */
public final class ClickHouseExtension implements BeforeAllCallback, AfterAllCallback {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));
    private static final String DATABASE = "dealpulse";

    private @Nullable Path directory;
    private @Nullable ClickHouseEngine engine;
    private @Nullable ClickHouseOptions options;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("clickhouse-sink");
        engine = start(0);
        options = new ClickHouseOptions(engine.httpUrl(), DATABASE, "default", "");
        try (Connection connection = options.connect()) {
            Migrations.apply(connection, DATABASE);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
        try (Stream<Path> tree = Files.walk(directory())) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** How jobs reach it, also while it is away. */
    public ClickHouseOptions options() {
        return Objects.requireNonNull(options, "the engine runs only during tests");
    }

    /** Ends it. */
    public void stop() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    /** Starts it again on its data and at its port. */
    public void startAgain() {
        engine = start(Integer.parseInt(options().url().replaceFirst(".*:(\\d+)/?$", "$1")));
    }

    /** Runs a statement. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = options().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, every value as text; null stays null. */
    public List<List<@Nullable String>> query(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Connection connection = options().connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** Starts a job that writes rows by the real sink; they are there once it has ended. */
    public JobClient startWriting(List<Table> tables, List<TableRow> rows) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        ClickHouseTables sink = new ClickHouseTables(options(), Duration.ofMillis(100));
        SingleOutputStreamOperator<Void> stamped = environment
                .fromData(rows, new CodecTypeInformation<>(TableRow.class, new TableRowCodec()))
                .process(new StampRows(sink.generations("test", List.of(Tables.DEALS))), Types.VOID)
                .uid("stamp");
        sink.write(stamped, tables, "write");
        return environment.executeAsync("write rows");
    }

    private ClickHouseEngine start(int port) {
        return ClickHouseEngine.start(
                HOME, directory().resolve("data"), port, directory().resolve("engine.log"));
    }

    private Path directory() {
        return Objects.requireNonNull(directory);
    }
}
