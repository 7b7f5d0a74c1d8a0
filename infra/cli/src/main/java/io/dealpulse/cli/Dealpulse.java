package io.dealpulse.cli;

import io.dealpulse.cli.backtest.BacktestCommand;
import io.dealpulse.cli.deadletters.DeadLettersCommand;
import io.dealpulse.cli.demo.DemoCommand;
import io.dealpulse.cli.erasure.EraseCommand;
import io.dealpulse.cli.erasure.PurgeCommand;
import io.dealpulse.cli.generate.GenerateCommand;
import io.dealpulse.cli.importing.ImportCommand;
import io.dealpulse.cli.notify.NotifyCommand;
import io.dealpulse.cli.run.RunCommand;
import io.dealpulse.cli.serve.ServeCommand;
import io.dealpulse.cli.setup.SetupCommand;
import io.dealpulse.cli.stack.DownCommand;
import io.dealpulse.cli.stack.StatusCommand;
import io.dealpulse.cli.stack.UpCommand;
import io.dealpulse.cli.verify.VerifyCommand;
import io.dealpulse.jobs.options.InvalidOptionException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** The {@code dealpulse} command. A new subcommand is one more line in the list below. */
@CommandLine.Command(
        name = "dealpulse",
        description = "Live, exact sales-operations figures from CRM events.",
        mixinStandardHelpOptions = true,
        version = "dealpulse 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            SetupCommand.class,
            ImportCommand.class,
            RunCommand.class,
            NotifyCommand.class,
            VerifyCommand.class,
            BacktestCommand.class,
            DeadLettersCommand.class,
            EraseCommand.class,
            PurgeCommand.class,
            GenerateCommand.class,
            ServeCommand.class,
            DemoCommand.class,
        })
public final class Dealpulse {

    private Dealpulse() {}

    /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 wrongly called. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with all its subcommands, failures told in one line. */
    static CommandLine commandLine() {
        return new CommandLine(new Dealpulse())
                .setExecutionStrategy(Dealpulse::openLogAndExecute)
                .setParameterExceptionHandler((failure, arguments) -> reportWrongCall(failure))
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> reportFailure(failure, commandLine));
    }

    private static int openLogAndExecute(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult command = last(parsed);
        CommonOptions options = commonOptions(command.commandSpec().commandLine());
        if (options != null && !command.isUsageHelpRequested() && !command.isVersionHelpRequested()) {
            try {
                LogFile.open(LogFile.in(options.settings().dataDirectory()));
            } catch (InvalidOptionException e) {
                return reportWrongOption(e, command.commandSpec().commandLine());
            }
        }
        if (options == null
                && !command.commandSpec().subcommands().isEmpty()
                && !command.isUsageHelpRequested()
                && !command.isVersionHelpRequested()) {
            throw new CommandLine.ParameterException(command.commandSpec().commandLine(), "No command is given.");
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int reportWrongCall(CommandLine.ParameterException failure) {
        CommandLine commandLine = failure.getCommandLine();
        commandLine
                .getErr()
                .println("dealpulse: " + oneLine(failure.getMessage()) + " See: "
                        + commandLine.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int reportFailure(Exception failure, CommandLine commandLine) {
        if (failure instanceof InvalidOptionException wrongOption) {
            return reportWrongOption(wrongOption, commandLine);
        }
        LoggerFactory.getLogger(Dealpulse.class).error("{} failed", commandLine.getCommandName(), failure);
        CommonOptions options = Objects.requireNonNull(commonOptions(commandLine));
        Path log = LogFile.in(options.settings().dataDirectory());
        String message = failure instanceof CommandFailure
                ? oneLine(failure.getMessage())
                : "unexpected failure: " + oneLine(failure.toString()) + " (stack trace in " + log + ")";
        commandLine.getErr().println("dealpulse: " + message);
        if (options.verbose()) {
            failure.printStackTrace(commandLine.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int reportWrongOption(InvalidOptionException failure, CommandLine commandLine) {
        commandLine.getErr().println("dealpulse: " + oneLine(failure.getMessage()));
        return CommandLine.ExitCode.USAGE;
    }

    private static CommandLine.ParseResult last(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last;
    }

    private static @Nullable CommonOptions commonOptions(CommandLine commandLine) {
        return commandLine.getCommandSpec().mixins().values().stream()
                .map(CommandLine.Model.CommandSpec::userObject)
                .filter(CommonOptions.class::isInstance)
                .map(CommonOptions.class::cast)
                .findFirst()
                .orElse(null);
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
