package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Kafka, a schema registry and ClickHouse on this machine, as background processes that share one data directory and
 * outlive this process. Data survives whatever ends them.
 */
public final class LocalStack implements AutoCloseable {

    private final Path dataDirectory;
    private final Path runDirectory;
    private final Path logDirectory;
    private final BackgroundService kafka;
    private final BackgroundService registry;
    private final BackgroundService clickHouse;

    /**
     * The stack with its data in a directory; starts nothing.
     *
     * @param home Dealpulse's own directory
     * @param dataDirectory data, logs and pid files
     */
    public LocalStack(Path home, Path dataDirectory) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.runDirectory = this.dataDirectory.resolve("run");
        this.logDirectory = this.dataDirectory.resolve("logs");
        this.kafka = background(new KafkaService(home, this.dataDirectory.resolve("kafka")));
        this.registry = background(new RegistryService(home, this.dataDirectory.resolve("registry")));
        this.clickHouse = background(new ClickHouseService(home, this.dataDirectory.resolve("clickhouse")));
    }

    /**
     * Starts a stack on free ports, for tests and demos; {@link #close()} stops it.
     *
     * @param home Dealpulse's own directory
     * @param dataDirectory data, logs and pid files
     * @throws CommandFailure if a part does not start; then all are stopped
     */
    public static LocalStack start(Path home, Path dataDirectory, Progress progress) {
        LocalStack stack = new LocalStack(home, dataDirectory);
        try {
            stack.up(PortChoice.free(), progress);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /**
     * Starts what doesn't run, all at once, and waits until everything answers.
     *
     * @throws CommandFailure if something stands in the way, or a part does not start; the other parts stay up
     */
    public void up(PortChoice ports, Progress progress) {
        exclusively(() -> {
            kafka.requireStartable(ports.kafka());
            registry.requireStartable(ports.registry());
            clickHouse.requireStartable(ports.clickHouse());
            atOnce(List.of(
                    () -> kafka.start(ports.kafka(), progress),
                    () -> registry.start(ports.registry(), progress),
                    () -> clickHouse.start(ports.clickHouse(), progress)));
        });
    }

    /**
     * Stops what runs, all at once. Parts that don't stop in time are killed.
     *
     * @throws CommandFailure if a part can't be stopped
     */
    public void down(Progress progress) {
        exclusively(() ->
                atOnce(parts().<Runnable>map(part -> () -> part.stop(progress)).toList()));
    }

    /** How each part is; asks each. */
    public List<ServiceStatus> status() {
        return parts().map(BackgroundService::status).toList();
    }

    /** The absolute data directory. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /** The options by which clients find this stack, each key with its value. */
    public Map<String, String> options() {
        return Map.of(
                Options.KAFKA.key(), kafka.address(),
                Options.REGISTRY.key(), registry.address(),
                Options.CLICKHOUSE.key(), clickHouse.address(),
                Options.DATA_DIR.key(), dataDirectory.toString());
    }

    /** The default settings, but for this stack. */
    public Settings settings() {
        return Settings.of(options());
    }

    /** Stops the stack; its data stays. */
    @Override
    public void close() {
        down(Progress.silent());
    }

    private Stream<BackgroundService> parts() {
        return Stream.of(kafka, registry, clickHouse);
    }

    private BackgroundService background(Service service) {
        return new BackgroundService(service, runDirectory, logDirectory);
    }

    /** Does something while no other process starts or stops this stack. */
    private void exclusively(Runnable action) {
        try {
            Files.createDirectories(runDirectory);
            Files.createDirectories(logDirectory);
        } catch (IOException e) {
            throw new CommandFailure("The data directory " + dataDirectory + " can't be made: " + e, e);
        }
        Path lockFile = runDirectory.resolve("lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw startedOrStoppedByAnother();
            }
            action.run();
        } catch (OverlappingFileLockException e) {
            throw startedOrStoppedByAnother();
        } catch (IOException e) {
            throw new CommandFailure("The data directory " + dataDirectory + " can't be locked: " + e, e);
        }
    }

    private CommandFailure startedOrStoppedByAnother() {
        return new CommandFailure(
                "Another process is just starting or stopping the stack in " + dataDirectory + "; try again.");
    }

    /** Does things in parallel and waits for all; the failures of all make one. */
    private static void atOnce(List<Runnable> actions) {
        ExecutorService executor = Executors.newFixedThreadPool(actions.size());
        try {
            List<Future<?>> futures = new ArrayList<>();
            actions.forEach(action -> futures.add(executor.submit(action)));
            List<Throwable> failures = new ArrayList<>();
            for (Future<?> future : futures) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
            throwAll(failures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while waiting for the local stack", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void throwAll(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        CommandFailure failure = new CommandFailure(
                String.join(" ", failures.stream().map(Throwable::getMessage).toList()), failures.get(0));
        failures.stream().skip(1).forEach(failure::addSuppressed);
        throw failure;
    }
}
