package io.dealpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CtrlCIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"interrupted", "asks"})
    void theProcessLivesUntilTheCommandHasCleanedUp(String how) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Waiting.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("at work");

            // The process's own destroy() would close its output unread.
            assertThat(process.toHandle().destroy()).isTrue();

            assertThat(output.readLine()).isEqualTo("cleaned up");
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("ended by SIGTERM").isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A command that works until it is told to end. */
    static final class Waiting {

        private Waiting() {}

        public static void main(String[] arguments) {
            boolean asks = arguments[0].equals("asks");
            try (CtrlC ctrlC = asks ? CtrlC.isAskedFor() : CtrlC.interruptsThisThread()) {
                System.out.println("at work");
                while (asks ? !ctrlC.pressed() : !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                }
                System.out.println("cleaned up");
            }
        }
    }
}
