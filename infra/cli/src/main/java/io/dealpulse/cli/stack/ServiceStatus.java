package io.dealpulse.cli.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be told of a part of the stack.
 *
 * @param part name for people
 * @param state how it is
 * @param address where clients find it, or would
 * @param pid its process, if it runs
 * @param uptime since it was started, if it runs
 * @param data where its data lies
 */
public record ServiceStatus(
        String part, State state, String address, Optional<Long> pid, Optional<Duration> uptime, Path data) {

    /** How a part is. */
    public enum State {
        /** It runs and answers. */
        UP("up"),
        /** It runs but does not answer: it is starting, or hangs. */
        NOT_ANSWERING("not answering"),
        /** It was started, never stopped, and runs no more. */
        DIED("died"),
        /** It was never started, or was stopped. */
        DOWN("down");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** The state for people. */
        public String words() {
            return words;
        }
    }
}
