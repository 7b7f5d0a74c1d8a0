package io.dealpulse.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds docker-compose.yml to the project's conventions: containers can't be run everywhere, a file can be read. */
class DockerComposeTest {

    private static final Path HOME = Path.of(System.getProperty("dealpulse.home"));

    /** Services that end of themselves; others wait for that. */
    private static final Set<String> ONE_SHOTS = Set.of("setup");

    private final JsonNode file = yaml("docker-compose.yml");
    private final Map<String, JsonNode> services = services(file);

    @Test
    void allPartsAreThere() {
        assertThat(services)
                .containsOnlyKeys("kafka", "schema-registry", "clickhouse", "setup", "jobmanager", "taskmanager");
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
                .containsExactlyInAnyOrder("127.0.0.1:9092", "127.0.0.1:8081", "127.0.0.1:8123", "127.0.0.1:8082");
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
                                .matches("\\$\\{[A-Z_]+:\\?.+}");
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
    void flinkRunsTheJobWithOurConfiguration() {
        assertThat(file.at("/services/jobmanager/command").toString())
                .contains("io.dealpulse.jobs.metrics.DealMetricsJob");
        assertThat(yaml("infra/flink/config.yaml").at("/jobmanager/rpc/address").asText())
                .isEqualTo("jobmanager");
        assertThat(HOME.resolve("infra/flink/start.sh")).exists();
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
