package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Stops the local stack. */
@CommandLine.Command(name = "down", description = "Stop the local stack. Its data stays.")
public final class DownCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        LocalStack stack = new LocalStack(Home.directory(), common.settings().dataDirectory());
        stack.down(Progress.printedTo(spec.commandLine().getOut()));
        return CommandLine.ExitCode.OK;
    }
}
