package io.dealpulse.cli.erasure;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.run.RunnableJob;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.sink.ClickHouseOptions;
import io.dealpulse.jobs.sink.Table;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Makes deletions physical in ClickHouse. */
@CommandLine.Command(
        name = "purge",
        description =
                "Take deleted rows out of ClickHouse physically, in every table that the jobs write. Best after a run"
                        + " that has ended with --until-caught-up; jobs may run meanwhile, with one gap that"
                        + " docs/operations.md tells of. ClickHouse rewrites the parts that hold such rows, which takes long where these are large.")
public final class PurgeCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        Settings settings = common.settings();
        PrintWriter out = spec.commandLine().getOut();
        new SetupCheck(settings).requireTables();
        ClickHouseOptions clickHouse = ClickHouseOptions.from(settings);
        String table = "";
        try (Connection connection = clickHouse.connect()) {
            TablePurge purge = new TablePurge(connection, clickHouse.database());
            for (Table each : Arrays.stream(RunnableJob.values())
                    .flatMap(job -> job.tables(settings).stream())
                    .toList()) {
                table = each.name();
                long rows = purge.run(each);
                out.println("table   %s: %s"
                        .formatted(
                                table,
                                rows == 0 ? "nothing to remove" : "%,d rows of deleted keys removed".formatted(rows)));
                out.flush();
            }
        } catch (SQLException e) {
            throw new CommandFailure(
                    "ClickHouse at %s refuses%s: %s; the same command goes on from there."
                            .formatted(
                                    settings.get(Options.CLICKHOUSE),
                                    table.isEmpty() ? "" : " to purge table " + table,
                                    e.getMessage()),
                    e);
        }
        return CommandLine.ExitCode.OK;
    }
}
