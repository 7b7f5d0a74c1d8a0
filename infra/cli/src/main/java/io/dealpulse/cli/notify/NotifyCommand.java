package io.dealpulse.cli.notify;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.notify.routes.Routing;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.RegistryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** Sends alerts as webhooks. */
@CommandLine.Command(
        name = "notify",
        description = "Tell people and programs of stalled deals, by webhooks. A routing file says who is told of what"
                + " (docs/notify.md). Ctrl-C stops it; the next start goes on from there, and tells nothing twice.")
public final class NotifyCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--routes",
            required = true,
            paramLabel = "FILE.yaml",
            description = "The routing file; infra/cli/routes/example.yaml is one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path routes;

    @CommandLine.Option(
            names = "--until-caught-up",
            description = "End once all that is in the topic at the start is told, or refused.")
    private boolean untilCaughtUp;

    @CommandLine.Option(
            names = "--dry-run",
            description = "Show what would be sent now, and end: send nothing and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
        Routing routing = routing();
        Settings settings = common.settings();
        SetupCheck check = new SetupCheck(settings);
        check.requireTopics(EnumSet.of(EventTopic.DEAL_ALERT, EventTopic.ALERT_DELIVERY, EventTopic.DEAD_LETTER));
        check.requireSchemas();
        List<String> urls =
                settings.get(Options.REGISTRY).stream().map(URI::toString).toList();
        try (CtrlC ctrlC = CtrlC.isAskedFor();
                RegistryClient registry = new RegistryClient(urls, settings.registryClientSettings())) {
            run(settings, routing, registry, ctrlC);
            return ctrlC.pressed() ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
        }
    }

    private void run(Settings settings, Routing routing, RegistryClient registry, CtrlC ctrlC)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            if (dryRun) {
                new DryRun(settings, routing, registry, out, err).run(ctrlC::pressed);
            } else {
                new Notifier(settings, routing, registry, ctrlC::pressed, out, err).run(untilCaughtUp);
            }
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "Kafka at %s does not do what notify needs: %s. Is it up ('./dealpulse status')? Started again, notify"
                                    .formatted(settings.get(Options.KAFKA), e.getMessage())
                            + " goes on where it was.",
                    e);
        } catch (RegistryException e) {
            throw new CommandFailure(e.getMessage() + ". Started again, notify goes on where it was.", e);
        }
    }

    private Routing routing() {
        try {
            return Routing.parse(String.valueOf(routes.getFileName()), Files.readString(routes), System.getenv());
        } catch (IOException e) {
            throw new CommandFailure("The routing file " + routes + " can't be read: " + e, e);
        } catch (YamlFileException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
