package io.dealpulse.clickhouse.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine as ClickHouse's official Node client sees it. */
class NodeClientIT {

    @RegisterExtension
    static final EngineExtension ENGINE = new EngineExtension();

    @Test
    void theOfficialClientFindsAllItExpects() throws Exception {
        Path script = EngineExtension.HOME.resolve("infra/clickhouse/local/test/node-client.mjs");
        Process node = new ProcessBuilder(
                        "node", script.toString(), ENGINE.engine().httpUrl())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
    }
}
