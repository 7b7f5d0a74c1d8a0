package io.dealpulse.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsReferenceTest {

    @Test
    void referencePageIsUpToDate() throws IOException {
        Path page = Path.of(System.getProperty("dealpulse.home"), "docs", "options.md");

        assertThat(Files.readString(page))
                .as(
                        "docs/options.md differs from the catalogue; renew it: java -cp jobs/pipelines/target/classes %s > docs/options.md",
                        OptionsReference.class.getName())
                .isEqualTo(OptionsReference.markdown());
    }
}
