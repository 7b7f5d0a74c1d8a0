package io.dealpulse.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnswerCacheTest {

    private static final Duration KEPT = Duration.ofMillis(500);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger computed = new AtomicInteger();
    private final AnswerCache cache =
            new AnswerCache("test", KEPT, 1, Duration.ofMinutes(1), new SimpleMeterRegistry(), nanos::get);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void anAnswerIsKeptForAWhile() {
        assertThat(settled(ask(() -> answer("one")))).isEqualTo("one");
        pass(KEPT.minusNanos(1));
        assertThat(ask(() -> answer("two")).join()).isEqualTo("one");
        pass(Duration.ofNanos(1));
        assertThat(ask(() -> answer("two")).join()).isEqualTo("two");
        assertThat(computed).hasValue(2);
    }

    @Test
    void thoseWhoAskTogetherForWhatIsNotThereWaitForOneAnswer() {
        CompletableFuture<Answer> coming = new CompletableFuture<>();
        CompletableFuture<String> first = ask(coming::get);
        CompletableFuture<String> second = ask(() -> answer("another"));
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        coming.complete(answer("one"));
        assertThat(first.join()).isEqualTo("one");
        assertThat(second.join()).isEqualTo("one");
    }

    @Test
    void whileANewAnswerIsComputedOthersGetTheOneBefore() {
        assertThat(settled(ask(() -> answer("before")))).isEqualTo("before");
        pass(KEPT);
        CompletableFuture<Answer> coming = new CompletableFuture<>();
        CompletableFuture<String> first = ask(coming::get);
        assertThat(ask(() -> answer("another"))).isCompletedWithValue("before");
        assertThat(first).as("who asks first waits").isNotDone();
        coming.complete(answer("after"));
        assertThat(first.join()).isEqualTo("after");
        assertThat(ask(() -> answer("another")).join()).isEqualTo("after");
    }

    @Test
    void nobodyGetsAnAnswerTwiceAsOldAsOneIsKept() {
        assertThat(settled(ask(() -> answer("before")))).isEqualTo("before");
        pass(KEPT);
        CompletableFuture<Answer> coming = new CompletableFuture<>();
        CompletableFuture<String> first = ask(coming::get);
        pass(KEPT);
        CompletableFuture<String> second = ask(() -> answer("another"));
        assertThat(second).isNotDone();
        coming.complete(answer("after"));
        assertThat(first.join()).isEqualTo("after");
        assertThat(second.join()).isEqualTo("after");
    }

    @Test
    void aFailureIsNotKept() {
        assertThat(settled(ask(() -> answer("before")))).isEqualTo("before");
        pass(KEPT);
        CompletableFuture<String> failed = ask(() -> {
            throw new IllegalStateException("away");
        });
        assertThat(failed)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingRootCause()
                .withMessage("away");
        settle();
        assertThat(ask(() -> answer("after")).join()).isEqualTo("after");
    }

    @Test
    void everyKeyHasItsOwnAnswer() {
        assertThat(cache.get("a", () -> answer("of a"))
                        .thenApply(AnswerCacheTest::text)
                        .join())
                .isEqualTo("of a");
        assertThat(cache.get("b", () -> answer("of b"))
                        .thenApply(AnswerCacheTest::text)
                        .join())
                .isEqualTo("of b");
    }

    private CompletableFuture<String> ask(Callable<Answer> computing) {
        return cache.get("key", () -> {
                    computed.incrementAndGet();
                    return computing.call();
                })
                .thenApply(AnswerCacheTest::text);
    }

    /** The answer, once the cache has noted when it came. */
    private String settled(CompletableFuture<String> answer) {
        String text = answer.join();
        settle();
        return text;
    }

    /** The only thread has done with what it computed before. */
    private void settle() {
        cache.get("other", () -> answer("another")).join();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Answer answer(String text) {
        return Answer.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
