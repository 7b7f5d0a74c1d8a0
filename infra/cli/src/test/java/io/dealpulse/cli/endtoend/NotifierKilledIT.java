package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.notify.Alerts;
import io.dealpulse.cli.notify.webhook.Receiver;
import io.dealpulse.cli.notify.webhook.Receiver.Reply;
import io.dealpulse.cli.notify.webhook.Receiver.Request;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.ToldState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notifier, killed again and again while alerts come and the receiver answers badly, leaves nothing untold. It tells
 * something twice only where it can't know better: it was killed between the receiver's answer and its own note of it. Then the
 * repetition bears the same id, and says that it may be one.
 */
class NotifierKilledIT {

    private static final long SEED = 20260504;
    private static final int KILLS = 10;
    private static final int ROUTES = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    /**
     * A request.
     *
     * @param succeeded whether an answer of success was begun, so that the notifier may know of it
     * @param completed whether that answer was written whole
     */
    private record Arrival(Request request, AtomicBoolean succeeded, AtomicBoolean completed) {}

    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean wellBehaved = new AtomicBoolean();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<String, ToldState> published = new ConcurrentSkipListMap<>();

    @Test
    void everythingIsToldAndWhatIsToldTwiceSaysSo() throws Exception {
        Deployment deployment = Deployment.of(STACK.stack(), directory, "notifier_killed", Map.of());
        AtomicInteger failures = new AtomicInteger();
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        try (AlertTopics topics = new AlertTopics(deployment);
                Receiver receiver = Receiver.start(request -> reply(request, failures))) {
            Path routes = routes(receiver);
            Future<?> publishing = publisher.submit(() -> publishUntilTheEnd(topics));
            for (int i = 0; i < KILLS; i++) {
                try (JobProcess notifier = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                    awaitRandomMoment(notifier);
                    notifier.kill();
                }
            }
            ended.set(true);
            publishing.get();
            wellBehaved.set(true);
            try (JobProcess last =
                    JobProcess.start(deployment, "notify", "--until-caught-up", "--routes", routes.toString())) {
                last.awaitSuccess();
            }
            verify(topics, failures.get());
        } finally {
            publisher.shutdownNow();
        }
    }

    private Path routes(Receiver receiver) throws IOException {
        StringBuilder yaml = new StringBuilder("routes:\n");
        for (int i = 0; i < ROUTES; i++) {
            yaml.append("""
                      - {name: route-%1$d, url: "%2$s", format: json, owners: [owner-%1$d], rate_per_minute: 600,
                         digest_above: 12, timeout: 2 s}
                    """.formatted(i, receiver.url("/" + i)));
        }
        return Files.writeString(directory.resolve("routes.yaml"), yaml);
    }

    /** About ten new alerts a second, and the ends of some earlier ones. */
    private @Nullable Void publishUntilTheEnd(AlertTopics topics) throws Exception {
        SplittableRandom chance = new SplittableRandom(SEED + 1);
        for (int i = 0; !ended.get(); i++) {
            String alertId = "alert-" + i;
            published.put(alertId, ToldState.RAISED);
            topics.publish(owned(Alerts.raised(alertId, 1)));
            String earlier = "alert-" + chance.nextInt(i + 1);
            if (chance.nextInt(4) == 0 && published.replace(earlier, ToldState.RAISED, ToldState.RESOLVED)) {
                topics.publish(owned(Alerts.resolved(earlier, 2)));
            }
            LockSupport.parkNanos(chance.nextLong(Duration.ofMillis(200).toNanos()));
        }
        return null;
    }

    private static DealAlert owned(DealAlert alert) {
        return Alerts.ownedBy("owner-" + Math.floorMod(alert.getAlertId().hashCode(), ROUTES), alert);
    }

