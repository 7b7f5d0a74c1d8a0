package io.dealpulse.cli.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.jobs.options.Durations;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Sends by HTTP/1.1. Redirects are not followed: an address that has moved must be changed by whoever gave it. */
public final class HttpSender implements WebhookSender {

    /** So much of an answer is read. */
    static final int LONGEST_ANSWER = 4096;

    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();
    private final Clock clock;

    /**
     * @param clock gives the time that is signed, and the present that {@code Retry-After} is seen from
     */
    public HttpSender(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> send(Target target, Post post) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request(target, post), response -> new FirstBytes(LONGEST_ANSWER));
        // The request's own time-out would end with the answer's headers; this one covers its body too.
        answer.completeOnTimeout(
                Answer.unanswered("no whole answer within " + Durations.format(target.timeout())),
                target.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        var unused = exchange.whenComplete((response, failure) ->
                answer.complete(response == null ? failed(failure) : answered(target, response)));
        var unusedToo = answer.whenComplete((given, cancelled) -> exchange.cancel(true));
        return answer;
    }

    private HttpRequest request(Target target, Post post) {
        Instant now = clock.instant();
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url().uri())
                .header("content-type", "application/json; charset=utf-8")
                .header("user-agent", "dealpulse")
                .header("webhook-id", post.webhookId())
                .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
                .POST(BodyPublishers.ofByteArray(post.body()));
        if (target.key() != null) {
            request.header("webhook-signature", target.key().sign(post.webhookId(), now, post.body()));
        }
        if (post.repeat()) {
            request.header("dealpulse-repeat", "1");
        }
        return request.build();
    }

    private Answer answered(Target target, HttpResponse<byte[]> response) {
        String text = target.url()
                .mask(new String(response.body(), UTF_8))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        Duration retryAfter = response.headers()
                .firstValue("retry-after")
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(null);
        return new Answer(
                Answer.outcomeOf(response.statusCode()),
                response.statusCode(),
                text.substring(0, Math.min(text.length(), Answer.LONGEST_TEXT)),
                retryAfter);
    }

    /** Said by the failure's class alone: its message may have the address in it. */
    private static Answer failed(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            cause = each;
            if (each instanceof ConnectException && each.getCause() instanceof UnresolvedAddressException) {
                return Answer.unreached("the host is not known");
            }
            if (each instanceof HttpConnectTimeoutException) {
                return Answer.unreached("no connection within " + Durations.format(CONNECTING));
            }
            if (each instanceof ConnectException) {
                return Answer.unreached("no connection");
            }
            if (each instanceof SSLHandshakeException) {
                return Answer.unreached(
                        "no secure connection (TLS): " + each.getClass().getSimpleName());
            }
        }
        String kind = cause == null ? "unknown" : cause.getClass().getSimpleName();
        return Answer.unanswered("the answer broke off or was none of HTTP (" + kind + ")");
    }
}
