package io.dealpulse.cli.verify;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.ProgressLine;
import io.dealpulse.jobs.verify.Difference;
import io.dealpulse.jobs.verify.TableResult;
import io.dealpulse.jobs.verify.Verification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells what a verification does and finds. */
final class VerifyReport implements Verification.Listener {

    private final PrintWriter out;
    private final ProgressLine progress;
    private final List<TableResult> results = new ArrayList<>();

    VerifyReport(PrintWriter out) {
        this.out = out;
        this.progress = new ProgressLine(out);
    }

    @Override
    public void read(long offsets, long of) {
        progress.say("read %,d of %,d records", offsets, of);
    }

    @Override
    public void compared(TableResult result) {
        results.add(result);
        if (result.differences() == 0) {
            say("%-20s %,11d rows agree", result.table(), result.rows());
            return;
        }
        say(
                "%-20s %,11d rows: %,d different, %,d missing, %,d unexpected",
                result.table(), result.rows(), result.different(), result.missing(), result.unexpected());
        result.examples().forEach(this::show);
        if (!result.examples().isEmpty() && result.examples().size() < result.differences()) {
            say("  and %,d more", result.differences() - result.examples().size());
        }
    }

    @Override
    public void leftOut(String table, String job) {
        say("%-20s not compared: %s has never run", table, job);
    }

    private void show(Difference difference) {
        switch (difference.kind()) {
            case DIFFERENT -> say("  different   %s; %s", difference.key(), String.join("; ", difference.cells()));
            case MISSING -> say("  missing     %s: in the events, not in the table", difference.key());
            case UNEXPECTED -> say("  unexpected  %s: in the table, not in the events", difference.key());
        }
    }

    /**
     * Says how it ended.
     *
     * @throws CommandFailure if anything differs
     */
    void conclude(Verification.Outcome outcome) {
        if (outcome.tooLate() > 0) {
            say(
                    "records left out because they came too late to count, as their dead letters say: %,d",
                    outcome.tooLate());
        }
        if (outcome.staleClock() != null) {
            say("%s", outcome.staleClock());
        }
        List<String> wrong = results.stream()
                .filter(result -> result.differences() > 0)
                .map(TableResult::table)
                .toList();
        long differences = results.stream().mapToLong(TableResult::differences).sum();
        if (!wrong.isEmpty()) {
            throw new CommandFailure(text(
                    "%s not as a fresh computation of %,d records gives: %s.",
                    differences == 1 ? "1 row is" : text("%,d rows are", differences),
                    outcome.records(),
                    String.join(", ", wrong)));
        }
        if (outcome.staleClock() != null) {
            throw new CommandFailure("The clock of the tables stands behind the events: " + outcome.staleClock() + ".");
        }
        say(
                "verified: %,d rows in %d tables equal a fresh computation of %,d records",
                results.stream().mapToLong(TableResult::rows).sum(), results.size(), outcome.records());
    }

    private void say(String format, Object... values) {
        out.println(text(format, values));
        out.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
