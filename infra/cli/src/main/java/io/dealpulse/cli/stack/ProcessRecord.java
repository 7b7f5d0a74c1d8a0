package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Which process a part of the stack runs as, as its pid file remembers it. The start time tells that process from
 * another one that was given the same id later.
 *
 * @param pid the process's id
 * @param startedAt when the system says that it started
 * @param port its port on 127.0.0.1
 */
record ProcessRecord(long pid, Instant startedAt, int port) {

    /** The system tells start times by its clock, which may be set meanwhile. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

    /** A record of a process that has just been started. */
    static ProcessRecord of(Process process, int port) {
        Instant startedAt = process.info().startInstant().orElseGet(Instant::now);
        return new ProcessRecord(process.pid(), startedAt, port);
    }

    /**
     * Reads a pid file, if there is one.
     *
     * @throws CommandFailure if there is one that can't be understood
     */
    static Optional<ProcessRecord> read(Path file) {
        try {
            List<String> words = Files.readAllLines(file);
            return Optional.of(new ProcessRecord(
                    Long.parseLong(words.get(0)), Instant.parse(words.get(1)), Integer.parseInt(words.get(2))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException e) {
            throw new CommandFailure(
                    "Pid file " + file + " can't be understood: stop the process it speaks of, then delete the file.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("Pid file " + file + " can't be read", e);
        }
    }

    /** Writes a pid file whole or not at all. */
    void write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, "%d\n%s\n%d\n".formatted(pid, startedAt, port));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new UncheckedIOException("The file system of " + file + " can't replace a file at once", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Pid file " + file + " can't be written", e);
        }
    }

    /** The process, if that very one still runs. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(this::isSame).filter(ProcessRecord::isRunning);
    }

    /** Whether a process runs: a dead one that nobody has asked after yet has an id, but no program. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(startedAt, start).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                .orElse(false);
    }
}
