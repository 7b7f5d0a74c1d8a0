package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.jobs.options.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Makes the topics, schemas and tables that the jobs need. */
@CommandLine.Command(
        name = "setup",
        description = "Make what the jobs need: topics, schemas with their compatibility, ClickHouse tables and views."
                + " Safe to repeat.")
public final class SetupCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of new topics (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @CommandLine.Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "1",
            description = "Replicas of new topics (default: ${DEFAULT-VALUE}).")
    private short replication;

    @Override
    public Integer call() {
        if (partitions < 1 || replication < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--partitions and --replication must be 1 or greater.");
        }
        Settings settings = common.settings();
        PrintWriter out = spec.commandLine().getOut();
        new Setup(settings, partitions, replication).run(line -> {
            out.println(line);
            out.flush();
        });
        return CommandLine.ExitCode.OK;
    }
}
