package io.dealpulse.cli.demo;

import io.dealpulse.cli.report.FiguresReader;
import io.dealpulse.cli.report.FiguresReport;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The main figures of a database, read whenever they are asked for. */
final class LiveFigures {

    private final ClickHouseOptions clickHouse;
    private final String baseCurrency;

    LiveFigures(Settings settings) {
        clickHouse = ClickHouseOptions.from(settings);
        baseCurrency = settings.get(Options.BASE_CURRENCY).getCurrencyCode();
    }

    /**
     * The lines of all tables, as the figures are now.
     *
     * @throws SQLException where ClickHouse does not answer
     */
    List<String> lines() throws SQLException {
        try (Connection connection = clickHouse.connect()) {
            return FiguresReport.lines(new FiguresReader(connection, clickHouse.database(), baseCurrency).read());
        }
    }

    /** Prints them, in place of what the terminal shows where it is one. */
    static void print(PrintWriter out, List<String> lines, boolean inPlace) {
        if (inPlace) {
            // To the top left corner, and clear from there.
            out.print("\u001b[H\u001b[2J");
        }
        lines.forEach(out::println);
        out.flush();
    }
}
