package io.dealpulse.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.CommandLineRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

    @Test
    void aTakenPortIsToldInOneLine(@TempDir Path directory) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            CommandLineRun run = CommandLineRun.of("serve", "--port", port, "--data-dir", directory.toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).containsOnlyOnce("\n").contains("Can't listen on 127.0.0.1:" + port, "--port");
        }
    }

    @Test
    void aPortThatIsNoneIsRefused(@TempDir Path directory) {
        CommandLineRun run = CommandLineRun.of("serve", "--port", "http", "--data-dir", directory.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("serve.port", "\"http\"", "--port");
    }
}
