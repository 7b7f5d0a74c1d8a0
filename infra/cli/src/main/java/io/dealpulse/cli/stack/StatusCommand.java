package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.Home;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Shows how the parts of the local stack are. */
@CommandLine.Command(
        name = "status",
        description = "Show how the parts of the local stack are. The exit code is 0 only if all are up.")
public final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %-14s %-37s %-8s %-9s %s";

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        LocalStack stack = new LocalStack(Home.directory(), common.settings().dataDirectory());
        List<ServiceStatus> parts = stack.status();
        print(parts, spec.commandLine().getOut());
        boolean allUp = parts.stream().allMatch(part -> part.state() == ServiceStatus.State.UP);
        return allUp ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(List<ServiceStatus> parts, PrintWriter out) {
        out.println(ROW.formatted("PART", "STATE", "ADDRESS", "PID", "UPTIME", "DATA"));
        for (ServiceStatus part : parts) {
            out.println(ROW.formatted(
                    part.part(),
                    part.state().words(),
                    part.address(),
                    part.pid().map(String::valueOf).orElse("-"),
                    part.uptime().map(StatusCommand::clock).orElse("-"),
                    part.data()));
        }
        out.flush();
    }

    /** Hours, minutes and seconds. */
    private static String clock(Duration duration) {
        return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
