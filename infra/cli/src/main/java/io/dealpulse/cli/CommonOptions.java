package io.dealpulse.cli;

import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The options that every command takes; mixed in. */
@CommandLine.Command(synopsisHeading = "Usage: ", mixinStandardHelpOptions = true)
public final class CommonOptions {

    @CommandLine.Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka's bootstrap servers (default: 127.0.0.1:9092).")
    private @Nullable String kafka;

    @CommandLine.Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The schema registry (default: the local stack's).")
    private @Nullable String registry;

    @CommandLine.Option(
            names = "--clickhouse",
            paramLabel = "URL",
            description = "ClickHouse's HTTP interface (default: http://127.0.0.1:8123).")
    private @Nullable String clickHouse;

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A file of options, one 'option = value' a line.")
    private @Nullable Path config;

    @CommandLine.Option(
            names = "--set",
            paramLabel = "OPTION=VALUE",
            description = "Any option of docs/options.md; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @CommandLine.Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Data, logs and process ids of the local stack (default: .dealpulse beside the launcher).")
    private @Nullable String dataDirectory;

    @CommandLine.Option(names = "--verbose", description = "Print the stack trace of a failure.")
    private boolean verbose;

    /**
     * The resolved settings: these flags, {@code --set}, the environment, the config file, the defaults.
     *
     * @throws io.dealpulse.jobs.options.InvalidOptionException if an option is unknown or its value not allowed
     */
    public Settings settings() {
        return settings(builder -> {});
    }

    /**
     * The resolved settings of a command that has further flags of its own.
     *
     * @param flags adds those flags' values
     */
    public Settings settings(Consumer<Settings.Builder> flags) {
        Settings.Builder builder = Settings.builder().environment(System.getenv());
        if (config != null) {
            builder.configFile(config);
        }
        set.forEach(builder::set);
        if (kafka != null) {
            builder.flag("--kafka", Options.KAFKA, kafka);
        }
        if (registry != null) {
            builder.flag("--registry", Options.REGISTRY, registry);
        }
        if (clickHouse != null) {
            builder.flag("--clickhouse", Options.CLICKHOUSE, clickHouse);
        }
        if (dataDirectory != null) {
            builder.flag("--data-dir", Options.DATA_DIR, dataDirectory);
        }
        flags.accept(builder);
        return builder.build();
    }

    /** Whether a failure's stack trace is wanted on the terminal. */
    boolean verbose() {
        return verbose;
    }
}
