package io.dealpulse.clickhouse.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ClickHouse's engine, running as a process of its own on 127.0.0.1 without authentication. It ends with this object,
 * and with this JVM however that ends.
 */
public final class ClickHouseEngine implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final int LOG_TAIL_LINES = 20;
    private static final Pattern READY =
            Pattern.compile("^ClickHouse \\S+ ready on http://127\\.0\\.0\\.1:(\\d+)\\R", Pattern.MULTILINE);

    private final Process process;
    private final int port;

    private ClickHouseEngine(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * The command line of the engine's process. It prints one line on standard output when it is ready, answers
     * {@code GET /ping} from then on, and ends in order on SIGTERM.
     *
     * @param home the root of the Dealpulse directory
     * @param dataDir where the engine keeps its data; made when it is missing; one process at a time
     * @param port the port on 127.0.0.1, or 0 for any free one
     */
    public static List<String> command(Path home, Path dataDir, int port) {
        return List.of(
                "node",
                home.resolve("infra/clickhouse/local/server.cjs").toString(),
                "--data-dir",
                dataDir.toAbsolutePath().toString(),
                "--port",
                Integer.toString(port));
    }

    /**
     * Starts the engine and waits until it answers.
     *
     * @param home the root of the Dealpulse directory
     * @param dataDir where the engine keeps its data; made when it is missing
     * @param port the port on 127.0.0.1, or 0 for any free one
     * @param logFile what the process prints is appended here
     * @throws ClickHouseEngineException when the engine does not start, with the end of its log
     */
    public static ClickHouseEngine start(Path home, Path dataDir, int port, Path logFile) {
        return start(command(home, dataDir, port), logFile);
    }

    /**
     * Starts the engine as {@link #start(Path, Path, int, Path)} does, on any free port and with a configuration of its
     * own, by which rights can be tried.
     *
     * @param configFile in ClickHouse's XML; its {@code users_config} names the file that says what user {@code default}
     *     may do
     */
    static ClickHouseEngine startConfigured(Path home, Path dataDir, Path logFile, Path configFile) {
        List<String> command = new ArrayList<>(command(home, dataDir, 0));
        command.addAll(List.of("--config-file", configFile.toAbsolutePath().toString()));
        return start(command, logFile);
    }

    private static ClickHouseEngine start(List<String> serverCommand, Path logFile) {
        List<String> command = new ArrayList<>(serverCommand);
        command.add("--exit-with-stdin");
        Process process;
        long logStart;
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            logStart = Files.exists(logFile) ? Files.size(logFile) : 0;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                    .start();
        } catch (IOException e) {
            throw new ClickHouseEngineException(
                    "ClickHouse's local engine cannot be run: " + e.getMessage() + ". It needs Node.js 20 or later", e);
        }
        boolean started = false;
        try {
            ClickHouseEngine engine = new ClickHouseEngine(process, awaitReady(process, logFile, logStart));
            started = true;
            return engine;
        } finally {
            if (!started) {
                process.destroyForcibly();
            }
        }
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The address of the HTTP interface, without a slash at its end. */
    public String httpUrl() {
        return "http://127.0.0.1:" + port;
    }

    /** The address for ClickHouse's JDBC driver, without a database. */
    public String jdbcUrl() {
        return "jdbc:clickhouse:" + httpUrl();
    }

    /** The id of the engine's process. */
    public long pid() {
        return process.pid();
    }

    /** Kills the process at once, as a crash would; rows that it has acknowledged stay. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_LIMIT);
    }

    /** Ends the process, letting running queries end first; kills it where that takes too long. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd(STOP_LIMIT)) {
            kill();
        }
    }

    private boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int awaitReady(Process process, Path logFile, long logStart) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            // Asked before the log is read: what a dead process has printed is then all in the log.
            boolean alive = process.isAlive();
            OptionalInt port = portInLog(readLog(logFile, logStart));
            if (port.isPresent()) {
                return port.getAsInt();
            }
            if (!alive) {
                throw notStarted("it ended with status " + process.exitValue(), logFile, logStart);
            }
            if (System.nanoTime() > deadline) {
                throw notStarted("it was not ready after " + START_LIMIT.toSeconds() + " s", logFile, logStart);
            }
            try {
                process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw notStarted("the wait for it was interrupted", logFile, logStart);
            }
        }
    }

    private static OptionalInt portInLog(String log) {
        Matcher ready = READY.matcher(log);
        return ready.find() ? OptionalInt.of(Integer.parseInt(ready.group(1))) : OptionalInt.empty();
    }

    private static ClickHouseEngineException notStarted(String reason, Path logFile, long logStart) {
        List<String> lines = readLog(logFile, logStart).lines().toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
        return new ClickHouseEngineException("ClickHouse's local engine did not start: " + reason + "; " + logFile
                + (tail.isEmpty() ? " is empty" : " ends with:\n  " + String.join("\n  ", tail)));
    }

    private static String readLog(Path logFile, long start) {
        try (var log = Files.newInputStream(logFile)) {
            log.skipNBytes(start);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
