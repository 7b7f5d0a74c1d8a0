package io.dealpulse.cli.demo;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.Home;
import io.dealpulse.cli.generate.CrmTraffic;
import io.dealpulse.cli.generate.Pacer;
import io.dealpulse.cli.generate.Scenario;
import io.dealpulse.cli.generate.TrafficPlayer;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.run.JobRun;
import io.dealpulse.cli.run.RunnableJob;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortOptions;
import io.dealpulse.cli.stack.Progress;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine;

/** Runs everything at once on generated traffic, and shows the figures. */
@CommandLine.Command(
        name = "demo",
        description = "Start the local stack, generate CRM traffic, run all jobs and show the figures. Goes on until"
                + " Ctrl-C; a stack that ran before runs on afterwards.")
public final class DemoCommand implements Callable<Integer> {

    private static final List<RunnableJob> JOBS = List.of(RunnableJob.values());
    private static final Duration REFRESH = Duration.ofSeconds(3);

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Mixin
    private final PortOptions ports = new PortOptions();

    @CommandLine.Option(
            names = "--once",
            description = "Generate a finite history (July 2024 to December 2025), process it, print the figures and"
                    + " end. The same seed gives the same figures.")
    private boolean once;

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides every chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @CommandLine.Option(
            names = "--deals",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Deals of the 18 months' history (default: ${DEFAULT-VALUE}).")
    private int deals;

    @CommandLine.Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "5",
            description = "Live events per second on average (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Override
    public Integer call() {
        if (deals < 1 || !(rate > 0)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--deals must be 1 or more, --rate greater than 0.");
        }
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = Progress.printedTo(out);
        LocalStack local = new LocalStack(Home.directory(), common.settings().dataDirectory());
        try (CtrlC ctrlC = CtrlC.interruptsThisThread();
                DemoStack stack = DemoStack.up(local, ports.choice(), progress)) {
            try {
                Settings settings =
                        common.settings(flags -> stack.options().forEach((option, value) -> flags.set(option, value)));
                stack.setUp(settings);
                if (once) {
                    runOnce(settings, progress, out);
                } else {
                    runLive(settings, out);
                }
            } catch (InterruptedException | InterruptException e) {
                progress.report("Demo", "interrupted, stopping");
            } catch (CommandFailure e) {
                // Ctrl-C makes whatever waits fail.
                if (!ctrlC.pressed()) {
                    throw e;
                }
            } finally {
                // Stopping is not to be interrupted by what brought it about.
                boolean unused = Thread.interrupted();
            }
            return ctrlC.pressed() ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
        }
    }

    private void runOnce(Settings settings, Progress progress, PrintWriter out) throws InterruptedException {
        try (EventPublisher publisher = EventPublisher.open(settings)) {
            CrmTraffic traffic = new CrmTraffic(Scenario.demoHistory(seed, deals));
            player(publisher).playHistory(traffic, Long.MAX_VALUE, OptionalDouble.empty(), Instant.now());
            publisher.flush();
            progress.report("Generator", "%,d events of %,d deals sent".formatted(publisher.acknowledged(), deals));
        }
        new JobRun(settings, true, false, out).run(JOBS);
        out.println();
        LiveFigures.print(out, figures(new LiveFigures(settings)), false);
    }

    private void runLive(Settings settings, PrintWriter out) throws InterruptedException {
        LiveFigures figures = new LiveFigures(settings);
        List<String> addresses = addresses(settings);
        boolean terminal = isTerminal();
        Instant present = Instant.now();
        Scenario scenario = Scenario.demoLive(seed, deals, LocalDate.ofInstant(present, ZoneOffset.UTC));
        try (EventPublisher publisher = EventPublisher.open(settings);
                Background jobs =
                        Background.start("demo-jobs", () -> new JobRun(settings, false, false, out).run(JOBS));
                Background generator = Background.start(
                        "demo-generator", () -> player(publisher).playLive(scenario, Long.MAX_VALUE, rate, present))) {
            while (true) {
                Thread.sleep(REFRESH.toMillis());
                jobs.throwFailure();
                generator.throwFailure();
                List<String> lines = new ArrayList<>(addresses);
                lines.add("%,d events sent. Ctrl-C stops the demo.".formatted(publisher.acknowledged()));
                lines.add("");
                lines.addAll(figures(figures));
                LiveFigures.print(out, lines, terminal);
            }
        }
    }

    private static TrafficPlayer player(EventPublisher publisher) {
        return new TrafficPlayer(publisher::publish, Pacer.realTime(), sent -> {});
    }

    private static List<String> figures(LiveFigures figures) {
        try {
            return figures.lines();
        } catch (SQLException e) {
            throw new CommandFailure("The figures can't be read from ClickHouse: " + e.getMessage(), e);
        }
    }

    private static List<String> addresses(Settings settings) {
        return List.of(
                "Kafka       " + settings.get(Options.KAFKA),
                "Registry    " + settings.get(Options.REGISTRY).get(0),
                "ClickHouse  " + settings.get(Options.CLICKHOUSE) + ", database "
                        + settings.get(Options.CLICKHOUSE_DATABASE));
    }

    @SuppressWarnings(
            "SystemConsoleNull") // null where the output is no terminal: on JDK 17 always, later by the launcher
    private static boolean isTerminal() {
        return System.console() != null;
    }
}
