package io.dealpulse.jobs.options;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of all options in one run, valid as a whole. The first of these that gives an option wins: a command-line
 * flag, {@code --set}, the environment, the config file, the default. Immutable; printing it masks secrets.
 */
public final class Settings {

    /** Where values come from, the strongest last. */
    private enum Layer {
        CONFIG_FILE,
        ENVIRONMENT,
        SET,
        FLAG
    }

    private record Given(String text, String origin) {}

    private final Map<String, Given> given;

    private Settings(Map<String, Given> given) {
        this.given = Map.copyOf(given);
    }

    /** The defaults alone. */
    public static Settings defaults() {
        return builder().build();
    }

    /**
     * The defaults but for the options given.
     *
     * @throws InvalidOptionException if a key is unknown or a value not allowed
     */
    public static Settings of(Map<String, String> values) {
        Builder builder = builder();
        values.forEach(builder::set);
        return builder.build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The value of an option. */
    public <T> T get(Option<T> option) {
        Given value = given.get(option.key());
        return value == null
                ? option.parse(option.defaultText(), "default")
                : option.parse(value.text(), value.origin());
    }

    /** Whether somebody gave the option, if only its default value. */
    public boolean isGiven(Option<?> option) {
        return given.containsKey(option.key());
    }

    /** What every Kafka client needs: the bootstrap servers and all {@code kafka.*} options without their prefix. */
    public Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(passedThrough(Options.KAFKA_CLIENT));
        properties.setProperty(Options.KAFKA_CLIENT.reserved(), get(Options.KAFKA));
        return properties;
    }

    /** All {@code registry.*} options without their prefix, for the registry's client. */
    public Map<String, String> registryClientSettings() {
        return passedThrough(Options.REGISTRY_CLIENT);
    }

    /** The absolute data directory. */
    public Path dataDirectory() {
        Path directory = get(Options.DATA_DIR);
        Path base = isGiven(Options.DATA_DIR) ? Path.of("") : Path.of(System.getProperty("dealpulse.home", ""));
        return base.toAbsolutePath().resolve(directory).normalize();
    }

    /** Where checkpoints are kept: what {@code checkpoint.dir} says, else a directory in the data directory. */
    public URI checkpointDirectory() {
        String text = get(Options.CHECKPOINT_DIR);
        if (text.isEmpty()) {
            return dataDirectory().resolve("checkpoints").toUri();
        }
        return text.contains("://")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().normalize().toUri();
    }

    private Map<String, String> passedThrough(PassThrough family) {
        Map<String, String> settings = new HashMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(family.prefix()) && Options.find(key).isEmpty()) {
                settings.put(key.substring(family.prefix().length()), value.text());
            }
        });
        return Map.copyOf(settings);
    }

    /** Every option with its value and origin, one a line; secrets are masked. */
    @Override
    public String toString() {
        Map<String, String> lines = new TreeMap<>();
        for (Option<?> option : Options.all()) {
            lines.put(option.key(), printed(option.secret(), option.defaultText(), "default"));
        }
        given.forEach((key, value) -> {
            boolean secret = Options.find(key).map(Option::secret).orElseGet(() -> Secrets.isSecret(key));
            lines.put(key, printed(secret, value.text(), value.origin()));
        });
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " = " + line.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String printed(boolean secret, String text, String origin) {
        String value = secret && !text.isEmpty() ? Secrets.MASK : Secrets.mask(text);
        return value + " (" + origin + ")";
    }

    /** Collects values from all places; the order of the calls doesn't matter, but in one place the last counts. */
    public static final class Builder {

        private final Map<Layer, Map<String, Given>> layers = new EnumMap<>(Layer.class);

        private Builder() {}

        /**
         * Sets an option by a command-line flag of its own.
         *
         * @param flag the flag's name, such as {@code --kafka}
         */
        public Builder flag(String flag, Option<?> option, String value) {
            return put(Layer.FLAG, option.key(), value, flag);
        }

        /** Sets an option as {@code --set key=value} does. */
        public Builder set(String key, String value) {
            return put(Layer.SET, key, value, "--set");
        }

        /** Takes every variable that begins with {@code DEALPULSE_} but the launcher's. */
        public Builder environment(Map<String, String> variables) {
            variables.forEach((variable, value) -> {
                if (variable.startsWith(Options.ENVIRONMENT_PREFIX) && !Options.LAUNCHER_VARIABLES.contains(variable)) {
                    put(
                            Layer.ENVIRONMENT,
                            Options.keyOfEnvironmentVariable(variable),
                            value,
                            "environment variable " + variable);
                }
            });
            return this;
        }

        /**
         * Takes every line of a config file.
         *
         * @throws InvalidOptionException if the file can't be read or a line is not {@code option = value}
         */
        public Builder configFile(Path file) {
            for (ConfigFile.Line line : ConfigFile.read(file)) {
                put(Layer.CONFIG_FILE, line.key(), line.value(), line.origin());
            }
            return this;
        }

        /**
         * Resolves and checks all values.
         *
         * @throws InvalidOptionException if a key is unknown or a value not allowed
         */
        public Settings build() {
            Map<String, Given> resolved = new TreeMap<>();
            layers.values().forEach(resolved::putAll);
            Settings settings = new Settings(resolved);
            Options.all().forEach(settings::get);
            return settings;
        }

        private Builder put(Layer layer, String key, String value, String origin) {
            Options.requireKnown(key, origin);
            layers.computeIfAbsent(layer, any -> new TreeMap<>()).put(key, new Given(value, origin));
            return this;
        }
    }
}
