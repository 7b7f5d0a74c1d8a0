package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dealpulse.cli.notify.webhook.Receiver;
import io.dealpulse.cli.notify.webhook.Receiver.Request;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the event to the webhook, on the wall clock: deals become idle one after the other, some are won later, and meanwhile
 * the job and the notifier are killed again and again. In the end every alert is in the table and was told, with its end if it
 * has one, and nothing else was. What came twice bears the same id, and says that it may be a repetition.
 */
class AlertsKilledIT {

    private static final long SEED = 20261126;
    private static final int KILLS = 10;
    private static final int DEALS = 80;
    private static final int WON_ONE_OF = 4;
    private static final String PIPELINE = "chimes";

    /** The first deal is due so long after the start, the others one after the other. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private static final Duration BETWEEN = Duration.ofMillis(600);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final Set<Integer> won = new TreeSet<>();

    @Test
    void everyAlertIsTold() throws Exception {
        Deployment deployment = Deployment.of(
                STACK.stack(),
                directory,
                "alerts_killed",
                Map.of("checkpoint.interval", "1 s", "flush.interval", "200 ms", "clock.lateness", "0 s"));
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, ""));
                EventPublisher publisher = EventPublisher.open(deployment.settings())) {
            publishDeals(publisher);
            Path routes = Files.writeString(
                    directory.resolve("routes.yaml"),
                    "routes: [{name: all, default: true, url: '%s', format: json, rate_per_minute: 600, digest_above: 1000}]"
                            .formatted(receiver.url("/")));
            killAgainAndAgain(deployment, routes, publisher, receiver);
            try (JobProcess job = job(deployment);
                    JobProcess notifier = notifier(deployment, routes)) {
                Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                    winWhatIsTold(publisher, receiver);
                    assertThat(deployment.count("SELECT count() FROM v_deal_alerts"))
                            .as(job.output())
                            .isEqualTo(DEALS);
                    assertThat(deployment.count("SELECT countIf(state = 'resolved') FROM v_deal_alerts"))
                            .isEqualTo(toWin());
                    assertThat(told(receiver).keySet()).as(notifier.output()).hasSize(DEALS + toWin());
                });
            }
            assertThat(deployment.column("SELECT DISTINCT resolution FROM v_deal_alerts ORDER BY resolution"))
                    .containsExactly("", "won");
            assertThat(deployment.count("SELECT countIf(raised_at != since + INTERVAL 1 DAY) FROM v_deal_alerts"))
                    .as("every alert is raised at the very instant at which it was due, whatever was down then")
                    .isZero();
            report(receiver);
        }
    }

    /** Half of the times the job, half of the times the notifier; the other one runs on. */
    private void killAgainAndAgain(Deployment deployment, Path routes, EventPublisher publisher, Receiver receiver)
            throws Exception {
        JobProcess job = job(deployment);
        JobProcess notifier = notifier(deployment, routes);
        try {
            for (int i = 0; i < KILLS; i++) {
                waitAtRandom(publisher, receiver);
                if (i % 2 == 0) {
                    job.kill();
                    job = job(deployment);
                } else {
                    notifier.kill();
                    notifier = notifier(deployment, routes);
                }
            }
        } finally {
            job.close();
            notifier.close();
        }
    }

    private static JobProcess job(Deployment deployment) throws IOException {
        return JobProcess.start(deployment, "run", "deal-alerts");
    }

    private static JobProcess notifier(Deployment deployment, Path routes) throws IOException {
        return JobProcess.start(deployment, "notify", "--routes", routes.toString());
    }

    /** From the very start of a process to a good while into its work. */
    private void waitAtRandom(EventPublisher publisher, Receiver receiver) throws IOException {
        long end = System.nanoTime()
                + random.nextLong(
                        Duration.ofMillis(500).toNanos(), Duration.ofSeconds(7).toNanos());
        while (System.nanoTime() < end) {
            winWhatIsTold(publisher, receiver);
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private void publishDeals(EventPublisher publisher) {
        publisher.publish(PipelineDefined.newBuilder()
                .setPipelineId(PIPELINE)
                .setName("Chimes")
                .setStages(List.of(stage("open", StageKind.OPEN, 1), stage("won", StageKind.WON, null)))
                .build());
        for (int i = 0; i < DEALS; i++) {
            publisher.publish(change(i, "open", idleSince(i)));
        }
        publisher.flush();
    }

    /** Every fourth deal is won as soon as somebody was told that it is idle. */
    private void winWhatIsTold(EventPublisher publisher, Receiver receiver) throws IOException {
        Set<String> told = told(receiver).keySet();
        for (int deal = 0; deal < DEALS; deal += WON_ONE_OF) {
            if (!won.contains(deal)
                    && told.contains("deal-" + deal + "/idle/" + idleSince(deal) + " deal_alert.raised")) {
                publisher.publish(change(deal, "won", Instant.now().truncatedTo(ChronoUnit.MILLIS)));
                won.add(deal);
            }
        }
        publisher.flush();
    }

    private Instant idleSince(int deal) {
        return start.plus(FIRST).plus(BETWEEN.multipliedBy(deal)).minus(Duration.ofDays(1));
    }

    private static int toWin() {
        return (DEALS + WON_ONE_OF - 1) / WON_ONE_OF;
    }

    /** What was told, each with the requests that told it. */
    private static Map<String, List<Request>> told(Receiver receiver) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, List<Request>> told = new TreeMap<>();
        for (Request request : receiver.requests()) {
            JsonNode body = json.readTree(request.body());
            told.computeIfAbsent(
                            body.get("data").get("alert_id").asText() + " "
                                    + body.get("type").asText(),
                            any -> new ArrayList<>())
                    .add(request);
        }
        return told;
    }

    private static void report(Receiver receiver) throws IOException {
        int twice = 0;
        Map<String, List<Request>> told = told(receiver);
        for (Map.Entry<String, List<Request>> each : told.entrySet()) {
            List<Request> requests = each.getValue();
            assertThat(requests.stream().map(Request::webhookId).distinct())
                    .as(each.getKey())
                    .hasSize(1);
            assertThat(requests.subList(1, requests.size()))
                    .as("%s says that it may be a repetition", each.getKey())
                    .allMatch(Request::repeat);
            twice += requests.size() - 1;
        }
        System.out.printf(
                "AlertsKilledIT, seed %d: %d deals, %d kills of job and notifier, %d things told, %d of them once more%n",
                SEED, DEALS, KILLS, told.size(), twice);
    }

    private static DealChanged change(int deal, String stageId, Instant at) {
        return DealChanged.newBuilder()
                .setEventId(stageId)
                .setDealId("deal-" + deal)
                .setOccurredAt(at)
                .setPipelineId(PIPELINE)
                .setStageId(stageId)
                .build();
    }

    private static StageDefined stage(String stageId, StageKind kind, @Nullable Integer idleAfterDays) {
        return StageDefined.newBuilder()
                .setStageId(stageId)
                .setName(stageId)
                .setKind(kind)
                .setProbability(0.5)
                .setIdleAfterDays(idleAfterDays)
                .build();
    }
}
