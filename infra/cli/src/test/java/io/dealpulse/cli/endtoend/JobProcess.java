package io.dealpulse.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.Dealpulse;
import io.dealpulse.cli.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, with this test's class path, which can be killed at any moment. */
final class JobProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;

    private JobProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a command. */
    static JobProcess start(Deployment deployment, String... words) throws IOException {
        Files.createDirectories(deployment.directory());
        Path output = Files.createTempFile(deployment.directory(), "command", ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-Ddealpulse.home=" + Home.directory(), "-cp", System.getProperty("java.class.path")));
        command.add(Dealpulse.class.getName());
        command.addAll(deployment.commandLine(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new JobProcess(process, output);
    }

    /** What it has printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Asks it to end, as Ctrl-C does. */
    void askToEnd() {
        // The process's own destroy() would close its output.
        assertThat(process.toHandle().destroy()).isTrue();
    }

    /** Waits until it has ended, however it does, and gives its exit code. */
    int awaitEnd() throws IOException, InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as(output())
                .isTrue();
        return process.exitValue();
    }

    /** Waits until it has done its work. */
    void awaitSuccess() throws IOException, InterruptedException {
        assertThat(awaitEnd()).as(output()).isZero();
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
