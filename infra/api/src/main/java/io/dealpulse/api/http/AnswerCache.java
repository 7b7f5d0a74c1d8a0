package io.dealpulse.api.http;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers for a short while, and has each computed once however many ask for it at a time: who asks first waits for it, and
 * the others get the one before, if that is not much older. They are computed by a few threads of their own, so that slow ones
 * keep nobody from those that are here. What can't be computed soon is refused, and a failure is not kept.
 */
public final class AnswerCache implements AutoCloseable {

    /** Answers that may wait for each thread. */
    private static final int WAITING_PER_THREAD = 32;

    /** Of answers that are kept, and again of those before them. */
    private static final long MOST_BYTES = 32L << 20;
    /** What an answer takes besides its body. */
    private static final int OVERHEAD_BYTES = 500;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final ThreadPoolExecutor threads;
    private final AsyncCache<String, Outcome> answers;
    /** What is given out while a new answer is computed: no older than twice as long as answers are kept. */
    private final Cache<String, Outcome> before;

    private final Duration patience;

    /**
     * An empty cache.
     *
     * @param name in metrics
     * @param kept how long an answer is kept, zero or more
     * @param threads how many answers are computed at a time
     * @param patience an answer whose computing has not begun after this long is given up
     */
    public AnswerCache(String name, Duration kept, int threads, Duration patience, MeterRegistry meters) {
        this(name, kept, threads, patience, meters, Ticker.systemTicker());
    }

    AnswerCache(String name, Duration kept, int threads, Duration patience, MeterRegistry meters, Ticker ticker) {
        AtomicInteger number = new AtomicInteger();
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(threads * WAITING_PER_THREAD),
                task -> new Thread(task, name + "-" + number.incrementAndGet()));
        this.answers = bounded(ticker)
                .expireAfter(Expiry.creating(
                        (String key, Outcome outcome) -> outcome.answer() == null ? Duration.ZERO : kept))
                .recordStats()
                .buildAsync();
        this.before = bounded(ticker).expireAfterWrite(kept.multipliedBy(2)).build();
        CaffeineCacheMetrics.monitor(meters, answers, name);
        new ExecutorServiceMetrics(this.threads, name, "dealpulse.", List.of()).bindTo(meters);
    }

    private static Caffeine<String, Outcome> bounded(Ticker ticker) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(ticker)
                .maximumWeight(MOST_BYTES)
                .weigher((key, outcome) -> OVERHEAD_BYTES + 2 * key.length() + outcome.bytes());
    }

    /**
     * The answer of that key.
     *
     * @param computing how to get it where it is not here; runs on another thread
     * @return fails with what {@code computing} throws, or with a problem where too many wait
     */
    public CompletableFuture<Answer> get(String key, Callable<Answer> computing) {
        CompletableFuture<Outcome> present = answers.asMap().get(key);
        if (present != null && !present.isDone()) {
            Outcome former = before.getIfPresent(key);
            if (former != null) {
                return CompletableFuture.completedFuture(former.get());
            }
        }
        try {
            return answers.get(key, (unused, executor) -> compute(key, computing))
                    .thenApply(Outcome::get);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new ProblemException(Problem.unavailable("Too many requests are waiting for ClickHouse."), e));
        }
    }

    private CompletableFuture<Outcome> compute(String key, Callable<Answer> computing) {
        long asked = System.nanoTime();
        return CompletableFuture.supplyAsync(
                () -> {
                    if (System.nanoTime() - asked > patience.toNanos()) {
                        return new Outcome(
                                null,
                                new ProblemException(Problem.unavailable("ClickHouse is too slow for all that ask.")));
                    }
                    Outcome outcome = Outcome.of(computing);
                    if (outcome.answer() != null) {
                        before.put(key, outcome);
                    }
                    return outcome;
                },
                threads);
    }

    /** Lets what is being computed end, for 10 s at most. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** What came of computing an answer: it, or why there is none. */
    private record Outcome(
            @Nullable Answer answer, @Nullable Throwable failure) {

        static Outcome of(Callable<Answer> computing) {
            try {
                return new Outcome(computing.call(), null);
            } catch (Exception e) {
                return new Outcome(null, e);
            }
        }

        Answer get() {
            if (answer == null) {
                throw new CompletionException(failure);
            }
            return answer;
        }

        int bytes() {
            return answer == null ? 0 : answer.body().length;
        }
    }
}
