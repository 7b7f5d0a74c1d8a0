package io.dealpulse.cli.backtest;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.report.ReportFormat;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.stall.backtest.TestedRule;
import io.dealpulse.jobs.backtest.TopicBacktest;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.jobs.source.TopicReplay;
import io.dealpulse.schemas.RegistryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Tries the rules for stalled deals on the past. */
@CommandLine.Command(
        name = "backtest",
        description = "Replay the deals' history through the rules that raise alerts, under several thresholds at once,"
                + " and report whether the alerts would have been worth it (docs/backtest.md). Reads Kafka and the"
                + " registry, needs no ClickHouse, and writes nothing but its report.")
public final class BacktestCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--rules",
            paramLabel = "FILE.yaml",
            description =
                    "The thresholds to try: a file, or the name of one that comes with Dealpulse (default: those of the"
                            + " pipelines as they are defined).")
    private @Nullable String rules;

    @CommandLine.Option(
            names = "--since",
            paramLabel = "DATE",
            description = "The first day that counts, such as 2025-01-31 (default: that of the first event).")
    private @Nullable LocalDate since;

    @CommandLine.Option(
            names = "--until",
            paramLabel = "DATE",
            description = "The last day that counts (default: that of the newest event).")
    private @Nullable LocalDate until;

    @CommandLine.Option(names = "--pipeline", paramLabel = "ID", description = "Test only this pipeline.")
    private @Nullable String pipeline;

    @CommandLine.Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private ReportFormat format;

    @CommandLine.Option(names = "--out", paramLabel = "FILE", description = "Write the report there instead.")
    private @Nullable Path file;

    @Override
    public Integer call() throws InterruptedException {
        if (since != null && until != null && until.isBefore(since)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--until is before --since.");
        }
        try (CtrlC ctrlC = CtrlC.isAskedFor()) {
            RuleChoice choice = rules == null ? new DefinedRules() : RulesFile.read(rules);
            Settings settings = common.settings();
            new SetupCheck(settings).requireTopics(EnumSet.copyOf(TopicReplay.TOPICS));
            BacktestProgress progress = new BacktestProgress(spec.commandLine().getErr(), ctrlC::pressed);
            write(new BacktestReport(run(settings, choice, progress), settings.get(Options.REPORTING_ZONE)));
            return CommandLine.ExitCode.OK;
        } catch (YamlFileException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        } catch (CancellationException e) {
            spec.commandLine().getErr().println("Interrupted; there is no report.");
            return CtrlC.EXIT_CODE;
        }
    }

    private TopicBacktest.Outcome run(Settings settings, RuleChoice choice, BacktestProgress progress)
            throws InterruptedException {
        try {
            TopicBacktest.Outcome outcome =
                    new TopicBacktest(settings, since, until).run(defined -> chosen(choice, defined), progress);
            if (outcome.period() == null) {
                throw new CommandFailure("There is no event of a deal to test the rules on"
                        + (since == null && until == null ? "." : " in the days that count."));
            }
            return outcome;
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "Kafka at %s can't be read: %s".formatted(settings.get(Options.KAFKA), e.getMessage()), e);
        } catch (RegistryException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private List<TestedRule> chosen(RuleChoice choice, Map<String, PipelineDefinition> definitions) {
        String only = pipeline;
        if (only != null && !definitions.containsKey(only)) {
            throw new CommandFailure(
                    "No pipeline '%s' is defined%s".formatted(only, WrittenRules.hint(only, definitions.keySet())));
        }
        List<TestedRule> tested = choice.of(definitions).stream()
                .filter(rule -> only == null || rule.pipelineId().equals(only))
                .toList();
        if (tested.isEmpty()) {
            throw new CommandFailure(
                    only == null
                            ? "There is no pipeline to test: none is defined."
                            : "The rules %s have nothing for pipeline '%s', and no default.".formatted(rules, only));
        }
        return tested;
    }

    private void write(BacktestReport report) {
        PrintWriter out = spec.commandLine().getOut();
        String text = format.write(report);
        Path path = file;
        if (path == null) {
            out.print(text);
        } else {
            try {
                Files.writeString(path, text);
            } catch (IOException e) {
                throw new CommandFailure("%s can't be written: %s".formatted(path, e), e);
            }
            out.println("report written to " + path);
        }
        out.flush();
    }
}
