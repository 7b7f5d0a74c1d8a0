package io.dealpulse.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {

    @TempDir
    Path directory;

    @Test
    void lastLineThatNamesAnErrorTellsMost() throws IOException {
        assertThat(telling(
                        "INFO starting",
                        "java.lang.IllegalStateException: outer",
                        "\tat some.Frame(Frame.java:1)",
                        "Caused by: java.io.IOException: no space left",
                        "\tat some.Other(Other.java:2)",
                        "\t... 3 more",
                        "INFO shutting down"))
                .isEqualTo("Caused by: java.io.IOException: no space left");
    }

    @Test
    void withoutAnErrorTheLastLineMustDo() throws IOException {
        assertThat(telling("one", "two", "")).isEqualTo("two");
        assertThat(telling()).isEqualTo("it printed nothing");
    }

    @Test
    void longLineIsCut() throws IOException {
        assertThat(telling("x".repeat(1000))).hasSize(241).endsWith("…");
    }

    private String telling(String... lines) throws IOException {
        return LogTail.telling(Files.write(directory.resolve("server.log"), List.of(lines)));
    }
}
