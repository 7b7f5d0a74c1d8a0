package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The Apicurio registry with its Confluent-compatible API, its schemas in an H2 file. */
final class RegistryService implements Service {

    private final Path program;
    private final Path directory;

    /**
     * @param home Dealpulse's own directory
     * @param directory where its database goes
     */
    RegistryService(Path home, Path directory) {
        this.program = home.resolve("infra/kafka/target/registry");
        this.directory = directory;
    }

    @Override
    public String title() {
        return "Schema registry";
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public int defaultPort() {
        return 8081;
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    @Override
    public void requireInstalled() {
        Built.require(program, "The schema registry's jars");
        if (directory.toString().contains(";")) {
            throw new CommandFailure("The schema registry can't work in a directory with a semicolon in its name: "
                    + directory + "; choose another by --data-dir.");
        }
    }

    @Override
    public List<String> prepare(int port, Path log) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry's directory " + directory + " can't be made", e);
        }
        // H2 would keep a schema in memory for half a second before it writes it; a kill in that time would lose it.
        String database = "jdbc:h2:file:" + directory.resolve("registry") + ";WRITE_DELAY=0";
        return List.of(
                Java.command(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-DREGISTRY_DATASOURCE_URL=" + database,
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                runner().toString());
    }

    @Override
    public boolean answers(int port) {
        return Http.answers(address(port) + "/subjects");
    }

    @Override
    public String address(int port) {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    private Path runner() {
        try (var files = Files.newDirectoryStream(program, "*-runner.jar")) {
            for (Path file : files) {
                return file;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new CommandFailure("The schema registry's jar is missing at " + program
                + ": build it by 'mvn -DskipTests clean package'.");
    }
}
