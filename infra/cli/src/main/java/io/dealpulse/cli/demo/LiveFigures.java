package io.dealpulse.cli.demo;

import io.dealpulse.cli.report.FiguresReader;
import io.dealpulse.cli.report.FiguresReport;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

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

    /**
     * The time that the jobs have reached on the pipeline's clock; empty if they have seen no event yet.
     *
     * @throws SQLException where ClickHouse does not answer
     */
    Optional<Instant> clock() throws SQLException {
        String query = "SELECT max(clock) FROM `%s`.v_job_progress".formatted(clickHouse.database());
        try (Connection connection = clickHouse.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return Optional.ofNullable(result.getObject(1, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant);
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
