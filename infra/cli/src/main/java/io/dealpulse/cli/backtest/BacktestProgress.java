package io.dealpulse.cli.backtest;

import io.dealpulse.jobs.backtest.TopicBacktest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Tells now and then how far a backtest has got, and ends it where that is wanted. */
final class BacktestProgress implements TopicBacktest.Listener {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintWriter err;
    private final BooleanSupplier stopped;
    private long lastLine = System.nanoTime();

    /**
     * @param err the report alone goes to the output, so that it can be redirected
     * @param stopped whether to end
     */
    BacktestProgress(PrintWriter err, BooleanSupplier stopped) {
        this.err = err;
        this.stopped = stopped;
    }

    @Override
    public void read(long offsets, long of) {
        report("read %,d of %,d records", offsets, of);
    }

    @Override
    public void learned(long deals) {
        report("learned from %,d deals", deals);
    }

    @Override
    public void tried(long deals, long of) {
        report("tried the rules on %,d of %,d deals", deals, of);
    }

    private void report(String format, Object... figures) {
        if (stopped.getAsBoolean()) {
            throw new CancellationException("stopped");
        }
        if (System.nanoTime() - lastLine >= BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            err.println(String.format(Locale.ROOT, format, figures));
            err.flush();
        }
    }
}
