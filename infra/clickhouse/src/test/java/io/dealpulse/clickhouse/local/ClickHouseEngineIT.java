package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseEngineIT {

    @Test
    void aFailedStartTellsTheReasonFromTheLog(@TempDir Path directory) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path log = directory.resolve("log");
            assertThatThrownBy(() -> ClickHouseEngine.start(
                            EngineExtension.HOME, directory.resolve("data"), other.getLocalPort(), log))
                    .isInstanceOf(ClickHouseEngineException.class)
                    .hasMessageContaining("ended with status 1")
                    .hasMessageContaining(log.toString())
                    .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is in use");
        }
    }

    @Test
    void closingEndsTheProcess(@TempDir Path directory) {
        ClickHouseEngine engine =
                ClickHouseEngine.start(EngineExtension.HOME, directory.resolve("data"), 0, directory.resolve("log"));
        ProcessHandle process = ProcessHandle.of(engine.pid()).orElseThrow();
        engine.close();
        assertThat(process.isAlive()).isFalse();
    }
}
