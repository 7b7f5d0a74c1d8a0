package io.dealpulse.cli.notify.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt.
 *
 * @param outcome what to do about it
 * @param status of the HTTP answer; null if none came
 * @param text the first {@value #LONGEST_TEXT} characters of the answer, or why none came; without secrets
 * @param retryAfter how long the receiver wants to be left alone; null if it did not say
 */
public record Answer(
        Outcome outcome,
        @Nullable Integer status,
        String text,
        @Nullable Duration retryAfter) {

    /** So much is kept of an answer. */
    static final int LONGEST_TEXT = 500;

    /** What to do about an answer. */
    public enum Outcome {
        /** The receiver has it. */
        TAKEN,
        /** The receiver will never take it. */
        REFUSED,
        /** It was not taken, but may be another time. */
        FAILED,
        /** No whole answer came: it may have been taken, or be taken another time. */
        UNANSWERED
    }

    /** The receiver was not reached. */
    static Answer unreached(String reason) {
        return new Answer(Outcome.FAILED, null, reason, null);
    }

    /** The receiver may have been reached, but there was no whole answer. */
    static Answer unanswered(String reason) {
        return new Answer(Outcome.UNANSWERED, null, reason, null);
    }

    /** What a status means: 2xx is taken, 5xx, 408 and 429 may pass, all else is for good. */
    static Outcome outcomeOf(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.TAKEN;
        }
        return status >= 500 || status == 408 || status == 429 ? Outcome.FAILED : Outcome.REFUSED;
    }

    /** For people: the status and what the receiver said, or why there is no answer. */
    public String description() {
        if (status == null) {
            return text;
        }
        return text.isBlank() ? "status " + status : "status " + status + ": " + text;
    }
}
