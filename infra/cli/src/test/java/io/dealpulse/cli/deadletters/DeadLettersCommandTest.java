package io.dealpulse.cli.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that are refused before any server is asked. */
class DeadLettersCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replay                                        | Choose what to send: --reason, --topic,
            replay --dry-run                              | Choose what to send: --reason, --topic,
            replay --all --reason truncated               | --all is for all letters
            replay --reason too_late                      | --reason too_late: nothing is wrong with a record
            replay --reason webhook_refused               | --reason webhook_refused: these are alerts
            replay --all --show -1                        | --show must be 0 or greater.
            replay --place crm.deal.changed.v1            | --place: 'crm.deal.changed.v1' is not like
            list --topic payroll                          | --topic: Dealpulse has no topic payroll.
            list --from 2025-01-02T00:00Z --to 2025-01-01T00:00Z | --to is not after --from.
            list --from yesterday                         | Invalid value for option '--from'
            list --limit 10001                            | --limit must be from 0 to 10000.
            list --payload                                | --payload needs --format csv or json.
            list --payload --format csv --limit 51        | --limit must be from 0 to 50 with --payload.
            """)
    void whatMakesNoSenseIsToldInOneLine(String words, String message) {
        CommandLineRun run = run(words);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("dealpulse: " + message)
                .contains("See: dealpulse dead-letters " + words.split(" ", 2)[0] + " --help")
                .hasLineCount(1);
    }

    @Test
    void kafkaThatCantBeReachedIsToldWithTheWayOut() {
        CommandLineRun run = run("list");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("dealpulse: Kafka can't be reached at 127.0.0.1:1: './dealpulse up' starts the local stack")
                .hasLineCount(1);
    }

    private CommandLineRun run(String words) {
        return CommandLineRun.of(Stream.of(
                        Stream.of("dead-letters"),
                        Stream.of(words.split(" ")),
                        Stream.of("--kafka", "127.0.0.1:1", "--data-dir", directory.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new));
    }
}
