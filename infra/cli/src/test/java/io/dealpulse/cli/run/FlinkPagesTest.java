package io.dealpulse.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.jobs.options.Settings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlinkPagesTest {

    @Test
    void eachJobHasAPageAtThePortAfterTheFormerJobs() {
        FlinkPages pages = FlinkPages.of(Settings.of(Map.of("flink.port", "8091")));

        assertThat(pages.page(0)).contains(URI.create("http://127.0.0.1:8091/"));
        assertThat(pages.page(1)).contains(URI.create("http://127.0.0.1:8092/"));
    }

    @Test
    void thereAreNoneUnlessAskedFor() {
        FlinkPages pages = FlinkPages.of(Settings.defaults());

        assertThat(pages.page(0)).isEmpty();
        assertThat(pages.port(1)).as("any free port").isZero();
        pages.requireFree(2);
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FlinkPages pages = new FlinkPages(taken.getLocalPort() - 1);
            assertThatThrownBy(() -> pages.requireFree(2))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("for Flink's web page, is taken; choose another with --flink-port PORT.");
        }
    }
}
