package io.dealpulse.jobs.source;

import io.dealpulse.jobs.options.ClockMode;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What reading the topics needs to know.
 *
 * @param kafka settings of every Kafka client, the bootstrap servers included
 * @param registryUrls addresses of the schema registry
 * @param registry settings of its client
 * @param consumerGroup where offsets are committed for people to see how far the job is; they are never read
 * @param maxFuture how far an event may lie ahead of its own Kafka timestamp
 * @param clockMode whether the clock may follow the wall clock
 * @param clockLateness how far the clock stays behind the newest event
 * @param untilCaughtUp whether the input ends with what is in the topics at the start
 */
public record SourceOptions(
        Map<String, String> kafka,
        List<String> registryUrls,
        Map<String, String> registry,
        String consumerGroup,
        Duration maxFuture,
        ClockMode clockMode,
        Duration clockLateness,
        boolean untilCaughtUp)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    public SourceOptions {
        kafka = Map.copyOf(kafka);
        registryUrls = List.copyOf(registryUrls);
        registry = Map.copyOf(registry);
    }

    /**
     * Takes what the settings say.
     *
     * @param consumerGroup the job's own group, such as {@code dealpulse-deal-metrics}
     */
    public static SourceOptions of(Settings settings, String consumerGroup, boolean untilCaughtUp) {
        return new SourceOptions(
                texts(settings.kafkaProperties()),
                settings.get(Options.REGISTRY).stream().map(URI::toString).toList(),
                settings.registryClientSettings(),
                consumerGroup,
                settings.get(Options.MAX_FUTURE),
                settings.get(Options.CLOCK),
                settings.get(Options.CLOCK_LATENESS),
                untilCaughtUp);
    }

    /** The Kafka clients' settings, as their builders take them. */
    public Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka);
        return properties;
    }

    /** Where and how, but not the settings passed through, which may hold secrets. */
    @Override
    public String toString() {
        return "SourceOptions[%s, %s, group %s, maxFuture %s, clock %s, lateness %s, untilCaughtUp %s]"
                .formatted(
                        kafka.get("bootstrap.servers"),
                        registryUrls,
                        consumerGroup,
                        maxFuture,
                        clockMode,
                        clockLateness,
                        untilCaughtUp);
    }

    private static Map<String, String> texts(Properties properties) {
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
