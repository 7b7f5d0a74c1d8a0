package io.dealpulse.cli.importing;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.importing.mapping.Mapping;
import io.dealpulse.cli.importing.mapping.Target;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.schemas.EventTopic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Imports a CRM's CSV export as events. */
@CommandLine.Command(
        name = "import",
        description = "Import a CRM's CSV export as events. A mapping says how rows become events (docs/import.md)."
                + " Importing the same rows again changes nothing.")
public final class ImportCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Option(
            names = "--mapping",
            required = true,
            paramLabel = "FILE.yaml",
            description = "The mapping: a file, or the name of one that comes with Dealpulse.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String mappingName;

    @CommandLine.Parameters(
            arity = "0..*",
            paramLabel = "CSV",
            description = "The files that the mapping names, wherever they are; NAME=PATH if one is called otherwise.")
    private List<String> csv = List.of();

    @CommandLine.Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Where rows that can't be mapped go (default: <mapping's name>-rejects.csv here).")
    private @Nullable Path rejectsPath;

    @CommandLine.Option(
            names = "--dry-run",
            description = "Map everything, send nothing, and show the first events; needs no Kafka.")
    private boolean dryRun;

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "N",
            description = "Read only the first N rows of each input file.")
    private long limit = Long.MAX_VALUE;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--limit must be 1 or more.");
        }
        try {
            return run(MappingFile.read(mappingName));
        } catch (ImportException | YamlFileException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private int run(Mapping mapping) {
        PrintWriter out = spec.commandLine().getOut();
        ImportFiles files = ImportFiles.match(mapping, csv);
        Path rejectsFile = rejectsPath == null ? Path.of(mapping.name() + "-rejects.csv") : rejectsPath;
        long started = System.nanoTime();
        try (CtrlC ctrlC = CtrlC.isAskedFor();
                RejectsFile rejects = RejectsFile.at(rejectsFile, files.all());
                Destination destination =
                        dryRun ? new DryRun() : KafkaDestination.open(common.settings(), topicsOf(mapping))) {
            ImportProgress progress =
                    ImportProgress.forOutput(spec.commandLine().getErr());
            ImportSummary summary =
                    new Importer(mapping, files, destination::accept, rejects, progress, ctrlC::pressed).run(limit);
            destination.finish(out);
            summary.print(out, Duration.ofNanos(System.nanoTime() - started));
            return conclude(out, summary, rejects, ctrlC.pressed());
        }
    }

    private static int conclude(PrintWriter out, ImportSummary summary, RejectsFile rejects, boolean interrupted) {
        if (summary.rejected() > 0) {
            out.printf(Locale.ROOT, "%,d rows could not be mapped; %s says why.%n", summary.rejected(), rejects.path());
        }
        if (interrupted) {
            out.println("Interrupted. Importing again is safe: the same rows give the same events.");
        }
        out.flush();
        if (!interrupted && summary.rejected() > 0 && summary.rejected() == summary.rows()) {
            throw new ImportException("no row could be mapped; " + rejects.path() + " says why");
        }
        return interrupted ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
    }

    private static Set<EventTopic> topicsOf(Mapping mapping) {
        Set<EventTopic> topics = EnumSet.noneOf(EventTopic.class);
        if (!mapping.pipelines().isEmpty()) {
            topics.add(EventTopic.PIPELINE_DEFINED);
        }
        if (!mapping.rates().isEmpty()) {
            topics.add(EventTopic.FX_RATE_SET);
        }
        mapping.inputs().stream()
                .flatMap(input -> input.events().stream())
                .forEach(event -> topics.add(topicOf(event.target())));
        return topics;
    }

    private static EventTopic topicOf(Target target) {
        return switch (target) {
            case DEAL -> EventTopic.DEAL_CHANGED;
            case ACTIVITY -> EventTopic.ACTIVITY_LOGGED;
            case PIPELINE -> EventTopic.PIPELINE_DEFINED;
            case FX_RATE -> EventTopic.FX_RATE_SET;
        };
    }
}
