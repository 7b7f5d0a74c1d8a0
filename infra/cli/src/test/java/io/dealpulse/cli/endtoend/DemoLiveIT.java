package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.Home;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortChoice;
import io.dealpulse.cli.stack.Ports;
import io.dealpulse.cli.stack.ServiceStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people see it: in a process of its own, until they press Ctrl-C. */
class DemoLiveIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void timeLapsesOnTheDashboardUntilCtrlC() throws Exception {
        PortChoice ports = PortChoice.free();
        int dashboard = Ports.anyFree();
        int flink = twoFreePorts();
        Path data = directory.resolve("data");
        try (LocalStack stack = new LocalStack(Home.directory(), data);
                JobProcess demo = JobProcess.start(
                        directory,
                        List.of(
                                "demo",
                                "--deals=200",
                                "--day-takes=2s",
                                "--data-dir=" + data,
                                "--port=" + dashboard,
                                "--flink-port=" + flink,
                                "--kafka-port=" + ports.kafka(),
                                "--registry-port=" + ports.registry(),
                                "--clickhouse-port=" + ports.clickHouse()))) {
            awaitThat(demo, () -> demo.output().contains("Dashboard   http://127.0.0.1:" + dashboard + "/"));
            assertThat(get(dashboard, "/").statusCode()).isEqualTo(200);
            awaitThat(
                    demo,
                    () -> status(dashboard).at("/freshness/state").asText().equals("live")
                            && status(dashboard).at("/as_of").isTextual());

            LocalDate before = asOf(dashboard);
            awaitThat(demo, () -> !asOf(dashboard).isBefore(before.plusDays(2)));

            for (int port : new int[] {flink, flink + 1}) {
                awaitThat(
                        demo, () -> json(port, "/overview").at("/jobs-running").asInt() == 1);
                assertThat(get(port, "/").body()).as("Flink's page").contains("<html");
                JsonNode features = json(port, "/config").at("/features");
                assertThat(features.at("/web-submit").asBoolean(true)).isFalse();
                assertThat(features.at("/web-cancel").asBoolean(true)).isFalse();
            }
            assertThat(ask(ports, "SELECT count() FROM dealpulse.v_deals")).isNotEqualTo("0");
            assertThat(ask(ports, "SELECT count() FROM dealpulse.v_dead_letters"))
                    .isEqualTo("0");
            awaitThat(demo, () -> demo.output().contains("a day takes 2 s"));

            demo.pressCtrlC();
            assertThat(demo.awaitEnd()).as(demo.output()).isEqualTo(CtrlC.EXIT_CODE);
            assertThat(stack.status()).extracting(ServiceStatus::state).containsOnly(ServiceStatus.State.DOWN);
            assertThat(List.of(dashboard, flink, flink + 1)).allMatch(Ports::isFree);
        }
    }

    private static int twoFreePorts() {
        int port = Ports.anyFree();
        while (!Ports.isFree(port + 1)) {
            port = Ports.anyFree();
        }
        return port;
    }

    private void awaitThat(JobProcess demo, Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreException(ConnectException.class)
                .until(() -> {
                    assertThat(demo.isRunning()).as(demo.output()).isTrue();
                    return condition.call();
                });
    }

    private LocalDate asOf(int dashboard) throws IOException, InterruptedException {
        return LocalDate.parse(status(dashboard).at("/as_of").asText());
    }

    private JsonNode status(int dashboard) throws IOException, InterruptedException {
        return json(dashboard, "/api/v1/status");
    }

    private JsonNode json(int port, String path) throws IOException, InterruptedException {
        return JSON.readTree(get(port, path).body());
    }

    private String ask(PortChoice ports, String query) throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        return get(Objects.requireNonNull(ports.clickHouse()), "/?query=" + encoded)
                .body()
                .strip();
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return client.send(
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
