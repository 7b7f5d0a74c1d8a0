package io.dealpulse.cli.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.notify.routes.Routing;
import io.dealpulse.cli.notify.webhook.Answer;
import io.dealpulse.cli.notify.webhook.Answer.Outcome;
import io.dealpulse.cli.notify.webhook.Backoff;
import io.dealpulse.cli.notify.webhook.Post;
import io.dealpulse.events.v1.AlertDelivery;
import io.dealpulse.events.v1.DeadLetter;
import io.dealpulse.events.v1.DealAlert;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.ToldState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told, when, and what the ledger then says; with a ledger in memory and receivers that answer when the test does. */
class DispatchTest {

    private static final Pattern ALERT_ID = Pattern.compile("\"alert_id\":\"([^\"]*)\"");
    private static final Answer TAKEN = new Answer(Outcome.TAKEN, 200, "ok", null);
    private static final Answer BUSY = new Answer(Outcome.FAILED, 503, "busy", null);
    private static final Answer NONE = new Answer(Outcome.UNANSWERED, null, "no whole answer within 10 s", null);
    private static final Answer GONE = new Answer(Outcome.REFUSED, 410, "gone", null);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    /** An attempt that was made. */
    private record Attempt(String host, Post post, CompletableFuture<Answer> answer) {

        String type() {
            return text().replaceAll("^\\{\"type\":\"deal_alert\\.([a-z]*)\".*$", "$1");
        }

        List<String> alerts() {
            return ALERT_ID.matcher(text())
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }

        String text() {
            return new String(post.body(), UTF_8);
        }

        @Override
        public String toString() {
            return host.replaceAll("https://", "") + " " + type() + " " + String.join(",", alerts());
        }
    }

    private final Map<String, AlertDelivery> ledger = new TreeMap<>();
    private final Map<String, @Nullable DeadLetter> letters = new TreeMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private long nanos;
    private long offset;

    @SuppressWarnings("NullAway.Init") // made before each test
    private Dispatch dispatch;

    @BeforeEach
    void begin() {
        restart();
        dispatch.historyRead();
    }

    /** Another run, with what the ledger says. */
    private void restart() {
        Routing routing = Routing.parse("routes.yaml", """
                routes:
                  - {name: anna, url: "https://anna", format: json, owners: [anna], digest_above: 2}
                  - {name: bob, url: "https://bob", format: json, owners: [bob], digest_above: 2}
                  - {name: rest, url: "https://rest", format: json, default: true, tell_resolved: false}
                """, Map.of());
        dispatch = new Dispatch(
                routing,
                List.copyOf(ledger.values()),
                route -> () -> true,
                (target, post) -> {
                    Attempt attempt = new Attempt(target.url().toString(), post, new CompletableFuture<>());
                    attempts.add(attempt);
                    return attempt.answer();
                },
                new Backoff(new SplittableRandom(1)),
                CLOCK,
                () -> nanos);
    }

    private void turn() {
        dispatch.collectAnswers();
        dispatch.prepare();
        write();
        dispatch.send();
    }

    private void write() {
        Changes changes = dispatch.takeChanges();
        changes.entries().forEach((key, entry) -> {
            if (entry == null) {
                ledger.remove(key);
            } else {
                ledger.put(key, entry);
            }
        });
        letters.putAll(changes.letters());
    }

    private void take(DealAlert... alerts) {
        for (DealAlert alert : alerts) {
            dispatch.accept(record(alert));
        }
    }

    private AlertRecord record(DealAlert alert) {
        return new AlertRecord(
                0, offset++, Instant.EPOCH, alert.getAlertId().getBytes(UTF_8), new byte[] {1, 2}, alert);
    }

    /** The last attempt, answered. */
    private void answer(Answer answer) {
        attempts.get(attempts.size() - 1).answer().complete(answer);
        turn();
    }

    private void assertAttempts(String... expected) {
        assertThat(attempts.stream().map(Attempt::toString)).containsExactly(expected);
    }

    private void assertNote(String key, @Nullable ToldState told, DeliveryOutcome outcome) {
        assertThat(ledger).containsKey(key);
        AlertDelivery entry = ledger.get(key);
        assertThat(entry == null ? "" : entry.getTold() + " " + entry.getOutcome())
                .isEqualTo(told + " " + outcome);
    }

