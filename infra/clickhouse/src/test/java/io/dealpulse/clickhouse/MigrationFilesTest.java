package io.dealpulse.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MigrationFilesTest {

    @Test
    void theIndexNamesEveryFileOfItsDirectory() throws Exception {
        Path directory = Path.of(Objects.requireNonNull(
                                MigrationFiles.class.getResource(MigrationFiles.DIRECTORY + MigrationFiles.INDEX))
                        .toURI())
                .getParent();
        try (var files = Files.list(directory)) {
            assertThat(MigrationFiles.load())
                    .extracting(Migration::file)
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> !name.equals(MigrationFiles.INDEX))
                                    .sorted()
                                    .toList());
        }
    }

    @Test
    void lineEndingsDoNotChangeAChecksum() {
        assertThat(Migration.of("0001_a.sql", "SELECT\r\n1\r\n").checksum())
                .isEqualTo(Migration.of("0001_a.sql", "SELECT\n1\n").checksum())
                .isNotEqualTo(Migration.of("0001_a.sql", "SELECT\n2\n").checksum());
    }

    @Test
    void aFileNamedOtherwiseIsRefused() {
        assertThatThrownBy(() -> Migration.of("1_Deals.sql", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1_Deals.sql");
    }
}
