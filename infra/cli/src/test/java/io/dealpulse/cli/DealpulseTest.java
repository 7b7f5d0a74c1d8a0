package io.dealpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DealpulseTest {

    @TempDir
    Path directory;

    /** All that can be run: groups of commands can't. */
    static Stream<List<String>> commands() {
        return commands(List.of(), Dealpulse.commandLine());
    }

    private static Stream<List<String>> commands(List<String> words, CommandLine commandLine) {
        if (commandLine.getSubcommands().isEmpty()) {
            return Stream.of(words);
        }
        return commandLine.getSubcommands().entrySet().stream()
                .flatMap(entry -> commands(
                        Stream.concat(words.stream(), Stream.of(entry.getKey())).toList(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpAndTheCommonOptions(List<String> command) {
        CommandLineRun run = CommandLineRun.of(with(command.toArray(String[]::new), "--help"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "Usage: dealpulse " + String.join(" ", command), "--kafka", "--config", "--set", "--data-dir");
    }

    @Test
    void noCommandIsAWrongCall() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualToIgnoringNewLines("dealpulse: No command is given. See: dealpulse --help");
    }

    @Test
    void groupOfCommandsHasHelpAndNeedsACommand() {
        CommandLineRun help = CommandLineRun.of("dead-letters", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: dealpulse dead-letters", "list", "replay");

        assertThat(CommandLineRun.of("dead-letters"))
                .isEqualTo(failure(2, "No command is given. See: dealpulse dead-letters --help"));
    }

    @Test
    void wrongFlagAndWrongOptionAreToldInOneLine() {
        assertThat(CommandLineRun.of("status", "--nonsense"))
                .isEqualTo(failure(2, "Unknown option: '--nonsense' See: dealpulse status --help"));
        assertThat(CommandLineRun.of("status", "--set", "clok=live"))
                .isEqualTo(failure(2, "Unknown option clok (from --set). Did you mean clock?"));
        assertThat(CommandLineRun.of("status", "--kafka", "nowhere").err())
                .startsWith("dealpulse: Option kafka: \"nowhere\" (from --kafka) is not allowed.")
                .hasLineCount(1);
    }

    @Test
    void portOutOfRangeIsRefused() {
        assertThat(CommandLineRun.of("up", "--data-dir", directory.toString(), "--kafka-port", "0"))
                .isEqualTo(failure(1, "0 is no port for Kafka: 1 to 65535 is allowed."));
    }

    @Test
    void stackTraceIsPrintedOnlyWhenAskedFor() {
        String[] unreachable = {"setup", "--kafka", "127.0.0.1:1", "--data-dir", directory.toString(), "--set"};
        String fast = "kafka.default.api.timeout.ms=500";

        CommandLineRun brief = CommandLineRun.of(with(unreachable, fast, "--set", "kafka.request.timeout.ms=300"));
        CommandLineRun verbose =
                CommandLineRun.of(with(unreachable, fast, "--set", "kafka.request.timeout.ms=300", "--verbose"));

        String message = "Kafka can't be reached at 127.0.0.1:1:"
                + " './dealpulse up' starts the local stack, --kafka names another one.";
        assertThat(brief).isEqualTo(failure(1, message));
        assertThat(verbose.exitCode()).isEqualTo(1);
        assertThat(verbose.err()).startsWith("dealpulse: " + message).contains("\tat io.dealpulse.cli.setup.");
        assertThat(directory.resolve("logs/dealpulse.log"))
                .content()
                .contains("setup failed")
                .contains("\tat io.dealpulse.cli.setup.");
    }

    private static CommandLineRun failure(int exitCode, String message) {
        return new CommandLineRun(exitCode, "", "dealpulse: " + message + System.lineSeparator());
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }
}
