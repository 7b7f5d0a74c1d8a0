package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.notify.webhook.Receiver;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long after it was due an alert is in ClickHouse and at the webhook, on the wall clock, under the default options: the
 * whole local stack, the job and the notifier as processes of their own. Deals become idle one after the other. No part of the
 * test suite; docs/benchmarks.md has its command.
 */
class AlertLatencyBenchmark {

    private static final int DEALS = Integer.getInteger("dealpulse.deals", 600);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    /** Until the job has caught up, a checkpoint has passed, and the clock follows the wall clock. */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLLING = Duration.ofMillis(20);
    private static final Pattern DEAL = Pattern.compile("\"deal_id\":\"deal-(\\d+)\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private final Instant first = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(WARM_UP);

    @Test
    void measure() throws Exception {
        Deployment deployment = Deployment.of(STACK.stack(), directory, "alert_latency", Map.of());
        Map<Integer, Instant> atWebhook = new ConcurrentHashMap<>();
        Map<Integer, Instant> inTable = new ConcurrentHashMap<>();
        try (Receiver receiver = Receiver.start(request -> {
                    Matcher deal = DEAL.matcher(request.body());
                    while (deal.find()) {
                        atWebhook.putIfAbsent(Integer.valueOf(deal.group(1)), Instant.now());
                    }
                    return Receiver.status(200, "");
                });
                EventPublisher publisher = EventPublisher.open(deployment.settings())) {
            Path routes = Files.writeString(
                    directory.resolve("routes.yaml"),
                    "routes: [{name: all, default: true, url: '%s', format: json, rate_per_minute: 600, digest_above: 1}]"
                            .formatted(receiver.url("/")));
            publish(publisher);
            try (JobProcess job = JobProcess.start(deployment, "run", "deal-alerts");
                    JobProcess notifier = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                Instant end = due(DEALS).plus(PATIENCE);
                while (Instant.now().isBefore(end) && (inTable.size() < DEALS || atWebhook.size() < DEALS)) {
                    List<String> deals = deployment.column("SELECT substring(deal_id, 6) FROM deal_alerts");
                    Instant now = Instant.now();
                    deals.forEach(deal -> inTable.putIfAbsent(Integer.valueOf(deal), now));
                    LockSupport.parkNanos(POLLING.toNanos());
                }
                assertThat(inTable).as(job.output()).hasSize(DEALS);
                assertThat(atWebhook).as(notifier.output()).hasSize(DEALS);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d deals due every %d ms; default options; a webhook tells of all that waits when the one before it is"
                        + " answered; processors: %d%n",
                DEALS,
                BETWEEN.toMillis(),
                Runtime.getRuntime().availableProcessors());
        print("in ClickHouse", inTable);
        print("at the webhook", atWebhook);
    }

    private void publish(EventPublisher publisher) {
        publisher.publish(PipelineDefined.newBuilder()
                .setPipelineId("latency")
                .setName("Latency")
                .setStages(List.of(StageDefined.newBuilder()
                        .setStageId("open")
                        .setName("Open")
                        .setKind(StageKind.OPEN)
                        .setProbability(0.5)
                        .setIdleAfterDays(1)
                        .build()))
                .build());
        for (int deal = 0; deal < DEALS; deal++) {
            publisher.publish(DealChanged.newBuilder()
                    .setEventId("opened")
                    .setDealId("deal-" + deal)
                    .setOccurredAt(due(deal).minus(Duration.ofDays(1)))
                    .setPipelineId("latency")
                    .setStageId("open")
                    .build());
        }
        publisher.flush();
    }

    private Instant due(int deal) {
        return first.plus(BETWEEN.multipliedBy(deal));
    }

    private void print(String where, Map<Integer, Instant> seen) {
        long[] millis = seen.entrySet().stream()
                .mapToLong(each ->
                        Duration.between(due(each.getKey()), each.getValue()).toMillis())
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%-15s after it was due, ms: p50 %d, p90 %d, p99 %d, most %d; mean %.0f%n",
                where,
                percentile(millis, 50),
                percentile(millis, 90),
                percentile(millis, 99),
                percentile(millis, 100),
                Arrays.stream(millis).average().orElse(0));
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }
}
