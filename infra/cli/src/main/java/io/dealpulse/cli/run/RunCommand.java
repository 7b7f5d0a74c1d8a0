package io.dealpulse.cli.run;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.DimensionsOption;
import io.dealpulse.jobs.options.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs jobs in this process. */
@CommandLine.Command(
        name = "run",
        description = "Run jobs in this process, from their last checkpoint if there is one. Ctrl-C stops them.")
public final class RunCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Parameters(
            arity = "1..*",
            paramLabel = "JOB",
            description = "The jobs to run: ${COMPLETION-CANDIDATES}.",
            completionCandidates = RunnableJob.Names.class)
    private List<String> jobs = List.of();

    @CommandLine.Option(
            names = "--until-caught-up",
            description = "End once all that is in the topics at the start is processed and written.")
    private boolean untilCaughtUp;

    @CommandLine.Option(
            names = "--from-scratch",
            description = "Begin without state: read the topics from their beginning and make all figures anew.")
    private boolean fromScratch;

    @CommandLine.Mixin
    private final FlinkPortOption flinkPort = new FlinkPortOption();

    @CommandLine.Mixin
    private final DimensionsOption dimensions = new DimensionsOption();

    @Override
    public Integer call() {
        List<RunnableJob> chosen = jobs.stream()
                .distinct()
                .map(name -> RunnableJob.named(name)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(),
                                "There is no job '" + name + "'; there is: " + String.join(", ", RunnableJob.names())
                                        + ".")))
                .toList();
        Settings settings = common.settings(flags -> {
            dimensions.addTo(flags);
            flinkPort.addTo(flags);
        });
        PrintWriter out = spec.commandLine().getOut();
        try (CtrlC ctrlC = CtrlC.interruptsThisThread()) {
            try {
                new JobRun(settings, untilCaughtUp, fromScratch, out).run(chosen);
            } catch (InterruptedException e) {
                out.println("Stopped; the next run goes on from the last checkpoint.");
                out.flush();
            } catch (CommandFailure e) {
                // Ctrl-C makes whatever waits fail.
                if (!ctrlC.pressed()) {
                    throw e;
                }
            }
            return ctrlC.pressed() ? CtrlC.EXIT_CODE : CommandLine.ExitCode.OK;
        }
    }
}
