package io.dealpulse.cli.stack;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options by which commands that start the stack take its ports; mixed in. */
@CommandLine.Command
public final class PortOptions {

    @CommandLine.Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka's port (default: 9092).")
    private @Nullable Integer kafka;

    @CommandLine.Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "The schema registry's port (default: 8081).")
    private @Nullable Integer registry;

    @CommandLine.Option(
            names = "--clickhouse-port",
            paramLabel = "PORT",
            description = "ClickHouse's port (default: 8123).")
    private @Nullable Integer clickHouse;

    /** The ports that were asked for. */
    public PortChoice choice() {
        return new PortChoice(kafka, registry, clickHouse);
    }
}
