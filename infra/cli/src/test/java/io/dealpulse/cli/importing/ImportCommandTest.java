package io.dealpulse.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("workshop.yaml", "orders.csv", "smiths.csv", "guilds.csv")) {
            Files.writeString(directory.resolve(name), SampleImport.resource(name));
        }
    }

    @Test
    void aDryRunShowsEventsCountsAndRejects() throws IOException {
        int exit = importWith("workshop.yaml", "--dry-run");

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("First events for crm.deal.changed.v1:", "\"deal_id\": \"order-1\"")
                .contains("Dry run: nothing was sent.")
                .containsPattern("orders.csv +9 rows +2 skipped +3 rejected")
                .containsPattern("crm.deal.changed.v1 +6 events")
                .contains("3 rows could not be mapped; " + directory.resolve("rejects.csv") + " says why.");
        assertThat(Files.readAllLines(directory.resolve("rejects.csv"))).hasSize(4);
    }

    @Test
    void anImportWithoutRejectsRemovesThoseOfTheOneBefore() throws IOException {
        Files.writeString(directory.resolve("rejects.csv"), "file,line,reason,row\nold,1,x,y\n");

        assertThat(importWith("workshop.yaml", "--dry-run", "--limit", "2")).isZero();

        assertThat(directory.resolve("rejects.csv")).doesNotExist();
    }

    @Test
    void neverOverwritesSomethingElseWithRejects() throws IOException {
        Files.writeString(directory.resolve("rejects.csv"), "my precious notes\n");

        assertThat(importWith("workshop.yaml", "--dry-run")).isEqualTo(1);

        assertThat(err.toString()).contains("rejects.csv exists and is not a file of rejects");
        assertThat(directory.resolve("rejects.csv")).hasContent("my precious notes");
    }

    @Test
    void failsWhenNothingCouldBeMapped() throws IOException {
        Files.writeString(directory.resolve("smiths.csv"), "code,name,town,guild\n");
        Files.writeString(
                directory.resolve("orders.csv"),
                "order,smith,state,asked_on,settled_at,price\n1,A,open,05/03/2024,,1\n");

        assertThat(importWith("workshop.yaml", "--dry-run")).isEqualTo(1);

        assertThat(err.toString()).contains("no row could be mapped; ");
    }

    @Test
    void tellsMistakesInOneLine() throws IOException {
        Files.writeString(directory.resolve("broken.yaml"), "name: shop\ninputs:\n  - fiel: orders.csv\n");

        assertThat(importWith("broken.yaml", "--dry-run")).isEqualTo(1);
        assertThat(importWith("none.yaml", "--dry-run")).isEqualTo(1);

        assertThat(err.toString().lines())
                .containsExactly(
                        "broken.yaml:3: inputs[0].fiel: unknown key; known here: file, joins, when, unless, id, fields,"
                                + " events",
                        "no mapping " + directory.resolve("none.yaml") + ": give a file, or one of those that come with"
                                + " Dealpulse: bpi2012-loans.yaml, maven-crm.yaml");
    }

    @Test
    void tellsThatKafkaDoesNotAnswer() throws IOException {
        String address = "127.0.0.1:" + freePort();

        int exit = importWith("workshop.yaml", "--kafka", address);

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("Kafka can't be reached at " + address + ": './dealpulse up' starts the local stack");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private int importWith(String mapping, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--mapping",
                directory.resolve(mapping).toString(),
                "--rejects",
                directory.resolve("rejects.csv").toString(),
                directory.resolve("orders.csv").toString(),
                directory.resolve("smiths.csv").toString(),
                directory.resolve("guilds.csv").toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(new ImportCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    command.getErr().flush();
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments.toArray(String[]::new));
    }
}
