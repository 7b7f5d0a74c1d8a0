package io.dealpulse.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.Home;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.IncompatibleSchemaException;
import io.dealpulse.schemas.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The stack's real processes, started once: each test finds it up and set up, and leaves it so. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {

    @TempDir
    static Path directory;

    private static LocalStack stack;
    private static CommandLineRun firstSetup;

    @BeforeAll
    static void start() {
        stack = LocalStack.start(Home.directory(), directory, Progress.silent());
        firstSetup = run("setup");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void allPartsAreUp() {
        CommandLineRun status = run("status");

        assertThat(status.exitCode()).isZero();
        assertThat(status.out())
                .contains("Kafka", "Schema registry", "ClickHouse")
                .hasLineCount(4);
        assertThat(stack.status()).extracting(ServiceStatus::state).containsOnly(ServiceStatus.State.UP);
    }

    @Test
    @Order(2)
    void setupMakesEverythingOnceAndSaysSo() {
        assertThat(firstSetup.err()).isEmpty();
        assertThat(firstSetup.out().lines())
                .filteredOn(line -> line.startsWith("topic"))
                .hasSize(EventTopic.values().length)
                .allMatch(line -> line.contains(" created: 4 partitions, 1 replicas"));
        assertThat(firstSetup.out()).contains("crm.deal.changed.v1-value registered, id ", "migration 0001");

        CommandLineRun again = run("setup");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out().lines()).isNotEmpty().allMatch(line -> line.contains(" already"));
    }

    @Test
    @Order(3)
    void setupTellsWhereATopicDiffers() {
        CommandLineRun other = run("setup", "--partitions", "8");

        assertThat(other.out())
                .contains("crm.deal.changed.v1 was there already and is left as it is, but it has 4 partitions, not 8");
    }

    @Test
    @Order(4)
    void registryKeepsEverySubjectFullyCompatible() {
        Settings settings = stack.settings();
        List<String> urls =
                settings.get(Options.REGISTRY).stream().map(Object::toString).toList();
        try (RegistryClient registry = new RegistryClient(urls, settings.registryClientSettings())) {
            EventTopic topic = EventTopic.FX_RATE_SET;
            int id = registry.idOf(topic);
            assertThat(registry.register(topic.subject(), topic.schemaText())).isEqualTo(id);

            String withoutRate = """
                    {"type": "record", "name": "FxRateSet", "namespace": "io.dealpulse.events.v1", "fields": [
                      {"name": "base", "type": "string"}, {"name": "added", "type": "string"}]}
                    """;
            assertThatThrownBy(() -> registry.register(topic.subject(), withoutRate))
                    .isInstanceOf(IncompatibleSchemaException.class)
                    .hasMessageContaining(topic.subject())
                    .hasMessageContaining("/fields/");
        }
    }

    @Test
    @Order(5)
    void upStartsNothingThatRuns() {
        List<Long> before = pids();

        CommandLineRun up = run("up");

        assertThat(up.exitCode()).isZero();
        assertThat(up.out()).contains("already up at 127.0.0.1:");
        assertThat(pids()).isEqualTo(before);
    }

    @Test
    @Order(6)
    void runningPartIsNotMovedToAnotherPort() {
        assertThat(run("up", "--kafka-port", "1").err())
                .contains("Kafka already runs on port ", "then it can start on port 1.")
                .hasLineCount(1);
    }

    @Test
    @Order(7)
    void anyPartThatWasKilledComesBackWithItsData() throws Exception {
        int part = 0;
        for (long pid : pids()) {
            ProcessHandle killed = ProcessHandle.of(pid).orElseThrow();
            killed.destroyForcibly();
            Awaitility.await().until(() -> !killed.isAlive());
            assertThat(stack.status().get(part).state()).isEqualTo(ServiceStatus.State.DIED);
            part++;
        }
        CommandLineRun status = run("status");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("died");

        List<String> events = Collections.synchronizedList(new ArrayList<>());
        stack.up(PortChoice.none(), (name, event) -> events.add(name + " " + event));

        assertThat(events).filteredOn(event -> event.contains(" ready after ")).hasSize(3);
        assertThat(topics()).contains("crm.deal.changed.v1");
        assertThat(countOfMigrations()).isPositive();
        assertThat(run("setup").out().lines()).isNotEmpty().allMatch(line -> line.contains(" already"));
    }

    @Test
    @Order(8)
    void processThatUsesTheDataWithoutOurPidFileIsNamed() throws IOException {
        Path pidFile = directory.resolve("run/clickhouse.pid");
        Path aside = Files.move(pidFile, directory.resolve("run/aside"));
        try {
            assertThat(run("up").err())
                    .contains("uses the data in " + directory.resolve("clickhouse"), "by --data-dir")
                    .hasLineCount(1);
        } finally {
            Files.move(aside, pidFile);
        }
    }

    @Test
    @Order(9)
    void busyPortIsNamedWithTheFlagThatChoosesAnother(@TempDir Path other) throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandLineRun up = CommandLineRun.of(
                    "up",
                    "--data-dir",
                    other.toString(),
                    "--registry-port",
                    "" + busy.getLocalPort(),
                    "--kafka-port",
                    "" + Ports.anyFree());

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.err())
                    .isEqualToIgnoringNewLines("dealpulse: Port " + busy.getLocalPort()
                            + " on 127.0.0.1, which Schema registry needs, is in use by another process;"
                            + " choose another port by --registry-port.");
        }
    }

    @Test
    @Order(10)
    void downStopsAllAndMayBeRepeated() {
        List<ProcessHandle> processes =
                pids().stream().map(pid -> ProcessHandle.of(pid).orElseThrow()).toList();

        assertThat(run("down").out().lines()).hasSize(3).allMatch(line -> line.endsWith("stopped"));
        assertThat(processes).noneMatch(ProcessRecord::isRunning);
        assertThat(run("down").out().lines()).hasSize(3).allMatch(line -> line.endsWith("not running"));
    }

    private static CommandLineRun run(String command, String... more) {
        Map<String, String> options = stack.options();
        Stream<String> addresses = options.entrySet().stream()
                .flatMap(option -> Stream.of("--set", option.getKey() + "=" + option.getValue()));
        return CommandLineRun.of(Stream.concat(Stream.concat(Stream.of(command), addresses), Stream.of(more))
                .toArray(String[]::new));
    }

    private static List<Long> pids() {
        return stack.status().stream().map(part -> part.pid().orElseThrow()).toList();
    }

    private static List<String> topics() throws Exception {
        try (Admin admin = Admin.create(stack.settings().kafkaProperties())) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }

    private static long countOfMigrations() throws SQLException {
        String url = "jdbc:clickhouse:" + stack.settings().get(Options.CLICKHOUSE);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count() FROM dealpulse.schema_migrations")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
