package io.dealpulse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dealpulse.clickhouse.Migrations;
import io.dealpulse.clickhouse.local.ClickHouseEngine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The story of docs/metrics.md in ClickHouse, as the job would have written it, beside a pipeline of many deals, one
 * with nothing open, and a server on it. Every query of the server is recorded.
 */
final class ServedStory implements BeforeAllCallback, AfterAllCallback {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));
    private static final String DATABASE = "dealpulse";
    /** By the wall clock: a second after the job last said how far it was. */
    private static final Instant NOW = Instant.parse("2026-03-18T12:00:01Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private final RecordedQueries queries = new RecordedQueries();
    private @Nullable Path directory;
    private @Nullable ClickHouseEngine engine;
    private @Nullable ApiServer server;
    private int clickHousePort;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("api-story");
        startClickHouse();
        clickHousePort = engine().port();
        try (Connection connection = DriverManager.getConnection(engine().jdbcUrl());
                Statement statement = connection.createStatement()) {
            Migrations.apply(connection, DATABASE);
            for (String insert : statements()) {
                statement.execute(insert);
            }
        }
        server = serve("", Duration.ZERO, queries::watch);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            stopClickHouse();
            try (Stream<Path> tree = Files.walk(Objects.requireNonNull(directory))) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What the server has asked. */
    RecordedQueries queries() {
        return queries;
    }

    /** Another server on the same tables; the caller's to close. */
    ApiServer serve(String token, Duration cache, UnaryOperator<DataSource> watch) throws IOException {
        return ApiServer.start(options(0, token, cache), Clock.fixed(NOW, ZoneOffset.UTC), watch);
    }

    /** The options of the servers here. */
    ApiOptions options(int port, String token, Duration cache) {
        return options(port, token, cache, "http://127.0.0.1:" + clickHousePort, DATABASE);
    }

    /** The options of a server on other tables. */
    static ApiOptions options(int port, String token, Duration cache, String clickHouse, String database) {
        return new ApiOptions(
                "127.0.0.1",
                port,
                URI.create(clickHouse),
                database,
                "default",
                "",
                "EUR",
                ZoneId.of("UTC"),
                List.of(7, 30, 90),
                cache,
                Duration.ofSeconds(20),
                4,
                token,
                List.of("figures.example"),
                Duration.ofSeconds(15),
                URI.create("http://127.0.0.1:8082"));
    }

    void stopClickHouse() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }

    /** On its data and at its port. */
    void startClickHouse() {
        engine = ClickHouseEngine.start(
                HOME,
                Objects.requireNonNull(directory).resolve("data"),
                clickHousePort,
                directory.resolve("engine.log"));
    }

    /** An answer, whatever its status. */
    HttpResponse<String> get(String pathAndQuery, String... headers) throws IOException, InterruptedException {
        return get(server(), pathAndQuery, headers);
    }

    HttpResponse<String> get(ApiServer from, String pathAndQuery, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + from.port() + pathAndQuery));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpClient client() {
        return client;
    }

    ApiServer server() {
        return Objects.requireNonNull(server);
    }

    int port() {
        return server().port();
    }

    /** The body of an answer with status 200 below {@code /api/v1}, which must be as the OpenAPI document says. */
    JsonNode read(String pathAndQuery) throws IOException, InterruptedException {
        HttpResponse<String> response = get(Endpoints.BASE + pathAndQuery);
        if (response.statusCode() != 200) {
            throw new AssertionError(pathAndQuery + ": " + response.statusCode() + " " + response.body());
        }
        JsonNode body = JSON.readTree(response.body());
        OpenApi.requireValid(Endpoints.BASE + pathAndQuery, body);
        return body;
    }

    /** The single value of a query, asked past the server. */
    String ask(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(engine().jdbcUrl() + "/" + DATABASE);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }

    private ClickHouseEngine engine() {
        return Objects.requireNonNull(engine, "ClickHouse is stopped");
    }

    private static List<String> statements() throws IOException {
        try (var sql = Objects.requireNonNull(ServedStory.class.getResourceAsStream("/story.sql"))) {
            return Stream.of(new String(sql.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\\R", -1))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }
}
