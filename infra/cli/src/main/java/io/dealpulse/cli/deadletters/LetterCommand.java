package io.dealpulse.cli.deadletters;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.cli.CommonOptions;
import io.dealpulse.cli.CtrlC;
import io.dealpulse.cli.ProgressLine;
import io.dealpulse.cli.setup.SetupCheck;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;

/** What the commands that read dead letters have in common. */
abstract class LetterCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private final CommonOptions common = new CommonOptions();

    @CommandLine.Mixin
    private final SelectionOptions selection = new SelectionOptions();

    /** The command line, for output and for complaints of wrong calls. */
    final CommandLine commandLine() {
        return spec.commandLine();
    }

    /**
     * Checks the options, before any server is asked.
     *
     * @throws CommandLine.ParameterException if they make no sense
     */
    abstract void check(Selection selection);

    /** The topics that must be there. */
    abstract Set<EventTopic> topics();

    /**
     * Does the work.
     *
     * @return the exit code
     * @throws CancellationException if Ctrl-C was pressed
     */
    abstract int run(Settings settings, LetterTopic letters, Selection selection) throws InterruptedException;

    @Override
    public Integer call() throws InterruptedException {
        Selection chosen = selection.selection();
        check(chosen);
        Settings settings = common.settings();
        new SetupCheck(settings).requireTopics(topics());
        ProgressLine progress = new ProgressLine(commandLine().getErr());
        try (CtrlC ctrlC = CtrlC.isAskedFor();
                LetterTopic letters = new LetterTopic(settings, progress, ctrlC::pressed)) {
            int exitCode = run(settings, letters, chosen);
            if (letters.unreadable() > 0) {
                commandLine()
                        .getErr()
                        .println(
                                "Passed over, as they are no dead letters: %,d of the records of %s. The log names them."
                                        .formatted(letters.unreadable(), EventTopic.DEAD_LETTER.topicName()));
            }
            return exitCode;
        } catch (CancellationException e) {
            commandLine().getErr().println("Interrupted.");
            return CtrlC.EXIT_CODE;
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "Kafka at %s does not do what is needed: %s".formatted(settings.get(Options.KAFKA), e.getMessage()),
                    e);
        } catch (RegistryException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
