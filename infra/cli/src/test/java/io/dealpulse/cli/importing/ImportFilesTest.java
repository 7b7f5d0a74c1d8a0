package io.dealpulse.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.cli.importing.mapping.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportFilesTest {

    private final Mapping mapping = Mapping.parse("workshop.yaml", SampleImport.resource("workshop.yaml"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void findsFilesByTheirNameOrTheNameGiven() {
        ImportFiles files = match(
                file("orders.csv"),
                "orders.csv=" + file("orders-2023.csv"),
                file("smiths.csv"),
                "guilds.csv=" + file("g"));

        assertThat(files.of("orders.csv"))
                .containsExactly(directory.resolve("orders.csv"), directory.resolve("orders-2023.csv"));
        assertThat(files.of("guilds.csv")).containsExactly(directory.resolve("g"));
    }

    @Test
    void namesWhatIsMissing() {
        String orders = file("orders.csv");

        assertThatThrownBy(() -> match(orders))
                .isInstanceOf(ImportException.class)
                .hasMessageStartingWith("workshop.yaml also needs smiths.csv, guilds.csv:");
    }

    @Test
    void refusesWhatTheMappingDoesNotKnow() {
        String unknown = file("order.csv");

        assertThatThrownBy(() -> match(unknown))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("order.csv: workshop.yaml knows no file of this name; it knows orders.csv,"
                        + " smiths.csv, guilds.csv. Another name is given as NAME=PATH, as in orders.csv=" + unknown);
        assertThatThrownBy(() -> match(directory.resolve("orders.csv").toString()))
                .hasMessageEndingWith("orders.csv: no such file, or it can't be read");
    }

    @Test
    void aJoinedFileIsGivenOnce() {
        String[] all = {file("orders.csv"), file("smiths.csv"), "smiths.csv=" + file("more.csv"), file("guilds.csv")};

        assertThatThrownBy(() -> match(all)).hasMessageStartingWith("smiths.csv is given twice");
    }

    private ImportFiles match(String... arguments) {
        return ImportFiles.match(mapping, List.of(arguments));
    }

    private String file(String name) {
        try {
            return Files.writeString(directory.resolve(name), "x\n").toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
