package io.dealpulse.api.http;

import io.javalin.http.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers and problems. */
public final class Reply {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

    private static final String RETRY_AFTER_SECONDS = "2";

    private Reply() {}

    /**
     * Writes an answer once it is there, or the problem where it can't be had.
     *
     * @param writers write it where it is not there yet, so that a slow client holds up no other answer
     */
    public static void with(Context context, CompletableFuture<Answer> answer, Executor writers) {
        if (answer.isDone()) {
            writeOutcome(context, answer);
        } else {
            context.future(() -> answer.handleAsync(
                    (unused, failure) -> {
                        writeOutcome(context, answer);
                        return null;
                    },
                    writers));
        }
    }

    /** Writes a problem. */
    public static void with(Context context, Problem problem) {
        context.status(problem.status());
        switch (problem.status()) {
            case 401 -> context.header("WWW-Authenticate", "Bearer");
            case 405 -> context.header("Allow", "GET, HEAD");
            case 503 -> context.header("Retry-After", RETRY_AFTER_SECONDS);
            default -> {}
        }
        context.header("Cache-Control", "no-store");
        context.contentType(Problem.MEDIA_TYPE).result(Json.write(problem));
    }

    /** The problem that a failure stands for; one that nobody foresaw goes to the log. */
    public static Problem problemOf(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        if ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            return problemOf(failure.getCause());
        }
        LOG.error("A request failed", failure);
        return Problem.internal();
    }

    private static void writeOutcome(Context context, CompletableFuture<Answer> done) {
        try {
            write(context, done.join());
        } catch (CompletionException e) {
            with(context, problemOf(e));
        }
    }

    private static void write(Context context, Answer answer) {
        context.header("ETag", answer.etag());
        context.header("Cache-Control", "private, no-cache");
        if (answer.matches(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            // Compressed bytes would be another body under the same strong tag.
            context.disableCompression().contentType("application/json").result(answer.body());
        }
    }
}
