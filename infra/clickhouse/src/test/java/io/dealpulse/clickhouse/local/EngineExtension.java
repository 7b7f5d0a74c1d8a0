package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One engine on an empty data directory for all tests of a class. */
public final class EngineExtension implements BeforeAllCallback, AfterAllCallback {

    public static final Path HOME = Path.of(System.getProperty("dealpulse.home"));

    private @Nullable Path directory;
    private @Nullable ClickHouseEngine engine;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("clickhouse-engine");
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try {
            engine().close();
        } finally {
            deleteTree(directory());
        }
    }

    public ClickHouseEngine engine() {
        return Objects.requireNonNull(engine, "the engine runs only during tests");
    }

    /** Where the engine keeps its data. */
    public Path dataDirectory() {
        return directory().resolve("data");
    }

    /** Ends the engine in order and starts it again on the same data. */
    public void restart() {
        engine().close();
        start();
    }

    /** Starts the engine, which has ended, again on the same data. */
    public void startAgain() {
        start();
    }

    /**
     * Ends the engine in order and starts it again on the same data, with other users.
     *
     * @param usersXml ClickHouse's users.xml; clients are its user {@code default}, whatever they call themselves
     */
    public void restartWithUsers(String usersXml) throws IOException {
        Path users = Files.writeString(directory().resolve("users.xml"), usersXml);
        Path config = Files.writeString(
                directory().resolve("config.xml"),
                "<clickhouse><users_config>" + users + "</users_config></clickhouse>");
        engine().close();
        engine = ClickHouseEngine.startConfigured(
                HOME, dataDirectory(), directory().resolve("engine.log"), config);
    }

    /** Connects as a writer should: no asynchronous inserts, and no silent repetition of a batch. */
    public Connection connect() throws SQLException {
        return connect(new Properties());
    }

    public Connection connect(Properties more) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("clickhouse_setting_async_insert", "0");
        properties.setProperty("client_retry_on_failures", "None");
        properties.setProperty("decompress", "false");
        properties.putAll(more);
        return DriverManager.getConnection(engine().jdbcUrl(), properties);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The only row of a query, by column. */
    public Map<String, @Nullable Object> row(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
            }
            assertThat(rows.next()).isFalse();
            return row;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void start() {
        engine = ClickHouseEngine.start(
                HOME, directory().resolve("data"), 0, directory().resolve("engine.log"));
    }

    private Path directory() {
        return Objects.requireNonNull(directory);
    }
}