    @Test
    void aRaiseAndItsEndAreToldOnceEachAndNotedBeforeAndAfter() {
        take(Alerts.raised("a", 1));
        turn();
        assertNote("a anna", ToldState.RAISED, DeliveryOutcome.SENDING);
        answer(TAKEN);
        assertNote("a anna", ToldState.RAISED, DeliveryOutcome.DELIVERED);
        assertThat(ledger.values()).singleElement().satisfies(entry -> {
            assertThat(entry.getDealId()).isEqualTo("D-a");
            assertThat(entry.getSequence()).isEqualTo(1);
            assertThat(entry.getAttempts()).isEqualTo(1);
            assertThat(entry.getHttpStatus()).isEqualTo(200);
            assertThat(entry.getWebhookId()).isEqualTo(attempts.get(0).post().webhookId());
            assertThat(entry.getAt()).isEqualTo(CLOCK.instant());
        });

        take(Alerts.raised("a", 1), Alerts.raised("a", 2), Alerts.resolved("a", 3));
        turn();
        answer(TAKEN);
        assertNote("a anna", ToldState.RESOLVED, DeliveryOutcome.DELIVERED);

        take(Alerts.resolved("a", 3), Alerts.raised("a", 1), Alerts.raised("a", 2));
        turn();
        assertAttempts("anna raised a", "anna resolved a");
        assertThat(dispatch.idle()).isTrue();
    }

    @Test
    void whatIsOverBeforeItIsSentIsNeverSent() {
        take(Alerts.raised("b", 1));
        turn();
        take(Alerts.raised("a", 1), Alerts.resolved("a", 2));
        answer(TAKEN);

        assertAttempts("anna raised b");
        assertNote("a anna", null, DeliveryOutcome.SKIPPED);
    }

    @Test
    void anotherOwnerIsToldTooAndTheEndGoesToAllWhoKnow() {
        take(Alerts.raised("a", 1));
        turn();
        answer(TAKEN);
        take(Alerts.ownedBy("bob", Alerts.raised("a", 2)));
        turn();
        answer(TAKEN);
        take(Alerts.ownedBy("cleo", Alerts.raised("a", 3)));
        turn();
        answer(TAKEN);
        take(Alerts.ownedBy("dan", Alerts.resolved("a", 4)));
        turn();

        assertAttempts("anna raised a", "bob raised a", "rest raised a", "anna resolved a", "bob resolved a");
        assertNote("a rest", null, DeliveryOutcome.SKIPPED);
    }

    @Test
    void whoIsNoLongerConcernedBeforeItIsSentIsNotTold() {
        take(Alerts.raised("b", 1));
        turn();
        take(Alerts.raised("a", 1), Alerts.ownedBy("bob", Alerts.raised("a", 2)));
        answer(TAKEN);

        assertAttempts("anna raised b", "bob raised a");
    }

    @Test
    void aFailureIsTriedAgainUnderTheSameIdWhileOtherRoutesGoOn() {
        take(Alerts.raised("a", 1), Alerts.ownedBy("bob", Alerts.raised("b", 1)));
        turn();
        attempts.get(0).answer().complete(BUSY);
        attempts.get(1).answer().complete(TAKEN);
        turn();
        assertThat(attempts).as("it waits").hasSize(2);
        nanos += Duration.ofSeconds(1).toNanos();
        turn();
        answer(TAKEN);

        assertAttempts("anna raised a", "bob raised b", "anna raised a");
        assertThat(attempts.get(2).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(2).post().repeat()).isFalse();
        assertThat(attempts.get(2).text()).isEqualTo(attempts.get(0).text());
        assertThat(ledger.get("a anna")).extracting(AlertDelivery::getAttempts).isEqualTo(2);
    }

