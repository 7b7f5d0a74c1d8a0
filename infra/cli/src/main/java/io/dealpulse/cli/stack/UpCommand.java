package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.Home;
import io.dealpulse.jobs.options.Options;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Starts the local stack in the background. */
@CommandLine.Command(
        name = "up",
        description = "Start the local stack in the background: Kafka, schema registry, ClickHouse, all on 127.0.0.1."
                + " Starts only what doesn't run; data stays.")
public final class UpCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Mixin
    private final PortOptions ports = new PortOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LocalStack stack = new LocalStack(Home.directory(), common.settings().dataDirectory());
        stack.up(ports.choice(), Progress.printedTo(out));
        out.println("The local stack is up, its data in " + stack.dataDirectory());
        String flags = flagsBesideDefaults(stack.options());
        if (!flags.isEmpty()) {
            out.println("Other commands find it by " + flags);
        }
        return CommandLine.ExitCode.OK;
    }

    private static String flagsBesideDefaults(Map<String, String> addresses) {
        return Stream.of(Options.KAFKA, Options.REGISTRY, Options.CLICKHOUSE)
                .filter(option -> !option.defaultText().equals(addresses.get(option.key())))
                .map(option -> "--" + option.key() + " " + addresses.get(option.key()))
                .collect(Collectors.joining(" "));
    }
}
