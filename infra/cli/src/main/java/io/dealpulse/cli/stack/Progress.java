package io.dealpulse.cli.stack;

import java.io.PrintWriter;

/** Is told what happens to the parts of the stack, from several threads. */
@FunctionalInterface
public interface Progress {

    /**
     * Something happened to a part.
     *
     * @param part the part's name for people
     * @param event what happened, such as "ready after 2.3 s"
     */
    void report(String part, String event);

    /** Tells nobody. */
    static Progress silent() {
        return (part, event) -> {};
    }

    /** Prints a line for each event. */
    static Progress printedTo(PrintWriter out) {
        return (part, event) -> {
            out.println("%-16s %s".formatted(part, event));
            out.flush();
        };
    }
}
