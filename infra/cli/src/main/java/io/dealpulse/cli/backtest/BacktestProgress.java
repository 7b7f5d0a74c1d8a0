package io.dealpulse.cli.backtest;

import io.dealpulse.cli.ProgressLine;
import io.dealpulse.jobs.backtest.TopicBacktest;
import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Tells now and then how far a backtest has got, and ends it where that is wanted. */
final class BacktestProgress implements TopicBacktest.Listener {

    private final ProgressLine line;
    private final BooleanSupplier stopped;

    /**
     * @param err the report alone goes to the output, so that it can be redirected
     * @param stopped whether to end
     */
    BacktestProgress(PrintWriter err, BooleanSupplier stopped) {
        this.line = new ProgressLine(err);
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
        line.say(format, figures);
    }
}