    /** A while after so many requests of this run, none included: while it reads, sends, waits for answers, or notes them. */
    private void awaitRandomMoment(JobProcess notifier) {
        int requests = random.nextInt(9);
        // Half of the times at once, when answers are under way, and half of the times just so.
        long more = random.nextLong(
                Duration.ofMillis(random.nextBoolean() ? 60 : 1200).toNanos());
        long before = arrivals.size();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(40))
                .until(() -> notifier.output().contains("routes  ") && arrivals.size() - before >= requests);
        LockSupport.parkNanos(more);
    }

    private Reply reply(Request request, AtomicInteger failures) {
        Arrival arrival = new Arrival(request, new AtomicBoolean(), new AtomicBoolean());
        arrivals.add(arrival);
        int chance = new SplittableRandom(SEED + request.number()).nextInt(100);
        if (!wellBehaved.get() && chance < 20) {
            failures.incrementAndGet();
            return chance < 12 ? Receiver.status(500, "") : out -> hang();
        }
        return out -> {
            if (chance < 40) {
                LockSupport.parkNanos(Duration.ofMillis(5L * chance).toNanos());
            }
            // From here on the other side may have it.
            arrival.succeeded().set(true);
            Receiver.status(200, "").write(out);
            arrival.completed().set(true);
        };
    }

    /** Longer than the sender's patience. */
    private static void hang() {
        LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
    }

    private void verify(AlertTopics topics, int failures) throws Exception {
        // Who is told of what by which webhook, as it was noted before the first attempt.
        Map<String, TreeSet<String>> toldBy = new TreeMap<>();
        Map<String, TreeSet<String>> webhooksOf = new TreeMap<>();
        for (AlertDelivery entry : topics.ledgerHistory()) {
            if (entry.getWebhookId() != null) {
                String told = entry.getAlertId() + " " + entry.getTold();
                toldBy.computeIfAbsent(entry.getWebhookId(), any -> new TreeSet<>())
                        .add(told);
                webhooksOf.computeIfAbsent(told, any -> new TreeSet<>()).add(entry.getWebhookId());
            }
        }
        assertThat(webhooksOf)
                .allSatisfy((told, ids) -> assertThat(ids).as(told).hasSize(1));

        TreeSet<String> delivered = new TreeSet<>();
        Map<String, List<Arrival>> successes = arrivals.stream()
                .filter(arrival -> arrival.succeeded().get())
                .collect(Collectors.groupingBy(
                        arrival -> arrival.request().webhookId(), TreeMap::new, Collectors.toList()));
        int twice = 0;
        int thingsTwice = 0;
        int completedBefore = 0;
        for (Map.Entry<String, List<Arrival>> each : successes.entrySet()) {
            List<Arrival> times = each.getValue();
            delivered.addAll(toldBy.getOrDefault(each.getKey(), new TreeSet<>()));
            for (int i = 1; i < times.size(); i++) {
                twice++;
                thingsTwice +=
                        toldBy.getOrDefault(each.getKey(), new TreeSet<>()).size();
                completedBefore += times.get(i - 1).completed().get() ? 1 : 0;
                assertThat(times.get(i).request().repeat())
                        .as("%s says that it may be a repetition", each.getKey())
                        .isTrue();
            }
        }
        List<String> untold = new ArrayList<>();
        published.forEach((alertId, state) -> {
            boolean raised = delivered.contains(alertId + " " + ToldState.RAISED);
            boolean resolved = delivered.contains(alertId + " " + ToldState.RESOLVED);
            if (state == ToldState.RAISED ? !raised : raised != resolved) {
                untold.add(alertId);
            }
        });
        assertThat(untold).isEmpty();
        Map<String, AlertDelivery> ledger = topics.ledger();
        assertThat(ledger.values())
                .hasSize(published.size())
                .extracting(AlertDelivery::getOutcome)
                .containsOnly(DeliveryOutcome.DELIVERED, DeliveryOutcome.SKIPPED);
        System.out.printf(
                "NotifierKilledIT, seed %d: %d alerts, %d kills, %d requests, %d of them answered badly, %d marked as"
                        + " possible repetitions; %d things told by %d webhooks; told twice: %d webhooks with %d things, of which the"
                        + " receiver had written %d answers whole when the notifier was killed before it noted them%n",
                SEED,
                published.size(),
                KILLS,
                arrivals.size(),
                failures,
                arrivals.stream().filter(arrival -> arrival.request().repeat()).count(),
                delivered.size(),
                successes.size(),
                twice,
                thingsTwice,
                completedBefore);
    }
}
