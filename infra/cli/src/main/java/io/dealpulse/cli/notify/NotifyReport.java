package io.dealpulse.cli.notify;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Tells people how the notifier is doing. */
final class NotifyReport {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long lastLine;
    private String lastText = "";

    NotifyReport(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong();
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** One line now and then, if there is anything new. */
    void progress(Collection<RouteQueue> queues) {
        if (nanoTime.getAsLong() - lastLine < BETWEEN_LINES.toNanos()) {
            return;
        }
        lastLine = nanoTime.getAsLong();
        String text = queues.stream().map(NotifyReport::brief).collect(Collectors.joining("; "));
        if (!text.equals(lastText)) {
            lastText = text;
            say(text);
        }
    }

    private static String brief(RouteQueue queue) {
        RouteCounts counts = queue.counts();
        return String.format(
                Locale.ROOT,
                "%s: %,d sent, %,d retried, %,d refused, %,d pending",
                queue.route().name(),
                counts.taken,
                counts.failed,
                counts.refused,
                queue.waiting());
    }

    /** What was done in all. */
    void summary(Dispatch dispatch, long unreadable) {
        long repeated = 0;
        for (RouteQueue queue : dispatch.queues()) {
            RouteCounts counts = queue.counts();
            repeated += counts.repeated;
            say(String.format(
                    Locale.ROOT,
                    "route   %s (%s): %,d webhooks of %,d alerts sent, %,d attempts failed, %,d refused, %,d alerts without"
                            + " anything to tell, %,d pending",
                    queue.route().name(),
                    queue.route().target().url(),
                    counts.taken,
                    counts.alertsTold,
                    counts.failed,
                    counts.refused,
                    counts.skipped,
                    queue.waiting()));
        }
        say(String.format(
                Locale.ROOT,
                "%,d possible repetitions, %,d alerts erased, %,d unreadable records skipped",
                repeated,
                dispatch.erased(),
                unreadable));
    }
}
