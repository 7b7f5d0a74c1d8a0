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

    /** For tests, which share a small machine. */
    private static final List<String> FRUGAL = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final Path output;

    private JobProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a command on a deployment. */
    static JobProcess start(Deployment deployment, String... words) throws IOException {
        return start(deployment.directory(), deployment.commandLine(words));
    }

    /**
     * Starts a command.
     *
     * @param directory where what it prints is kept; made when it is missing
     */
    static JobProcess start(Path directory, List<String> words) throws IOException {
        return start(directory, FRUGAL, words);
    }

    /**
     * Starts a command.
     *
     * @param directory where what it prints is kept; made when it is missing
     * @param jvmOptions of its JVM
     */
    static JobProcess start(Path directory, List<String> jvmOptions, List<String> words) throws IOException {
        Files.createDirectories(directory);
        Path output = Files.createTempFile(directory, "command", ".out");
        // Whoever runs the tests in the background has SIGINT ignored, and a JVM would inherit that.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-Ddealpulse.home=" + Home.directory(), "-cp", System.getProperty("java.class.path")));
        command.add(Dealpulse.class.getName());
        command.addAll(words);
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

    /** The process. */
    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Presses Ctrl-C. */
    void pressCtrlC() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Asks it to end, as the system does at its end. */
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
