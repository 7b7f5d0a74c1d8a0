package io.dealpulse.cli.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.notify.webhook.Answer.Outcome;
import io.dealpulse.cli.notify.webhook.Receiver.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSenderTest {

    private static final String PATH = "/services/T0123456/secret-of-the-hook";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final String BODY = "{\"text\":\"Zürich 🙂\"}";

    /** A key of 32 bytes; the signatures below were computed with Python's hmac. */
    private static final String SECRET = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

    private final HttpSender sender = new HttpSender(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AtomicReference<@Nullable Reply> reply = new AtomicReference<>();

    @SuppressWarnings("NullAway.Init") // made before each test
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = Receiver.start(request -> {
            Reply given = reply.get();
            return given == null ? Receiver.status(200, "ok") : given;
        });
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void sendsTheBodyWithTheHeadersOfStandardWebhooks() {
        Answer answer = send(target(LONG), new Post("msg_1", BODY.getBytes(UTF_8), false));

        assertThat(answer).isEqualTo(new Answer(Outcome.TAKEN, 200, "ok", null));
        assertThat(receiver.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo(PATH);
            assertThat(request.body()).isEqualTo(BODY);
            assertThat(request.headers())
                    .containsEntry("content-type", "application/json; charset=utf-8")
                    .containsEntry("webhook-id", "msg_1")
                    .containsEntry("webhook-timestamp", String.valueOf(NOW.getEpochSecond()))
                    .containsEntry("user-agent", "dealpulse")
                    .doesNotContainKeys("webhook-signature", "dealpulse-repeat", "upgrade");
        });
    }

    @Test
    void signsWhatItSendsAndMarksARepetition() {
        Target target = new Target(SecretUrl.parse(receiver.url(PATH)), SigningKey.parse(SECRET), LONG);

        send(target, new Post("msg_2", BODY.getBytes(UTF_8), true));

        assertThat(receiver.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("webhook-signature"))
                    .isEqualTo("v1,0gd1788N49lDWbrNhIrlMTtPeAer11bfhTRdl1nYLwo=");
            assertThat(request.repeat()).isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "200, TAKEN",
        "204, TAKEN",
        "299, TAKEN",
        "302, REFUSED",
        "400, REFUSED",
        "401, REFUSED",
        "404, REFUSED",
        "410, REFUSED",
        "408, FAILED",
        "429, FAILED",
        "500, FAILED",
        "503, FAILED",
    })
    void theStatusDecides(int status, Outcome outcome) {
        // A redirect names a place that must not be asked.
        reply.set(Receiver.status(status, status == 204 ? "" : "because", "location: " + receiver.url("/elsewhere")));

        Answer answer = send(target(LONG));

        assertThat(answer.outcome()).isEqualTo(outcome);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void readsRetryAfterAsSecondsAndAsDate() {
        reply.set(Receiver.status(429, "", "retry-after: 7"));
        assertThat(send(target(LONG)).retryAfter()).isEqualTo(Duration.ofSeconds(7));

        reply.set(Receiver.status(503, "", "Retry-After: Thu, 1 Jan 2026 00:01:00 GMT"));
        assertThat(send(target(LONG)).retryAfter()).isEqualTo(Duration.ofMinutes(1));

        reply.set(Receiver.status(503, "", "retry-after: soon"));
        assertThat(send(target(LONG)).retryAfter()).isNull();
    }

    @Test
    void anAnswerThatDoesNotComeIsATimeOut() {
        assertTimesOut(receiver -> receiver.hangAfter(""));
    }

    @Test
    void aBodyThatDoesNotEndIsATimeOutWhateverItsStatus() {
        assertTimesOut(receiver -> receiver.hangAfter("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"));
    }

    private void assertTimesOut(Function<Receiver, Reply> hanging) {
        reply.set(hanging.apply(receiver));

        assertThat(send(target(BRIEF)))
                .isEqualTo(new Answer(Outcome.UNANSWERED, null, "no whole answer within 300 ms", null));
    }

    @ParameterizedTest
    @CsvSource({"200, TAKEN", "500, FAILED", "404, REFUSED"})
    void ofAnEndlessBodyOnlyTheBeginningIsRead(int status, Outcome outcome) {
        reply.set(Receiver.endless(status));

        Answer answer = send(target(LONG));

        assertThat(answer.outcome()).isEqualTo(outcome);
        assertThat(answer.text()).startsWith("and on and on").hasSizeLessThanOrEqualTo(Answer.LONGEST_TEXT);
    }

    @Test
    void brokenAnswersAreNone() {
        for (String broken : new String[] {
            "",
            "HTTP/1.1 200 OK\r\ncontent-le",
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
            "SSH-2.0-x\r\n\r\n",
        }) {
            reply.set(Receiver.raw(broken));

            Answer answer = send(target(LONG));

            assertThat(answer.outcome()).as(broken).isEqualTo(Outcome.UNANSWERED);
            assertThat(answer.status()).isNull();
            assertThat(answer.text()).startsWith("the answer broke off or was none of HTTP");
        }
    }

    @Test
    void noConnectionFails() throws IOException {
        String url;
        try (ServerSocket taken = new ServerSocket(0)) {
            url = "http://127.0.0.1:" + taken.getLocalPort() + PATH;
        }

        assertThat(send(new Target(SecretUrl.parse(url), null, LONG)))
                .isEqualTo(new Answer(Outcome.FAILED, null, "no connection", null));
    }

    @Test
    void theAddressIsMaskedInWhatTheReceiverSays() {
        reply.set(Receiver.status(404, "Cannot POST\n" + PATH + "\tsecret-of-the-hook " + "x".repeat(600)));

        assertThat(send(target(LONG)).text())
                .startsWith("Cannot POST ****** ****** xxx")
                .hasSize(Answer.LONGEST_TEXT);
    }

    private Target target(Duration timeout) {
        return new Target(SecretUrl.parse(receiver.url(PATH)), null, timeout);
    }

    private Answer send(Target target) {
        return send(target, new Post("msg_1", BODY.getBytes(UTF_8), false));
    }

    private Answer send(Target target, Post post) {
        return sender.send(target, post).join();
    }
}
