package io.dealpulse.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dealpulse.jobs.options.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds docker-compose.yml to the project's conventions: containers can't be run everywhere, a file can be read. */
class DockerComposeTest {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));

    /** Services that end of themselves; others wait for that. */
    private static final Set<String> ONE_SHOTS = Set.of("setup", "clickhouse-access");

    /** Secrets that may be left empty. */
    private static final Set<String> OPTIONAL = Set.of("DEALPULSE_SERVE_TOKEN");

    private final JsonNode file = yaml("docker-compose.yml");
    private final Map<String, JsonNode> services = services(file);

    @Test
    void allPartsAreThere() {
        assertThat(services)
                .containsOnlyKeys(
                        "kafka",
                        "schema-registry",
                        "clickhouse",
                        "clickhouse-access",
                        "setup",
                        "serve",
                        "jobmanager",
                        "taskmanager",
                        "alerts-jobmanager",
                        "alerts-taskmanager",
                        "grafana");
        assertThat(file.has("version")).as("obsolete key").isFalse();
    }

    @Test
    void everyImageIsPinnedToAFullVersion() {
        services.forEach((name, service) -> assertThat(service.path("image").asText())
                .as("image of %s", name)
                .matches("[a-z][a-z0-9/-]+:\\d+(\\.\\d+){2,}[A-Za-z0-9._-]*"));
    }

    @Test
    void everyPortIsPublishedOnThisMachineAloneAndOnce() {
        List<String> published = new ArrayList<>();
        services.forEach((name, service) -> service.path("ports").forEach(port -> {
            assertThat(port.asText()).as("port of %s", name).matches("127\\.0\\.0\\.1:\\d+:\\d+");
            published.add(port.asText().replaceFirst(":\\d+$", ""));
        }));
        assertThat(published)
                .containsExactlyInAnyOrder(
                        "127.0.0.1:9092",
                        "127.0.0.1:8081",
                        "127.0.0.1:8123",
                        "127.0.0.1:8082",
                        "127.0.0.1:8083",
                        "127.0.0.1:8090",
                        "127.0.0.1:3000");
    }

    @Test
    void everyLastingServiceHasAHealthCheckAndRestarts() {
        services.forEach((name, service) -> {
            if (!ONE_SHOTS.contains(name)) {
                assertThat(service.at("/healthcheck/test").size())
                        .as("health check of %s", name)
                        .isPositive();
                assertThat(service.at("/restart").asText())
                        .as("restart of %s", name)
                        .isEqualTo("unless-stopped");
            }
        });
    }

    @Test
    void everyDependencyWaitsForHealthOrForTheEnd() {
        services.forEach((name, service) -> service.path("depends_on")
                .properties()
                .forEach(dependency -> {
                    assertThat(services).as("dependency of %s", name).containsKey(dependency.getKey());
                    assertThat(dependency.getValue().path("condition").asText())
                            .as("%s waits for %s", name, dependency.getKey())
                            .isEqualTo(
                                    ONE_SHOTS.contains(dependency.getKey())
                                            ? "service_completed_successfully"
                                            : "service_healthy");
                }));
    }

    @Test
    void noSecretStandsInTheFile() {
        services.forEach((name, service) -> service.path("environment")
                .properties()
                .forEach(variable -> {
                    if (variable.getKey().matches(".*(PASSWORD|SECRET|TOKEN|JAAS).*")) {
                        assertThat(variable.getValue().asText())
                                .as("%s of %s", variable.getKey(), name)
                                .matches(
                                        OPTIONAL.contains(variable.getKey())
                                                ? "\\$\\{[A-Z_]+:-}"
                                                : "\\$\\{[A-Z_]+:\\?.+}");
                    }
                }));
        assertThat(read(".env.example").lines().filter(line -> line.contains("=")))
                .allSatisfy(line -> assertThat(line).endsWith("="));
        assertThat(read(".gitignore").lines()).contains(".env");
    }

    @Test
    void everyVolumeIsDeclaredOrAPathOfThisProject() {
        Set<String> declared = new HashSet<>();
        file.path("volumes").fieldNames().forEachRemaining(declared::add);
        Set<String> used = new HashSet<>();
        services.forEach((name, service) -> service.path("volumes").forEach(volume -> {
            String source = volume.asText().replaceFirst(":.*", "");
            if (source.startsWith("./")) {
                assertThat(volume.asText())
                        .as("a path of ours is not written to")
                        .endsWith(":ro");
            } else {
                used.add(source);
            }
        }));
        assertThat(used).isEqualTo(declared);
    }

    @Test
    void everyVariableThatIsAskedForIsInTheExample() {
        Set<String> required = variables("\\$\\{(\\w+):\\?");
        assertThat(variables("\\$\\{(\\w+):-}")).isEqualTo(OPTIONAL);
        assertThat(read(".env.example").lines().filter(line -> line.endsWith("=")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(required.stream(), OPTIONAL.stream())
                        .map(name -> name + "=")
                        .toList());
        assertThat(required).allSatisfy(name -> assertThat(read(".ci/run")).contains(" " + name + "=any "));
    }

    @ParameterizedTest
    @CsvSource({
        "jobmanager, taskmanager, io.dealpulse.jobs.metrics.DealMetricsJob",
        "alerts-jobmanager, alerts-taskmanager, io.dealpulse.jobs.alerts.DealAlertsJob"
    })
    void flinkRunsEachJobOnAClusterOfItsOwn(String jobManager, String taskManager, String job) throws Exception {
        assertThat(service(jobManager).path("command").toString()).contains(job);
        assertThat(Class.forName(job)).isNotNull();
        for (String name : List.of(jobManager, taskManager)) {
            assertThat(service(name).at("/environment/JOB_MANAGER_RPC_ADDRESS").asText())
                    .as(name)
                    .isEqualTo(jobManager);
            assertThat(service(name).path("entrypoint").toString()).contains("start.sh");
        }
        assertThat(service(taskManager).path("depends_on").has(jobManager)).isTrue();
    }

    @Test
    void theClustersShareNoCheckpoints() {
        assertThat(checkpoints("jobmanager")).isEqualTo(checkpoints("taskmanager"));
        assertThat(checkpoints("alerts-jobmanager")).isEqualTo(checkpoints("alerts-taskmanager"));
        assertThat(checkpoints("jobmanager")).isNotEqualTo(checkpoints("alerts-jobmanager"));
    }

    @Test
    void everyAddressInFlinksConfigurationIsTheJobManagers() {
        JsonNode config = yaml("infra/flink/config.yaml");
        assertThat(config.at("/jobmanager/rpc/address").asText()).isEqualTo("jobmanager");
        assertThat(config.at("/rest/address").asText()).isEqualTo("jobmanager");
        // Which this replaces for the second cluster.
        assertThat(read("infra/flink/start.sh"))
                .contains("s/address: jobmanager$/address: ${JOB_MANAGER_RPC_ADDRESS:-jobmanager}/");
    }

    /** On 127.0.0.1 of its own container nobody would reach it. */
    @Test
    void theDashboardIsServedToThisMachineUnderItsOwnNames() {
        JsonNode serve = service("serve");
        assertThat(words(serve.path("command")))
                .endsWith("io.dealpulse.cli.Dealpulse", "serve", "--bind", "0.0.0.0", "--allow-host", "localhost");
        assertThat(words(serve.path("volumes")))
                .isEqualTo(words(service("setup").path("volumes")));
        assertThat(serve.path("image")).isEqualTo(service("setup").path("image"));
        // Who calls by another name is refused, the health check too.
        assertThat(serve.at("/healthcheck/test").toString())
                .contains("/dev/tcp/127.0.0.1/" + Options.SERVE_PORT.defaultText())
                .contains("GET /health/ready")
                .contains("Host: localhost");
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    /** Names of variables that docker-compose.yml takes from .env, in the first group of the pattern. */
    private static Set<String> variables(String pattern) {
        return Pattern.compile(pattern)
                .matcher(read("docker-compose.yml"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private JsonNode service(String name) {
        return file.path("services").path(name);
    }

    private String checkpoints(String service) {
        List<String> volumes = new ArrayList<>();
        service(service).path("volumes").forEach(volume -> volumes.add(volume.asText()));
        return volumes.stream()
                .filter(volume -> volume.endsWith(":/checkpoints"))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, JsonNode> services(JsonNode file) {
        Map<String, JsonNode> services = new TreeMap<>();
        file.path("services").properties().forEach(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    /** With anchors and merge keys resolved, as compose does it. */
    private static JsonNode yaml(String path) {
        Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(read(path));
        return content == null ? MissingNode.getInstance() : new ObjectMapper().valueToTree(content);
    }

    private static String read(String path) {
        try {
            return Files.readString(HOME.resolve(path));
        } catch (IOException e) {
            throw new AssertionError(path + " can't be read", e);
        }
    }
}
