package io.dealpulse.cli.demo;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.Home;
import io.dealpulse.cli.generate.CrmTraffic;
import io.dealpulse.cli.generate.Pacer;
import io.dealpulse.cli.generate.Scenario;
import io.dealpulse.cli.generate.TimeLapse;
import io.dealpulse.cli.generate.TrafficPlayer;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.run.FlinkPages;
import io.dealpulse.cli.run.FlinkPortOption;
import io.dealpulse.cli.run.JobRun;
import io.dealpulse.cli.run.RunnableJob;
import io.dealpulse.cli.serve.Dashboard;
import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortOptions;
import io.dealpulse.cli.stack.Ports;
import io.dealpulse.cli.stack.Progress;
import io.dealpulse.jobs.options.Durations;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs everything at once on generated traffic, and shows the figures. */
@CommandLine.Command(
        name = "demo",
        description = "Start the local stack, generate CRM traffic, run all jobs and show the figures. Goes on until"
                + " Ctrl-C; a stack that ran before runs on afterwards.")
public final class DemoCommand implements Callable<Integer> {

    private static final List<RunnableJob> JOBS = List.of(RunnableJob.values());
    private static final Duration REFRESH = Duration.ofSeconds(3);
    private static final Duration DAY_TAKES = Duration.ofSeconds(10);
    private static final int FLINK_PORT = 8091;
    private static final double DEFAULT_RATE = 5;
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** So that what the jobs say they have reached moves on several times a day of the demo. */
    private static final String CHECKPOINT_INTERVAL = "2 s";

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
            names = "--day-takes",
            paramLabel = "DURATION",
            description = "How long a day takes after the 18 months, up to the present: from there on, time is real"
                    + " (default: 10s).")
    private @Nullable String dayTakes;

    @CommandLine.Option(
            names = "--real-time",
            description = "Go on at the present and in real time after a history up to yesterday.")
    private boolean realTime;

    @CommandLine.Option(
            names = "--rate",
            paramLabel = "N",
            description = "With --real-time: live events per second on average (default: 5).")
    private @Nullable Double rate;

    @CommandLine.Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The dashboard's port, 0 for any free one (default: 8090).")
    private @Nullable String port;

    @CommandLine.Mixin
    private final FlinkPortOption flinkPort = new FlinkPortOption();

    @Override
    public Integer call() {
        Duration lapse = requireSense();
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = Progress.printedTo(out);
        LocalStack local = new LocalStack(Home.directory(), requirePorts().dataDirectory());
        try (CtrlC ctrlC = CtrlC.interruptsThisThread();
                DemoStack stack = DemoStack.up(local, ports.choice(), progress)) {
            try {
                Settings settings = settings(stack.options());
                stack.setUp(settings);
                if (once) {
                    runOnce(settings, progress, out);
                } else {
                    runLive(settings, lapse, out);
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
        LiveFigures.print(out, ask(new LiveFigures(settings)::lines), false);
    }

    /**
     * How long a day takes, where time lapses.
     *
     * @throws CommandLine.ParameterException if the options make no sense
     */
    private Duration requireSense() {
        String complaint = null;
        Duration lapse = DAY_TAKES;
        if (deals < 1 || (rate != null && !(rate > 0))) {
            complaint = "--deals must be 1 or more, --rate greater than 0.";
        } else if (once && (realTime || rate != null || dayTakes != null)) {
            complaint =
                    "--once ends with its history: --real-time, --rate and --day-takes are for what comes after it.";
        } else if (realTime && dayTakes != null) {
            complaint = "--day-takes is not for --real-time.";
        } else if (!realTime && rate != null) {
            complaint = "--rate is for --real-time alone: otherwise --day-takes decides the pace.";
        } else if (dayTakes != null) {
            try {
                lapse = Durations.parse(dayTakes);
                complaint = TimeLapse.isAllowed(lapse) ? null : "--day-takes must be more than 0 s and 1 d at most.";
            } catch (IllegalArgumentException e) {
                complaint = "--day-takes must be a number with a unit (ms, s, min or h), such as 10s, not '" + dayTakes
                        + "'.";
            }
        }
        if (complaint != null) {
            throw new CommandLine.ParameterException(spec.commandLine(), complaint);
        }
        return lapse;
    }

    /**
     * The settings, if what the live demo listens on beside the stack is free.
     *
     * @throws CommandFailure that names a port that is taken
     */
    private Settings requirePorts() {
        Settings settings = settings(Map.of());
        if (!once) {
            if (settings.get(Options.SERVE_PORT) > 0) {
                Ports.requireFree(settings.get(Options.SERVE_PORT), "for the dashboard", "--port");
            }
            FlinkPages.of(settings).requireFree(JOBS.size());
        }
        return settings;
    }

    /**
     * The settings of the demo.
     *
     * @param stack the options by which clients find the stack
     */
    private Settings settings(Map<String, String> stack) {
        Settings given = common.settings(flinkPort::addTo);
        return common.settings(flags -> {
            stack.forEach((option, value) -> flags.set(option, value));
            flinkPort.addTo(flags);
            if (port != null) {
                flags.flag("--port", Options.SERVE_PORT, port);
            }
            if (!once) {
                FlinkPages pages =
                        given.isGiven(Options.FLINK_PORT) ? FlinkPages.of(given) : new FlinkPages(FLINK_PORT);
                flags.set(Options.FLINK_PORT.key(), String.valueOf(pages.firstPort()));
                if (!given.isGiven(Options.FLINK_URL)) {
                    pages.page(0).ifPresent(page -> flags.set(Options.FLINK_URL.key(), page.toString()));
                }
            }
            if (!once && !realTime) {
                // The wall clock is no measure of the demo's time.
                flags.flag("--day-takes", Options.CLOCK, "event");
                if (!given.isGiven(Options.CHECKPOINT_INTERVAL)) {
                    flags.set(Options.CHECKPOINT_INTERVAL.key(), CHECKPOINT_INTERVAL);
                }
            }
        });
    }

    private void runLive(Settings settings, Duration lapse, PrintWriter out) throws InterruptedException {
        LiveFigures figures = new LiveFigures(settings);
        boolean terminal = isTerminal();
        Optional<Instant> reached = ask(figures::clock);
        try (EventPublisher publisher = EventPublisher.open(settings);
                Dashboard dashboard = Dashboard.start(settings);
                Background jobs =
                        Background.start("demo-jobs", () -> new JobRun(settings, false, false, out).run(JOBS));
                Background generator =
                        Background.start("demo-generator", () -> generate(player(publisher), lapse, reached))) {
            List<String> addresses = addresses(dashboard, settings);
            addresses.addAll(dashboard.warnings());
            addresses.forEach(out::println);
            out.flush();
            while (true) {
                Thread.sleep(REFRESH.toMillis());
                jobs.throwFailure();
                generator.throwFailure();
                List<String> lines = new ArrayList<>(addresses);
                lines.add("%,d events sent. Ctrl-C stops the demo.".formatted(publisher.acknowledged()));
                if (!realTime) {
                    ask(figures::clock)
                            .ifPresent(now -> lines.add("In the demo it is %s; a day takes %s."
                                    .formatted(MINUTE.format(now), Durations.format(lapse))));
                }
                lines.add("");
                lines.addAll(ask(figures::lines));
                LiveFigures.print(out, lines, terminal);
            }
        }
    }

    /**
     * Sends the history, then what follows.
     *
     * @param reached by a demo that ran before: it has been told all up to then, so that time goes on from there
     */
    private void generate(TrafficPlayer player, Duration lapse, Optional<Instant> reached) throws InterruptedException {
        Instant present = Instant.now();
        if (realTime) {
            Scenario scenario = Scenario.demoLive(seed, deals, LocalDate.ofInstant(present, ZoneOffset.UTC));
            player.playLive(scenario, Long.MAX_VALUE, rate == null ? DEFAULT_RATE : rate, present);
        } else {
            Scenario scenario = Scenario.demoTimeLapse(seed, deals);
            Instant from = reached.filter(scenario.end()::isBefore).orElse(scenario.end());
            player.playTimeLapse(scenario, Long.MAX_VALUE, new TimeLapse(from, present, lapse));
        }
    }

    private static TrafficPlayer player(EventPublisher publisher) {
        return new TrafficPlayer(publisher::publish, Pacer.realTime(), sent -> {});
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new CommandFailure("The figures can't be read from ClickHouse: " + e.getMessage(), e);
        }
    }

    private static List<String> addresses(Dashboard dashboard, Settings settings) {
        FlinkPages pages = FlinkPages.of(settings);
        List<String> addresses = new ArrayList<>(List.of("Dashboard   " + dashboard.address()));
        for (int index = 0; index < JOBS.size(); index++) {
            String job = JOBS.get(index).jobName();
            pages.page(index).ifPresent(page -> addresses.add("Flink       %s (%s)".formatted(page, job)));
        }
        addresses.addAll(List.of(
                "Kafka       " + settings.get(Options.KAFKA),
                "Registry    " + settings.get(Options.REGISTRY).get(0),
                "ClickHouse  " + settings.get(Options.CLICKHOUSE) + ", database "
                        + settings.get(Options.CLICKHOUSE_DATABASE)));
        return addresses;
    }

    @SuppressWarnings(
            "SystemConsoleNull") // null where the output is no terminal: on JDK 17 always, later by the launcher
    private static boolean isTerminal() {
        return System.console() != null;
    }
}
