package io.dealpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.stack.LocalStack;
import io.dealpulse.cli.stack.PortChoice;
import io.dealpulse.cli.stack.ServiceStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOnceIT {

    @Test
    void printsTheFiguresAndLeavesNothingRunning(@TempDir Path directory) {
        PortChoice ports = PortChoice.free();
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();

        try (LocalStack stack = new LocalStack(Home.directory(), directory)) {
            int exitCode = Dealpulse.commandLine()
                    .setOut(new PrintWriter(output))
                    .setErr(new PrintWriter(errors))
                    .execute(
                            "demo",
                            "--once",
                            "--deals=60",
                            "--data-dir=" + directory,
                            "--kafka-port=" + given(ports.kafka()),
                            "--registry-port=" + given(ports.registry()),
                            "--clickhouse-port=" + given(ports.clickHouse()));

            assertThat(errors.toString()).isEmpty();
            assertThat(exitCode).isZero();
            assertThat(output.toString())
                    .contains("of 60 deals sent", "caught up after")
                    .contains("Closings by month", "Closings by owner", "Closings by segment", "New business")
                    .doesNotContain("Dead letters", "Deals that wait");
            assertThat(stack.status()).extracting(ServiceStatus::state).containsOnly(ServiceStatus.State.DOWN);
        }
    }

    private static int given(@Nullable Integer port) {
        return Objects.requireNonNull(port);
    }
}
