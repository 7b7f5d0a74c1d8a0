package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Starts, stops and watches one service as a process that outlives this one, known by its pid file. */
final class BackgroundService {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final Service service;
    private final Path pidFile;
    private final Path log;

    /**
     * @param runDirectory where the pid file goes
     * @param logDirectory where the log goes
     */
    BackgroundService(Service service, Path runDirectory, Path logDirectory) {
        this.service = service;
        this.pidFile = runDirectory.resolve(service.name() + ".pid");
        this.log = logDirectory.resolve(service.name() + ".log");
    }

    /** The address that clients are given: where it runs, or where it would run. */
    String address() {
        return service.address(port(null));
    }

    /** What can be told of it now; asks it whether it answers. */
    ServiceStatus status() {
        Optional<ProcessRecord> record = ProcessRecord.read(pidFile);
        Optional<ProcessHandle> process = record.flatMap(ProcessRecord::process);
        ServiceStatus.State state;
        if (process.isPresent()) {
            state = service.answers(record.orElseThrow().port())
                    ? ServiceStatus.State.UP
                    : ServiceStatus.State.NOT_ANSWERING;
        } else {
            state = record.isPresent() ? ServiceStatus.State.DIED : ServiceStatus.State.DOWN;
        }
        return new ServiceStatus(
                service.title(),
                state,
                address(),
                process.map(ProcessHandle::pid),
                process.flatMap(running -> running.info().startInstant())
                        .map(start -> Duration.between(start, Instant.now())),
                service.dataDirectory());
    }

    /**
     * Makes sure, before anything is started, that nothing stands in the way.
     *
     * @param wantedPort the port asked for, or null: where it runs or last ran, else the default
     * @throws CommandFailure if something is missing, the port is in use or another process uses its data
     */
    void requireStartable(@Nullable Integer wantedPort) {
        Optional<ProcessRecord> record = ProcessRecord.read(pidFile);
        if (record.flatMap(ProcessRecord::process).isPresent()) {
            int port = record.orElseThrow().port();
            if (wantedPort != null && wantedPort != port) {
                throw new CommandFailure(
                        "%s already runs on port %d with the data in %s; './dealpulse down' stops it, then it can start on port %d."
                                .formatted(service.title(), port, service.dataDirectory(), wantedPort));
            }
            return;
        }
        service.requireInstalled();
        requireOwnData();
        int port = port(wantedPort);
        if (!Ports.isFree(port)) {
            throw new CommandFailure(
                    "Port %d on 127.0.0.1, which %s needs, is in use by another process; choose another port by %s."
                            .formatted(port, service.title(), service.portFlag()));
        }
    }

    /**
     * Starts it, unless it runs and answers, and waits until it answers. One that runs but doesn't answer is replaced.
     *
     * @param wantedPort the port asked for, or null: where it runs or last ran, else the default
     * @throws CommandFailure if it does not start
     */
    void start(@Nullable Integer wantedPort, Progress progress) {
        Optional<ProcessRecord> record = ProcessRecord.read(pidFile);
        Optional<ProcessHandle> running = record.flatMap(ProcessRecord::process);
        if (running.isPresent()) {
            int port = record.orElseThrow().port();
            if (isTrueWithin(ANSWER_LIMIT, () -> service.answers(port))) {
                progress.report(service.title(), "already up at " + service.address(port));
                return;
            }
            progress.report(service.title(), "runs but doesn't answer; starting it anew");
            end(running.get());
        }
        int port = port(wantedPort);
        progress.report(service.title(), "starting at " + service.address(port));
        long begin = System.nanoTime();
        awaitAnswer(launch(port), port);
        double seconds = (System.nanoTime() - begin) / 1e9;
        progress.report(service.title(), "ready after %.1f s".formatted(seconds));
    }

    /** Stops it in order, or kills it where that takes longer than 15 s. Does nothing if it doesn't run. */
    void stop(Progress progress) {
        Optional<ProcessHandle> running = ProcessRecord.read(pidFile).flatMap(ProcessRecord::process);
        if (running.isPresent()) {
            progress.report(service.title(), end(running.get()) ? "stopped" : "killed, as it did not stop in time");
        } else {
            progress.report(service.title(), "not running");
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Pid file " + pidFile + " can't be deleted", e);
        }
    }

    private int port(@Nullable Integer wanted) {
        if (wanted != null) {
            return wanted;
        }
        return ProcessRecord.read(pidFile).map(ProcessRecord::port).orElseGet(service::defaultPort);
    }

    private void requireOwnData() {
        String directory = service.dataDirectory().toString();
        ProcessHandle.allProcesses()
                .filter(process -> isServer(process) && names(process, directory))
                .findFirst()
                .ifPresent(process -> {
                    throw new CommandFailure(
                            "Process %d uses the data in %s, but was not started by 'up' there; stop it, or choose another directory by --data-dir."
                                    .formatted(process.pid(), directory));
                });
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("/java") || command.endsWith("/node"))
                .orElse(false);
    }

    private static boolean names(ProcessHandle process, String directory) {
        for (String argument : process.info().arguments().orElse(new String[0])) {
            int end = argument.indexOf(directory) + directory.length();
            if (argument.contains(directory)
                    && (end == argument.length() || argument.charAt(end) == File.separatorChar)) {
                return true;
            }
        }
        return false;
    }

    private Process launch(int port) {
        try {
            keepFormerLog();
            ProcessBuilder builder = new ProcessBuilder(Detached.command(service.prepare(port, log)))
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // Dealpulse's own options, secrets among them, are nothing to the servers.
            builder.environment().keySet().removeIf(variable -> variable.startsWith("DEALPULSE_"));
            Process process = builder.start();
            ProcessRecord.of(process, port).write(pidFile);
            return process;
        } catch (IOException e) {
            throw new CommandFailure(service.title() + " can't be run: " + e.getMessage(), e);
        }
    }

    /** Each start writes a log of its own; the one before is kept, for the case that it says why it ended. */
    private void keepFormerLog() throws IOException {
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling(service.name() + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void awaitAnswer(Process process, int port) {
        boolean answered = isTrueWithin(START_LIMIT, () -> !process.isAlive() || service.answers(port));
        if (!process.isAlive()) {
            throw new CommandFailure("%s ended while it was starting (exit code %d): %s (more in %s)"
                    .formatted(service.title(), process.exitValue(), LogTail.telling(log), log));
        }
        if (!answered) {
            process.destroyForcibly();
            throw new CommandFailure("%s did not answer on port %d within %d s; see %s"
                    .formatted(service.title(), port, START_LIMIT.toSeconds(), log));
        }
    }

    /** Whether it stopped in order; otherwise it was killed. */
    private boolean end(ProcessHandle process) {
        process.destroy();
        if (isTrueWithin(STOP_LIMIT, () -> !ProcessRecord.isRunning(process))) {
            return true;
        }
        process.destroyForcibly();
        if (!isTrueWithin(KILL_LIMIT, () -> !ProcessRecord.isRunning(process))) {
            throw new CommandFailure("%s (process %d) can't be killed.".formatted(service.title(), process.pid()));
        }
        return false;
    }

    private static boolean isTrueWithin(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_INTERVAL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure("Interrupted while waiting for the local stack", e);
            }
        }
        return true;
    }
}
