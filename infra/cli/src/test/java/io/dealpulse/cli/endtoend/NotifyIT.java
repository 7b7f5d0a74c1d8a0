package io.dealpulse.cli.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dealpulse.cli.CommandLineRun;
import io.dealpulse.cli.notify.Alerts;
import io.dealpulse.cli.notify.webhook.Receiver;
import io.dealpulse.cli.notify.webhook.Receiver.Request;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DeliveryOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notifier as users start it, on the real Kafka and registry and a real web server. The topics are shared: each test has an
 * owner and a route of its own.
 */
class NotifyIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String TOPIC = "sales.deal-alert.v1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    static Path directory;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static Deployment deployment;

    @SuppressWarnings("NullAway.Init") // made before all tests
    private static AlertTopics topics;

    @BeforeAll
    static void setUp() throws Exception {
        deployment = Deployment.of(STACK.stack(), directory, "notify", Map.of());
        topics = new AlertTopics(deployment);
    }

    @AfterAll
    static void tearDown() {
        topics.close();
    }

    @Test
    void tellsEachThingOnceOverSeveralRuns() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, "ok"))) {
            Path routes = routes(receiver, "once");
            topics.publish(of("once", Alerts.raised("once-1", 1)), of("once", Alerts.raised("once-2", 1)));

            CommandLineRun dryRun = succeed(routes, "--dry-run");
            assertThat(dryRun.out())
                    .contains("to http://127.0.0.1: {\"type\":\"deal_alert.raised\"", "once-1", "once-2", "Dry run");
            assertThat(receiver.requests()).isEmpty();
            assertThat(entries("once-")).isEmpty();

            CommandLineRun first = catchUp(routes);
            assertThat(first.out())
                    .contains(
                            "routes  once -> http://127.0.0.1", "2 webhooks of 2 alerts sent", "0 possible repetitions")
                    .doesNotContain("/hook-of-once");
            assertThat(receiver.requests()).extracting(Request::path).containsExactly("/hook-of-once", "/hook-of-once");
            assertThat(bodies(receiver)).allMatch(body -> body.startsWith("{\"type\":\"deal_alert.raised\""));

            topics.publish(of("once", Alerts.raised("once-1", 1)), of("bob", Alerts.resolved("once-1", 2)));
            catchUp(routes);
            catchUp(routes);
            assertThat(topics.lag("dealpulse-notify")).as("for people to see").isZero();
            assertThat(bodies(receiver)).hasSize(3);
            assertThat(bodies(receiver).get(2))
                    .startsWith("{\"type\":\"deal_alert.resolved\"")
                    .contains("once-1");
            assertThat(entries("once-"))
                    .extracting(AlertDelivery::getAlertId, AlertDelivery::getOutcome)
                    .containsExactlyInAnyOrder(
                            tuple("once-1", DeliveryOutcome.DELIVERED), tuple("once-2", DeliveryOutcome.DELIVERED));
        }
    }

    @Test
    void aHistoryBecomesOneDigest() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(204, ""))) {
            for (int i = 0; i < 30; i++) {
                topics.publish(of("history", Alerts.raised("history-" + i, 1)));
                if (i < 5) {
                    topics.publish(of("history", Alerts.resolved("history-" + i, 2)));
                }
            }

            catchUp(routes(receiver, "history"));

            assertThat(bodies(receiver)).singleElement().asString().contains("deal_alert.digest", "\"alerts\":25");
            assertThat(entries("history-"))
                    .hasSize(30)
                    .filteredOn(entry -> entry.getOutcome() == DeliveryOutcome.DELIVERED)
                    .hasSize(25)
                    .extracting(AlertDelivery::getWebhookId)
                    .containsOnly(receiver.requests().get(0).webhookId());
        }
    }

    @Test
    void aRefusalIsADeadLetterAndErasureTakesBothAway() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(404, "no such hook"))) {
            Path routes = routes(receiver, "refusing");
            topics.publish(of("refusing", Alerts.raised("refused-1", 1)));

            CommandLineRun run = catchUp(routes);

            assertThat(run.out()).contains("1 refused");
            List<AlertDelivery> entries = entries("refused-1");
            assertThat(entries).singleElement().satisfies(entry -> {
                assertThat(entry.getOutcome()).isEqualTo(DeliveryOutcome.REFUSED);
                assertThat(entry.getHttpStatus()).isEqualTo(404);
                assertThat(entry.getDeadLetters()).hasSize(1);
            });
            String place = entries.get(0).getDeadLetters().get(0);
            DeadLetter letter = Objects.requireNonNull(topics.deadLetters().get(place));
            assertThat(place).isEqualTo(TOPIC + "/" + letter.getPartition() + "/" + letter.getOffset());
            assertThat(letter.getTopic()).isEqualTo(TOPIC);
            assertThat(letter.getReason()).isEqualTo("webhook_refused");
            assertThat(letter.getDetail()).isEqualTo("route refusing: status 404: no such hook");
            assertThat(new String(letter.getKey().array(), UTF_8)).isEqualTo("refused-1");

            topics.erase("refused-1");
            assertThat(catchUp(routes).out()).contains("1 alerts erased");

            assertThat(entries("refused-1")).isEmpty();
            assertThat(topics.deadLetters()).doesNotContainKey(place);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void aRecordThatCantBeReadIsReportedAndSkipped() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, ""))) {
            topics.publish("poison-1", new byte[] {9, 9, 9});
            topics.publish(of("poison", Alerts.raised("poison-2", 1)));
            topics.publish("poison-3", null);

            CommandLineRun run = deployment.run(
                    "notify",
                    "--until-caught-up",
                    "--routes",
                    routes(receiver, "poison").toString());

            assertThat(run.exitCode()).isZero();
            assertThat(run.err())
                    .containsPattern(TOPIC + " partition \\d+ offset \\d+ is skipped: the first byte is 9 instead of 0")
                    .hasLineCount(1);
            assertThat(run.out()).contains("1 unreadable records skipped");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void aRouteThatIsDownStopsNoOther() throws Exception {
        String closed;
        try (Receiver gone = Receiver.start(request -> Receiver.status(200, ""))) {
            closed = gone.url("/s3cret-of-down-a");
        }
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, ""))) {
            Path routes = Files.writeString(
                    directory.resolve("down.yaml"), """
                    routes:
                      - {name: down-a, url: "%s", format: json, owners: [down-a]}
                      - {name: down-b, url: "%s", format: slack, owners: [down-b], rate_per_minute: 600}
                    """.formatted(closed, receiver.url("/s3cret-of-down-b")));
            topics.publish(of("down-a", Alerts.raised("down-1", 1)));
            for (int i = 2; i < 6; i++) {
                topics.publish(of("down-b", Alerts.raised("down-" + i, 1)));
            }
            try (JobProcess notifier = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                Awaitility.await().atMost(LIMIT).until(() -> receiver.requests().size() == 4);

                notifier.askToEnd();

                assertThat(notifier.awaitEnd()).as(notifier.output()).isEqualTo(143);
                assertThat(notifier.output())
                        .contains("route   down-a", "1 pending", "4 webhooks of 4 alerts sent")
                        .doesNotContain("s3cret");
            }
            assertThat(deployment.log())
                    .content()
                    .contains("attempt 1 failed, no connection; next attempt in")
                    .doesNotContain("s3cret");
            assertThat(entries("down-1"))
                    .singleElement()
                    .extracting(AlertDelivery::getOutcome)
                    .isEqualTo(DeliveryOutcome.SENDING);
        }
    }

    @Test
    void theEndWaitsForAnAnswerThatIsUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        try (Receiver receiver = Receiver.start(request -> out -> {
            asked.countDown();
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            Receiver.status(200, "").write(out);
        })) {
            Path routes = routes(receiver, "ending");
            topics.publish(of("ending", Alerts.raised("ending-1", 1)));
            try (JobProcess notifier = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                asked.await();
                notifier.askToEnd();
                mayAnswer.countDown();

                assertThat(notifier.awaitEnd()).as(notifier.output()).isEqualTo(143);
                assertThat(notifier.output()).contains("1 webhooks of 1 alerts sent");
            }

            assertThat(catchUp(routes).out()).contains("0 webhooks of 0 alerts sent", "0 possible repetitions");
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void kafkaThatComesBackIsWaitedFor() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, ""))) {
            Path routes = routes(receiver, "outage");
            topics.publish(of("outage", Alerts.raised("outage-1", 1)));
            try (JobProcess notifier = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                Awaitility.await().atMost(LIMIT).until(() -> receiver.requests().size() == 1);

                deployment.kill("Kafka");
                deployment.startStackAgain();
                topics.publish(of("outage", Alerts.raised("outage-2", 1)));

                Awaitility.await().atMost(LIMIT).until(() -> receiver.requests().size() == 2);
                notifier.askToEnd();
                assertThat(notifier.awaitEnd()).as(notifier.output()).isEqualTo(143);
                assertThat(notifier.output()).contains("2 webhooks of 2 alerts sent");
            }
        }
    }

    @Test
    void aSecondNotifierTakesOverAndTheFirstOneSaysSo() throws Exception {
        try (Receiver receiver = Receiver.start(request -> Receiver.status(200, ""))) {
            Path routes = routes(receiver, "zombie");
            topics.publish(of("zombie", Alerts.raised("zombie-1", 1)));
            try (JobProcess first = JobProcess.start(deployment, "notify", "--routes", routes.toString())) {
                Awaitility.await()
                        .until(() -> entries("zombie-1").stream()
                                .anyMatch(entry -> entry.getOutcome() == DeliveryOutcome.DELIVERED));

                catchUp(routes);
                topics.publish(of("zombie", Alerts.raised("zombie-2", 1)));

                assertThat(first.awaitEnd()).as(first.output()).isEqualTo(1);
                assertThat(first.output())
                        .contains("dealpulse: Another notify has been started and has taken over, so this one ends");
            }
            assertThat(receiver.requests()).as("the zombie sent nothing").hasSize(1);
            catchUp(routes);
            assertThat(receiver.requests()).hasSize(2);
        }
    }

    private static CommandLineRun catchUp(Path routes) {
        return succeed(routes, "--until-caught-up");
    }

    /** Complaints are allowed: one test leaves an unreadable record in the topic. */
    private static CommandLineRun succeed(Path routes, String flag) {
        CommandLineRun run = deployment.run("notify", "--routes", routes.toString(), flag);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    /** A routing file with one route, which bears its owner's name. */
    private static Path routes(Receiver receiver, String owner) throws IOException {
        return Files.writeString(
                directory.resolve(owner + ".yaml"), """
                routes:
                  - name: %1$s
                    url: %2$s
                    format: json
                    owners: [%1$s]
                    rate_per_minute: 600
                """.formatted(owner, receiver.url("/hook-of-" + owner)));
    }

    private static List<AlertDelivery> entries(String alertPrefix) throws Exception {
        return topics.ledger().values().stream()
                .filter(entry -> entry.getAlertId().startsWith(alertPrefix))
                .toList();
    }

    private static List<String> bodies(Receiver receiver) {
        return receiver.requests().stream().map(Request::body).toList();
    }

    private static DealAlert of(String owner, DealAlert alert) {
        return Alerts.ownedBy(owner, alert);
    }
}