    @Test
    void afterAnAttemptWithoutAnswerTheNextIsAPossibleRepetition() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1));
        turn();
        for (Answer answer : List.of(BUSY, NONE, BUSY, NONE, TAKEN)) {
            answer(answer);
            nanos += Duration.ofMinutes(2).toNanos();
            turn();
        }

        assertThat(attempts)
                .extracting(attempt -> attempt + (attempt.post().repeat() ? " again" : ""))
                .containsExactly(
                        "anna raised a",
                        "anna raised a",
                        "anna raised a again",
                        "anna raised a again",
                        "anna raised a again",
                        "anna raised b");
        assertThat(repetitions()).as("as many as there may be duplicates").isEqualTo(2);
    }

    @Test
    void everyAttemptIsNotedBeforehandSoThatAFencedOneIsNotMade() {
        take(Alerts.raised("a", 1));
        turn();
        attempts.get(0).answer().complete(BUSY);
        turn();
        nanos += Duration.ofMinutes(1).toNanos();

        dispatch.prepare();

        assertThat(dispatch.takeChanges().entries()).containsOnlyKeys("a anna");
        assertThat(attempts).hasSize(1);
    }

    @Test
    void retryAfterIsKeptTo() {
        take(Alerts.raised("a", 1));
        turn();
        answer(new Answer(Outcome.FAILED, 429, "", Duration.ofMinutes(5)));
        nanos += Duration.ofSeconds(299).toNanos();
        turn();
        assertThat(attempts).hasSize(1);
        nanos += Duration.ofSeconds(31).toNanos();
        turn();
        assertThat(attempts).hasSize(2);
    }

    @Test
    void aRefusalIsNotedAndADeadLetterAndTheEndIsNotToldThen() {
        take(Alerts.raised("a", 1));
        turn();
        take(Alerts.resolved("a", 2));
        attempts.get(0).answer().complete(GONE);
        turn();

        assertAttempts("anna raised a");
        assertNote("a anna", null, DeliveryOutcome.SKIPPED);
        assertThat(ledger.get("a anna"))
                .extracting(AlertDelivery::getDeadLetters)
                .isEqualTo(List.of("sales.deal-alert.v1/0/0"));
        assertThat(letters).containsOnlyKeys("sales.deal-alert.v1/0/0");
        DeadLetter letter = letters.get("sales.deal-alert.v1/0/0");
        assertThat(letter).isNotNull();
        if (letter != null) {
            assertThat(letter.getReason()).isEqualTo("webhook_refused");
            assertThat(letter.getDetail()).isEqualTo("route anna: status 410: gone");
            assertThat(letter.getValue().array()).containsExactly(1, 2);
        }
    }

    @Test
    void moreThanTheLimitBecomesOneDigest() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1), Alerts.raised("c", 1));
        turn();

        assertAttempts("anna digest a,b,c");
        assertThat(ledger.values()).extracting(AlertDelivery::getOutcome).containsOnly(DeliveryOutcome.SENDING);
        assertThat(ledger.values())
                .extracting(AlertDelivery::getWebhookId)
                .containsOnly(attempts.get(0).post().webhookId());
        answer(TAKEN);
        assertThat(ledger.values())
                .hasSize(3)
                .extracting(AlertDelivery::getOutcome)
                .containsOnly(DeliveryOutcome.DELIVERED);
        assertThat(dispatch.idle()).isTrue();
    }

    @Test
    void whatGatheredDuringAnOutageBecomesOneDigest() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1));
        turn();
        answer(BUSY);
        take(Alerts.raised("c", 1), Alerts.raised("d", 1));
        nanos += Duration.ofMinutes(1).toNanos();
        turn();
        answer(TAKEN);

        assertAttempts("anna raised a", "anna raised a", "anna digest b,c,d");
    }

    @Test
    void howeverManyWaitForOneRouteTheOthersGoOnAndItIsToldInDigestsOfBoundedSize() {
        int alerts = 12 * RouteQueue.LARGEST_DIGEST + 1;
        for (int i = 0; i < alerts; i++) {
            take(Alerts.raised("a" + i, 1));
        }
        turn();
        assertThat(ledger).as("noted at once").hasSize(RouteQueue.LARGEST_DIGEST);
        answer(BUSY);
        take(Alerts.ownedBy("bob", Alerts.raised("b", 1)));
        turn();
        assertThat(attempts.get(1)).hasToString("bob raised b");
        answer(TAKEN);
        nanos += Duration.ofMinutes(1).toNanos();
        turn();
        while (!dispatch.idle()) {
            answer(TAKEN);
        }

        assertThat(attempts).as("a failure, bob's, 12 digests, a last alert").hasSize(15);
        assertThat(attempts.get(14)).hasToString("anna raised a" + (alerts - 1));
        assertThat(ledger.values())
                .hasSize(alerts + 1)
                .extracting(AlertDelivery::getOutcome)
                .containsOnly(DeliveryOutcome.DELIVERED);
    }

    @Test
    void howeverManyAnEarlierRunLeftWithoutAnswerTheyAreSentAgain() {
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < RouteQueue.LARGEST_DIGEST; j++) {
                AlertDelivery entry = AlertDelivery.newBuilder()
                        .setAlertId(i + "-" + j)
                        .setDealId("D")
                        .setRoute("anna")
                        .setSequence(1)
                        .setTold(ToldState.RAISED)
                        .setOutcome(DeliveryOutcome.SENDING)
                        .setWebhookId("digest_" + i)
                        .setAttempts(1)
                        .setAt(CLOCK.instant())
                        .build();
                ledger.put(Changes.entryKey(entry.getAlertId(), entry.getRoute()), entry);
            }
        }
        restart();
        ledger.values().forEach(entry -> take(Alerts.raised(entry.getAlertId(), 1)));
        dispatch.historyRead();
        turn();
        while (!dispatch.idle()) {
            answer(TAKEN);
        }

        assertThat(attempts).hasSize(12).allMatch(attempt -> attempt.post().repeat());
        assertThat(ledger.values()).extracting(AlertDelivery::getOutcome).containsOnly(DeliveryOutcome.DELIVERED);
    }

    @Test
    void afterARestartAnAlertWithoutAnswerIsSentAgainUnderItsId() {
        take(Alerts.raised("a", 1));
        turn();
        restart();
        take(Alerts.raised("a", 1), Alerts.resolved("a", 2));
        dispatch.historyRead();
        turn();

        assertAttempts("anna raised a", "anna raised a");
        assertThat(attempts.get(1).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(1).text()).isEqualTo(attempts.get(0).text());
        assertThat(attempts.get(1).post().repeat()).isTrue();
        assertThat(repetitions()).isEqualTo(1);
        answer(TAKEN);
        assertAttempts("anna raised a", "anna raised a", "anna resolved a");
        assertThat(attempts.get(2).post().repeat()).isFalse();
    }

    @Test
    void afterARestartOfACompactedTopicTheRaiseIsMadeOfWhatIsLeft() {
        take(Alerts.raised("a", 1));
        turn();
        restart();
        take(Alerts.resolved("a", 2));
        dispatch.historyRead();
        turn();

        assertThat(attempts.get(1).text()).isEqualTo(attempts.get(0).text());
    }

    @Test
    void afterARestartADigestWithoutAnswerIsTheSameDigest() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1), Alerts.raised("c", 1));
        turn();
        restart();
        take(Alerts.raised("z", 1), Alerts.raised("c", 1), Alerts.raised("b", 1), Alerts.raised("a", 1));
        dispatch.historyRead();
        turn();
        answer(TAKEN);

        assertAttempts("anna digest a,b,c", "anna digest a,b,c", "anna raised z");
        assertThat(attempts.get(1).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(1).text()).isEqualTo(attempts.get(0).text());
        assertThat(repetitions()).isEqualTo(1);
    }

    @Test
    void afterARestartAnAlertThatCantBeReadIsSentAgainOnceItCan() {
        take(Alerts.raised("a", 1));
        turn();
        restart();
        dispatch.seen("a");
        dispatch.historyRead();
        turn();
        assertThat(dispatch.idle()).as("nothing can be told").isTrue();
        take(Alerts.raised("a", 3));
        turn();

        assertAttempts("anna raised a", "anna raised a");
        assertThat(attempts.get(1).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(1).post().repeat()).isTrue();
        assertNote("a anna", ToldState.RAISED, DeliveryOutcome.SENDING);
        answer(TAKEN);
        take(Alerts.raised("a", 4), Alerts.resolved("a", 5));
        turn();
        answer(TAKEN);
        assertAttempts("anna raised a", "anna raised a", "anna resolved a");
        assertThat(dispatch.idle()).isTrue();
    }

    @Test
    void afterARestartTheEndOfAnAlertThatCouldNotBeReadIsToldToo() {
        take(Alerts.raised("a", 1));
        turn();
        restart();
        dispatch.seen("a");
        dispatch.historyRead();
        take(Alerts.resolved("a", 3));
        turn();
        answer(TAKEN);

        assertAttempts("anna raised a", "anna raised a", "anna resolved a");
    }

    @Test
    void afterARestartADigestDoesNotWaitForWhatCantBeRead() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1), Alerts.raised("c", 1));
        turn();
        restart();
        take(Alerts.raised("a", 1), Alerts.raised("c", 1));
        dispatch.seen("b");
        dispatch.historyRead();
        turn();
        answer(TAKEN);
        assertThat(dispatch.idle()).isTrue();
        assertNote("b anna", ToldState.RAISED, DeliveryOutcome.SENDING);
        take(Alerts.raised("b", 3));
        turn();

        assertAttempts("anna digest a,b,c", "anna digest a,c", "anna raised b");
        assertThat(attempts.get(1).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(2).post().webhookId())
                .as("an id that was not taken yet")
                .isNotEqualTo(attempts.get(0).post().webhookId());
        assertThat(attempts.get(2).post().repeat()).isTrue();
        answer(TAKEN);
        assertNote("b anna", ToldState.RAISED, DeliveryOutcome.DELIVERED);
    }

    @Test
    void afterARestartNothingIsToldTwiceAndWhatWaitedIsTold() {
        take(Alerts.raised("a", 1), Alerts.ownedBy("bob", Alerts.raised("b", 1)));
        turn();
        attempts.get(0).answer().complete(TAKEN);
        attempts.get(1).answer().complete(TAKEN);
        turn();
        take(Alerts.raised("c", 1), Alerts.raised("d", 1));
        turn();
        answer(TAKEN);
        assertAttempts("anna raised a", "bob raised b", "anna raised c", "anna raised d");
        attempts.clear();

        restart();
        take(
                Alerts.raised("a", 1),
                Alerts.ownedBy("bob", Alerts.raised("b", 1)),
                Alerts.raised("c", 1),
                Alerts.raised("d", 1),
                Alerts.raised("e", 1));
        dispatch.historyRead();
        turn();
        answer(TAKEN);
        answer(TAKEN);

        assertAttempts("anna raised d", "anna raised e");
    }

    @Test
    void erasureTakesAwayWhatWaitsTheEntriesAndTheDeadLetters() {
        take(Alerts.raised("a", 1));
        turn();
        answer(GONE);
        take(Alerts.ownedBy("bob", Alerts.raised("a", 2)), Alerts.raised("b", 1), Alerts.raised("c", 1));
        turn();
        assertThat(ledger).containsOnlyKeys("a anna", "a bob", "b anna");

        dispatch.erase("a");
        dispatch.erase("c");
        dispatch.erase("never heard of");
        turn();

        assertThat(ledger).containsOnlyKeys("b anna");
        assertThat(letters).containsOnlyKeys("sales.deal-alert.v1/0/0").containsValue(null);
        assertAttempts("anna raised a", "anna raised b", "bob raised a");
        assertThat(attempts.get(2).answer()).as("the attempt under way").isCancelled();
        attempts.get(1).answer().complete(TAKEN);
        turn();
        assertThat(dispatch.idle()).isTrue();
        assertThat(ledger).containsOnlyKeys("b anna");
    }

    @Test
    void anErasedAlertLeavesTheDigestThatIsOnItsWay() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1), Alerts.raised("c", 1));
        turn();
        dispatch.erase("b");
        answer(BUSY);
        nanos += Duration.ofMinutes(1).toNanos();
        turn();
        answer(TAKEN);

        assertAttempts("anna digest a,b,c", "anna digest a,c");
        assertThat(attempts.get(1).post().webhookId())
                .isEqualTo(attempts.get(0).post().webhookId());
        assertThat(ledger).containsOnlyKeys("a anna", "c anna");
    }

    @Test
    void whatTheTopicNoLongerHasWasErasedMeanwhile() {
        take(
                Alerts.raised("a", 1),
                Alerts.ownedBy("bob", Alerts.raised("b", 1)),
                Alerts.ownedBy("cleo", Alerts.raised("c", 1)));
        turn();
        attempts.get(0).answer().complete(GONE);
        attempts.get(2).answer().complete(TAKEN);
        turn();
        restart();
        dispatch.seen("c");
        dispatch.historyRead();
        turn();

        assertThat(ledger).containsOnlyKeys("c rest");
        assertThat(letters).containsValue(null);
        assertThat(dispatch.idle()).as("nothing is sent again").isTrue();
    }

    @Test
    void openOffsetsAreThoseOfWhatIsNotDealtWith() {
        take(Alerts.raised("a", 1), Alerts.raised("b", 1), Alerts.raised("c", 1), Alerts.raised("d", 1));
        assertThat(dispatch.openOffsets()).containsExactlyEntriesOf(Map.of(0, 0L));
        turn();
        assertThat(dispatch.openOffsets()).containsExactlyEntriesOf(Map.of(0, 0L));
        take(Alerts.raised("e", 1));
        answer(TAKEN);
        assertThat(dispatch.openOffsets()).containsExactlyEntriesOf(Map.of(0, 4L));
        answer(TAKEN);
        assertThat(dispatch.openOffsets()).isEmpty();
    }

    private long repetitions() {
        return dispatch.queues().stream()
                .mapToLong(queue -> queue.counts().repeated)
                .sum();
    }
}
