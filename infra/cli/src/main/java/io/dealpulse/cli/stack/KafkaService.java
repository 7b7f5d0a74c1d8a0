package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A Kafka broker that is its own controller (KRaft). */
final class KafkaService implements Service {

    private static final int ANSWER_MILLIS = 2000;

    private final Path module;
    private final Path directory;

    /**
     * @param home Dealpulse's own directory
     * @param directory where data and configuration go
     */
    KafkaService(Path home, Path directory) {
        this.module = home.resolve("infra/kafka");
        this.directory = directory;
    }

    @Override
    public String title() {
        return "Kafka";
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int defaultPort() {
        return 9092;
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    @Override
    public void requireInstalled() {
        Built.require(libraries(), "Kafka's jars");
    }

    @Override
    public List<String> prepare(int port, Path log) {
        try {
            Files.createDirectories(directory);
            Path properties = directory.resolve("server.properties");
            Files.writeString(properties, serverProperties(port));
            if (!Files.exists(topics().resolve("meta.properties"))) {
                format(properties, log);
            }
            return List.of(
                    Java.command(),
                    "-Xms128m",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Dlog4j2.configurationFile=" + logConfiguration(),
                    "-cp",
                    libraries() + "/*",
                    "kafka.Kafka",
                    properties.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's directory " + directory + " can't be prepared", e);
        }
    }

    @Override
    public boolean answers(int port) {
        if (Ports.isFree(port)) {
            return false;
        }
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(port),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            // The broker is among the nodes once it may take requests for topics.
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String address(int port) {
        return "127.0.0.1:" + port;
    }

    private Path libraries() {
        return module.resolve("target/kafka/lib");
    }

    private Path logConfiguration() {
        return module.resolve("log4j2.properties");
    }

    private Path topics() {
        return directory.resolve("topics");
    }

    private void format(Path properties, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        Java.command(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=" + logConfiguration(),
                        "-cp",
                        libraries() + "/*",
                        "kafka.tools.StorageTool",
                        "format",
                        "--ignore-formatted",
                        "--cluster-id",
                        Uuid.randomUuid().toString(),
                        "--config",
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new CommandFailure("Kafka's directory " + directory + " can't be formatted; see " + log);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted while formatting Kafka's directory " + directory, e);
        }
    }

    private String serverProperties(int port) {
        // The controller talks to nobody but its own process, so any port will do, another one each time.
        int controllerPort = Ports.anyFree();
        return """
                # Written at every start.
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                log.dirs=%3$s
                auto.create.topics.enable=false
                num.partitions=4
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                # After a kill the controller waits for the end of the former session before it takes the broker back.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                """.formatted(port, controllerPort, escaped(topics()));
    }

    /** A path as the value of a Java property. */
    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\");
    }
}
