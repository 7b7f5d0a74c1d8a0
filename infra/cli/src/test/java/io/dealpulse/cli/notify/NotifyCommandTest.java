package io.dealpulse.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void aMissingRoutingFileIsToldInOneLine() {
        CommandLineRun run = run(directory.resolve("none.yaml"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("dealpulse: The routing file ")
                .contains("none.yaml")
                .hasLineCount(1);
    }

    @Test
    void aFaultInTheRoutingFileIsToldBeforeAnyServerIsAsked() throws IOException {
        CommandLineRun run = run(Files.writeString(directory.resolve("routes.yaml"), "routes:\n  - name: a b\n"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("dealpulse: routes.yaml:2: routes[0].name: 'a b'")
                .hasLineCount(1);
    }

    @Test
    void kafkaThatCantBeReachedIsToldWithTheWayOutAndWithoutSecrets() throws IOException {
        CommandLineRun run = run(Files.writeString(directory.resolve("routes.yaml"), """
                routes:
                  - {name: a, url: "https://example.com/t0psecret", format: json}
                """));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("dealpulse: Kafka can't be reached at 127.0.0.1:1: './dealpulse up' starts the local stack")
                .hasLineCount(1);
        assertThat(directory.resolve("logs/dealpulse.log")).content().doesNotContain("t0psecret");
    }

    private CommandLineRun run(Path routes) {
        return CommandLineRun.of(
                "notify", "--routes", routes.toString(), "--kafka", "127.0.0.1:1", "--data-dir", directory.toString());
    }
}
