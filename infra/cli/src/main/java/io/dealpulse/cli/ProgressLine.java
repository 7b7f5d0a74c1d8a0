package io.dealpulse.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells now and then how far a long piece of work has got: a line every 5 s at most, and none of what is done sooner. */
public final class ProgressLine {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter out;
    private long lastLine = System.nanoTime();

    /** The first line comes 5 s from now at the earliest. */
    public ProgressLine(PrintWriter out) {
        this.out = out;
    }

    /** Writes the line, or leaves it out if the last one has just been written. */
    public void say(String format, Object... figures) {
        if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            out.println(String.format(Locale.ROOT, format, figures));
            out.flush();
        }
    }
}
