package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.clickhouse.PublishedViews.Relation;
import io.dealpulse.clickhouse.local.EngineExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The statements in {@code access/}. The engine enforces rights, but takes them from a file only and knows one user who
 * can log in. So each statement is run as far as the engine goes, which is until it would store the role; and what a role
 * may do is tried by that user, with the rights that the statements give.
 */
class AccessIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    private static final List<String> ROLES = List.of("reader", "dashboard", "writer", "setup");
    private static final Pattern GRANT = Pattern.compile("(?:GRANT|REVOKE) .* ON .*");
    private static final Pattern SETTING = Pattern.compile("(\\w+) = (\\d+) (?:(CONST)|MIN (\\d+) MAX (\\d+))");
    /** ClickHouse's codes for an order that is right, but that it has nowhere to store. */
    private static final Pattern NOWHERE_TO_STORE = Pattern.compile("Code: (?:495|514)\\.");

    private static Map<String, Relation> relations = Map.of();

    @BeforeAll
    static void setUpInTheNameOfAnAdministrator() throws Exception {
        ENGINE.restartWithUsers(usersXml("<access_management>1</access_management>", "", statements("dealpulse")));
        try (Connection connection = ENGINE.connect()) {
            Migrations.apply(connection, "dealpulse");
            relations = Relation.all(connection, "dealpulse");
        }
        // The engine's only user is about to be the reader.
        for (String view : views()) {
            ENGINE.execute("ALTER TABLE dealpulse." + view + " MODIFY SQL SECURITY DEFINER DEFINER = dealpulse_admin");
        }
        ENGINE.execute(
                "INSERT INTO dealpulse.waiting_deals VALUES ('A', 'no_stage', 1, 1, 1, 0), ('B', 'no_stage', 1, 1, 1, 0)");
    }

    @Test
    void everyStatementIsValid() throws Exception {
        as("administrator", "dealpulse");
        List<String> statements = statements("dealpulse");
        assertThat(statements).hasSizeGreaterThan(15).allSatisfy(AccessIT::assertValid);
    }

    @ParameterizedTest
    @CsvSource({"grafana, dealpulse_reader", "serve, dealpulse_dashboard"})
    void aServersUserHasOneRoleAndItsPasswordIsRenewed(String server, String role) throws Exception {
        as("administrator", "dealpulse");
        List<String> statements = printed(server, "dealpulse").stream()
                .filter(statement -> statement.contains("dealpulse_" + server))
                .toList();
        assertThat(statements)
                .allSatisfy(AccessIT::assertValid)
                .anySatisfy(statement -> assertThat(statement).startsWith("CREATE USER IF NOT EXISTS"))
                .anySatisfy(statement -> assertThat(statement).startsWith("ALTER USER"))
                .filteredOn(statement -> statement.startsWith("GRANT"))
                .containsExactly("GRANT " + role + " TO dealpulse_" + server);
        assertThat(printed(server, "dealpulse")).containsAll(printed("", "dealpulse"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GRANT SELEKT ON dealpulse.v_* TO dealpulse_reader",
                "GRANT SELECT ON dealpulse.v_* TO dealpulse_reeder",
                "GRANT CREATE FUNCTION ON dealpulse.* TO dealpulse_setup",
                "CREATE SETTINGS PROFILE OR REPLACE dealpulse_reader SETTINGS max_rows_to_reed = 1",
                "CREATE SETTINGS PROFILE OR REPLACE dealpulse_reader SETTINGS max_rows_to_read = 'many'",
                "CREATE QUOTA OR REPLACE dealpulse_reader FOR INTERVAL 1 hour MAX queris = 1",
                "CREATE ROLE IF NOT EXIST dealpulse_reader"
            })
    void aWrongStatementWouldBeSeen(String statement) throws Exception {
        as("administrator", "dealpulse");
        assertThatThrownBy(() -> assertValid(statement)).isInstanceOf(AssertionError.class);
    }

    @Test
    void theReaderReadsEveryViewAndNoTable() throws Exception {
        as("reader", "dealpulse");
        assertThat(views())
                .isNotEmpty()
                .allSatisfy(view -> assertThatCode(() -> ENGINE.execute("SELECT * FROM dealpulse." + view))
                        .doesNotThrowAnyException());
        assertThat(tables()).isNotEmpty().allSatisfy(table -> {
            assertRefused("SELECT * FROM dealpulse." + table);
            assertRefused("SELECT count() FROM dealpulse." + table);
        });
        assertThat(visibleTables()).containsExactlyElementsOf(views());
    }

    @Test
    void theReaderWritesNothing() throws Exception {
        as("reader", "dealpulse");
        assertRefused("INSERT INTO dealpulse.waiting_deals VALUES ('C', 'no_stage', 1, 1, 1, 0)");
        assertRefused("ALTER TABLE dealpulse.v_deals MODIFY SQL SECURITY INVOKER");
        assertRefused("DROP VIEW dealpulse.v_deals");
        assertRefused("CREATE VIEW dealpulse.v_all AS SELECT * FROM dealpulse.deals");
        assertRefused("CREATE TEMPORARY TABLE mine (a Int8)");
        assertRefused("SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')");
    }

    @Test
    void theReadersLimitsCanBeMovedWithinTheirBoundsOnly() throws Exception {
        as("reader", "dealpulse");
        String query = "SELECT count() FROM dealpulse.v_waiting_deals SETTINGS ";
        ENGINE.execute(query + "max_execution_time = 300, max_threads = 1, join_use_nulls = 1");
        for (String setting : List.of(
                "max_execution_time = 301",
                "max_execution_time = 0",
                "max_rows_to_read = 0",
                "max_memory_usage = 0",
                "max_concurrent_queries_for_user = 0",
                "readonly = 0")) {
            assertThatThrownBy(() -> ENGINE.execute(query + setting))
                    .as(setting)
                    .hasMessageContaining(setting.substring(0, setting.indexOf(' ')));
        }
        // What the reader set holds where the definer reads for him.
        assertThatThrownBy(() -> ENGINE.execute(query + "max_rows_to_read = 1")).hasMessageContaining("TOO_MANY_ROWS");
    }

    @Test
    void theDriverAsAnalystsUseItReadsViewsAndTellsWhatColumnsMean() throws Exception {
        as("reader", "dealpulse");
        try (Connection connection = DriverManager.getConnection(ENGINE.engine().jdbcUrl() + "/dealpulse");
                Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            statement.setQueryTimeout(30);
            try (ResultSet deals = statement.executeQuery("SELECT deal_id FROM v_waiting_deals")) {
                assertThat(deals.next()).isTrue();
            }
            try (ResultSet column = connection.getMetaData().getColumns(null, "dealpulse", "v_win_rate", "win_rate")) {
                assertThat(column.next()).isTrue();
                assertThat(column.getString("REMARKS")).startsWith("won / (won + lost)");
            }
        }
    }

    @Test
    void theWriterWritesRowsAndChangesNoTable() throws Exception {
        as("writer", "dealpulse");
        for (String table : tables()) {
            String insert = "INSERT INTO dealpulse." + table + " SELECT * FROM dealpulse." + table + " LIMIT 0";
            if (table.equals("schema_migrations")) {
                assertRefused(insert);
            } else {
                ENGINE.execute(insert);
                assertRefused("ALTER TABLE dealpulse." + table + " DELETE WHERE 1");
                assertRefused("TRUNCATE TABLE dealpulse." + table);
                assertRefused("DROP TABLE dealpulse." + table);
            }
        }
        try (Connection connection = ENGINE.connect()) {
            assertThat(Migrations.missing(connection, "dealpulse")).isEmpty();
        }
    }

    @Test
    void whoSetsUpMakesTheDatabaseAndPurgesItAndTouchesNoOther() throws Exception {
        as("setup", "fresh");
        try (Connection connection = ENGINE.connect()) {
            assertThat(Migrations.apply(connection, "fresh")).isNotEmpty();
            assertThat(Migrations.apply(connection, "fresh")).isEmpty();
        }
        ENGINE.execute("SELECT * FROM fresh.v_velocity");
        ENGINE.execute("ALTER TABLE fresh.deals DELETE WHERE is_deleted = 1 SETTINGS mutations_sync = 2");
        assertRefused("SELECT * FROM dealpulse.v_deals");
        assertRefused("DROP DATABASE dealpulse");
    }

    /** The engine's user from now on: one with a role on a database, or an administrator. */
    private static void as(String role, String database) throws Exception {
        List<String> statements = statements(database);
        ENGINE.restartWithUsers(
                role.equals("administrator")
                        ? usersXml("<access_management>1</access_management>", "", statements)
                        : usersXml(
                                grants(statements, database + "_" + role),
                                profile(statements, database + "_" + role),
                                statements));
    }

    private static void assertValid(String statement) {
        assertThat(failure(() -> ENGINE.execute(statement)))
                .as(statement)
                .satisfiesAnyOf(
                        message -> assertThat(message).isEmpty(),
                        message -> assertThat(message).containsPattern(NOWHERE_TO_STORE));
    }

    private static void assertRefused(String statement) {
        assertThat(failure(() -> ENGINE.execute(statement))).as(statement).containsAnyOf("ACCESS_DENIED", "READONLY");
    }

    private static String failure(ThrowingCallable call) {
        try {
            call.call();
            return "";
        } catch (Throwable e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> views() {
        return relations.values().stream()
                .filter(Relation::isView)
                .map(Relation::name)
                .toList();
    }

    private static List<String> tables() {
        return relations.values().stream()
                .filter(relation -> !relation.isView())
                .map(Relation::name)
                .toList();
    }

    private static List<String> visibleTables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = ENGINE.connect();
                ResultSet rows = connection.getMetaData().getTables(null, "dealpulse", "%", null)) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private static List<String> statements(String database) throws IOException, InterruptedException {
        return printed("users", database);
    }

    /** What {@code statements.sh} prints, without comments, each on one line. */
    private static List<String> printed(String argument, String database) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        EngineExtension.HOME
                                .resolve("infra/clickhouse/access/statements.sh")
                                .toString(),
                        argument)
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "DATABASE",
                        database,
                        "ANALYST_PASSWORD",
                        "a",
                        "JOB_PASSWORD",
                        "b",
                        "ADMIN_PASSWORD",
                        "c",
                        "GRAFANA_PASSWORD",
                        "d",
                        "SERVE_PASSWORD",
                        "e"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return Arrays.stream(output.replaceAll("(?m)^--.*$", "").split(";", -1))
                .map(statement -> statement.strip().replaceAll("\\s+", " "))
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Users and roles that the statements name, and the engine's user {@code default}. */
    private static String usersXml(String rights, String profile, List<String> statements) {
        String database = Objects.requireNonNull(statements.get(0)).replaceFirst(".* (\\w+)_reader$", "$1");
        return """
                <clickhouse>
                  <profiles><default/><own>%s</own></profiles>
                  <quotas><default/></quotas>
                  <users>
                    <default><no_password/><profile>own</profile><quota>default</quota>%s</default>
                    <%s_admin><no_password/><profile>default</profile>%s</%s_admin>
                    <%s_analyst><no_password/><profile>default</profile></%s_analyst>
                    <%s_job><no_password/><profile>default</profile></%s_job>
                    <%s_grafana><no_password/><profile>default</profile></%s_grafana>
                    <%s_serve><no_password/><profile>default</profile></%s_serve>
                  </users>
                  <roles>%s</roles>
                </clickhouse>
                """.formatted(
                profile,
                rights,
                database,
                grants(statements, database + "_setup"),
                database,
                database,
                database,
                database,
                database,
                database,
                database,
                database,
                database,
                ROLES.stream().map(role -> "<" + database + "_" + role + "/>").collect(Collectors.joining()));
    }

    private static String grants(List<String> statements, String role) {
        String grants = statements.stream()
                .filter(statement -> GRANT.matcher(statement).matches())
                .filter(statement -> statement.matches(".* (?:TO|FROM) (?:\\w+, )*" + role + "\\b.*"))
                .map(statement -> "<query>" + statement.replaceFirst(" (?:TO|FROM) [\\w, ]+$", "") + "</query>")
                .collect(Collectors.joining());
        assertThat(grants).as("grants of %s", role).isNotEmpty();
        return "<grants>" + grants + "</grants>";
    }

    /** The settings of a role's profile with their bounds; nothing if it has no profile. */
    private static String profile(List<String> statements, String role) {
        StringBuilder values = new StringBuilder();
        StringBuilder constraints = new StringBuilder();
        statements.stream()
                .filter(statement -> statement.startsWith("CREATE SETTINGS PROFILE OR REPLACE " + role + " "))
                .flatMap(statement -> {
                    List<MatchResult> settings =
                            SETTING.matcher(statement).results().toList();
                    // Else this test would not try what is written.
                    assertThat(settings).hasSize(statement.split("=", -1).length - 1);
                    return settings.stream();
                })
                .forEach(setting -> {
                    String name = setting.group(1);
                    values.append("<%s>%s</%s>".formatted(name, setting.group(2), name));
                    constraints.append(
                            setting.group(3) != null
                                    ? "<%s><const/></%s>".formatted(name, name)
                                    : "<%s><min>%s</min><max>%s</max></%s>"
                                            .formatted(name, setting.group(4), setting.group(5), name));
                });
        return values + "<constraints>" + constraints + "</constraints>";
    }
}
