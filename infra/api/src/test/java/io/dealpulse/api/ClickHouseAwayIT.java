package io.dealpulse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without ClickHouse, answers say so until it is there again. */
class ClickHouseAwayIT {

    @RegisterExtension
    static final ServedStory STORY = new ServedStory();

    @Test
    void answersSayThatClickHouseIsAwayAndComeBack() throws Exception {
        assertThat(STORY.get("/health/ready").statusCode()).isEqualTo(200);
        STORY.stopClickHouse();
        HttpResponse<String> away = STORY.get("/api/v1/summary?pipeline=sales");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        await().untilAsserted(() ->
                assertThat(STORY.get("/health/ready").statusCode()).isEqualTo(503));
        assertThat(STORY.get("/health/live").statusCode()).isEqualTo(200);
        try (ApiServer started = STORY.serve("", Duration.ZERO, source -> source)) {
            assertThat(started.problem()).hasValue("ClickHouse does not answer.");
            STORY.startClickHouse();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(STORY.get(started, "/api/v1/summary?pipeline=sales")
                                    .statusCode())
                            .isEqualTo(200));
        }
        assertThat(STORY.get("/api/v1/summary?pipeline=sales").statusCode()).isEqualTo(200);
    }

    @Test
    void aRestartOfClickHouseBetweenTwoQuestionsGoesUnnoticed() throws Exception {
        assertThat(STORY.get("/api/v1/summary?pipeline=sales").statusCode()).isEqualTo(200);
        STORY.stopClickHouse();
        STORY.startClickHouse();
        // Over connections that ClickHouse has closed meanwhile.
        assertThat(STORY.get("/api/v1/summary?pipeline=sales").statusCode()).isEqualTo(200);
    }

    @Test
    void missingTablesAreTold() throws Exception {
        String clickHouse = STORY.options(0, "", Duration.ZERO).clickHouse().toString();
        try (ApiServer server = ApiServer.start(ServedStory.options(0, "", Duration.ZERO, clickHouse, "another"))) {
            HttpResponse<String> response = STORY.get(server, "/api/v1/pipelines");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("dealpulse setup");
        }
    }

    @Test
    void whatIsNotClickHouseIsRefused() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] page = "<html>Welcome!</html>".getBytes(StandardCharsets.UTF_8);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        String address = "http://127.0.0.1:" + other.getAddress().getPort();
        try (ApiServer server = ApiServer.start(ServedStory.options(0, "", Duration.ZERO, address, "dealpulse"))) {
            assertThat(STORY.get(server, "/api/v1/pipelines").statusCode()).isEqualTo(503);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aTakenPortIsRefused() {
        assertThatThrownBy(() -> ApiServer.start(STORY.options(STORY.port(), "", Duration.ZERO)))
                .isInstanceOf(BindException.class);
    }
}
