package io.dealpulse.api;

import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.http.Answer;
import io.dealpulse.api.http.AnswerCache;
import io.dealpulse.api.http.Json;
import io.dealpulse.api.http.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Whether ClickHouse answers, and has our views. */
final class Readiness {

    /** The view that came last. */
    private static final String ASK = """
            SELECT count() AS jobs
            FROM v_job_progress
            """;

    private final Database database;
    private final AnswerCache answers;

    /**
     * Asks on threads that no other query holds up.
     *
     * @param answers for this alone
     */
    Readiness(Database database, AnswerCache answers) {
        this.database = database;
        this.answers = answers;
    }

    /** Fails with a problem if it does not. */
    CompletableFuture<Answer> check() {
        return answers.get("ready", () -> {
            database.list("ready", ASK, row -> row.count("jobs"));
            return Answer.of(Json.write(Map.of("status", "ready")));
        });
    }

    /** What is wrong, if it does not. */
    Optional<String> problem() {
        try {
            check().join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(Reply.problemOf(e).detail());
        }
    }
}
