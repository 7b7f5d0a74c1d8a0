package io.dealpulse.cli.generate;

import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.publish.EventPublisher;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Sends synthetic CRM traffic to Kafka. */
@CommandLine.Command(
        name = "generate",
        description = "Send synthetic CRM traffic to Kafka: deals in two pipelines, activities, exchange rates, with"
                + " duplicates, late events, corrections and re-opened deals. The same seed and options give the same"
                + " events.")
public final class GenerateCommand implements Callable<Integer> {

    private static final Set<EventTopic> TOPICS = EnumSet.of(
            EventTopic.PIPELINE_DEFINED, EventTopic.FX_RATE_SET, EventTopic.DEAL_CHANGED, EventTopic.ACTIVITY_LOGGED);
    private static final double DEFAULT_LIVE_RATE = 5;
    private static final long EVENTS_BETWEEN_LINES = 50_000;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides every chance, and is part of every id (default: ${DEFAULT-VALUE}).")
    private long seed;

    @CommandLine.Option(
            names = "--deals",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Deals of the history (default: ${DEFAULT-VALUE}).")
    private int deals;

    @CommandLine.Option(names = "--events", paramLabel = "N", description = "End after so many events.")
    private long events = Long.MAX_VALUE;

    @CommandLine.Option(
            names = "--from",
            paramLabel = "DATE",
            description = "First day of the history, as 2025-01-31 (default: so that it ends yesterday).")
    private @Nullable LocalDate from;

    @CommandLine.Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "549",
            description = "Length of the history (default: ${DEFAULT-VALUE}).")
    private int days;

    @CommandLine.Option(
            names = "--live",
            description = "After the history go on until Ctrl-C, with the present as event time.")
    private boolean live;

    @CommandLine.Option(
            names = "--rate",
            paramLabel = "N",
            description = "Events per second: with --live on average after the history (default: 5), else at most"
                    + " (default: no limit).")
    private @Nullable Double rate;

    @CommandLine.Option(
            names = "--duplicates",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Share of events that are sent twice (default: ${DEFAULT-VALUE}).")
    private double duplicates;

    @CommandLine.Option(
            names = "--late",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Share of events that are sent hours to weeks late (default: ${DEFAULT-VALUE}).")
    private double late;

    @CommandLine.Option(
            names = "--corrections",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Share of deal events that are corrected later (default: ${DEFAULT-VALUE}).")
    private double corrections;

    @CommandLine.Option(
            names = "--reopened",
            paramLabel = "SHARE",
            defaultValue = "0.02",
            description = "Share of closings after which the deal is re-opened (default: ${DEFAULT-VALUE}).")
    private double reopened;

    @CommandLine.Option(
            names = "--currencies",
            paramLabel = "CODE,...",
            split = ",",
            defaultValue = "EUR,USD,GBP,SEK,CHF",
            description = "Currencies of the deals; all others get a daily rate to EUR (default: ${DEFAULT-VALUE}).")
    private List<String> currencies = List.of();

    @Override
    public Integer call() {
        Instant now = Instant.now();
        Scenario scenario = scenario(now);
        Settings settings = common.settings();
        PrintWriter out = spec.commandLine().getOut();
        new SetupCheck(settings).requireTopics(TOPICS);
        try (CtrlC ctrlC = CtrlC.interruptsThisThread();
                EventPublisher publisher = EventPublisher.open(settings)) {
            TrafficPlayer player = new TrafficPlayer(publisher::publish, Pacer.realTime(), this::showProgress);
            try {
                play(player, scenario, now);
            } catch (InterruptedException | InterruptException e) {
                spec.commandLine().getErr().println("Interrupted.");
            }
            // What was interrupted is done with: the wait for Kafka's acknowledgements is not to be.
            boolean unused = Thread.interrupted();
            publisher.flush();
            out.printf(Locale.ROOT, "Kafka has acknowledged %,d events.%n", publisher.acknowledged());
            out.flush();
            return ctrlC.pressed() ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
        }
    }

    private void play(TrafficPlayer player, Scenario scenario, Instant now) throws InterruptedException {
        if (live) {
            player.playLive(scenario, events, rate == null ? DEFAULT_LIVE_RATE : rate, now);
        } else {
            OptionalDouble limit = rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
            player.playHistory(new CrmTraffic(scenario), events, limit, now);
        }
    }

    private Scenario scenario(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try {
            if (rate != null && !(rate > 0)) {
                throw new IllegalArgumentException("'rate' must be greater than 0, but is " + rate);
            }
            if (events < 0) {
                throw new IllegalArgumentException("'events' must be 0 or more, but is " + events);
            }
            Scenario scenario = new Scenario(
                    seed,
                    deals,
                    from == null ? today.minusDays(days) : from,
                    days,
                    live,
                    new Scenario.Shares(duplicates, late, corrections, reopened),
                    currencies);
            if (scenario.end().isAfter(now)) {
                throw new IllegalArgumentException("the history, from " + scenario.from() + " for " + days
                        + " days, would end in the future; choose an earlier --from or fewer --days");
            }
            return scenario;
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "generate: " + e.getMessage() + ".", e);
        }
    }

    private void showProgress(long sent) {
        if (sent % EVENTS_BETWEEN_LINES == 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf(Locale.ROOT, "%,d events sent%n", sent);
            err.flush();
        }
    }
}
