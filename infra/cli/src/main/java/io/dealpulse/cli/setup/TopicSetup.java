package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics that are missing and tells where those that exist differ from what the jobs need. */
final class TopicSetup {

    private static final int API_MILLIS = 10_000;

    /** What we write of deals ourselves: when a deal is erased, tombstones take it away. */
    private static final Set<EventTopic> ERASED_BY_TOMBSTONES =
            EnumSet.of(EventTopic.DEAL_ALERT, EventTopic.ALERT_DELIVERY, EventTopic.DEAD_LETTER);

    /** After so long a tombstone has taken what it erases away, as long as records come; a day at most, all in all. */
    private static final Duration ERASED_AFTER = Duration.ofHours(12);

    private final Settings settings;
    private final int partitions;
    private final short replication;

    TopicSetup(Settings settings, int partitions, short replication) {
        this.settings = settings;
        this.partitions = partitions;
        this.replication = replication;
    }

    void run(Consumer<String> report) {
        try (Admin admin = connect(settings)) {
            Map<String, TopicDescription> existing = describe(admin);
            for (EventTopic topic : EventTopic.values()) {
                TopicDescription description = existing.get(topic.topicName());
                if (description == null) {
                    create(admin, topic, report);
                } else {
                    compare(admin, topic, description, report);
                }
            }
        }
    }

    /** Fails unless each of these topics is there, however it differs. */
    static void requireDone(Settings settings, Set<EventTopic> topics) {
        List<String> missing = names(topics);
        try (Admin admin = connect(settings)) {
            missing.removeAll(await(admin.listTopics().names(), settings));
        }
        if (!missing.isEmpty()) {
            throw new CommandFailure("Kafka at %s lacks the topics %s: './dealpulse setup' makes them."
                    .formatted(settings.get(Options.KAFKA), String.join(", ", missing)));
        }
    }

    private static Admin connect(Settings settings) {
        Listening.requireAny("Kafka", settings.get(Options.KAFKA), "--kafka");
        Properties properties = settings.kafkaProperties();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(API_MILLIS));
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(API_MILLIS / 2));
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            throw new CommandFailure("Kafka's client can't be started: " + rootMessage(e), e);
        }
    }

    private static List<String> names(Set<EventTopic> topics) {
        return new ArrayList<>(topics.stream().map(EventTopic::topicName).toList());
    }

    private Map<String, TopicDescription> describe(Admin admin) {
        List<String> names = names(EnumSet.allOf(EventTopic.class));
        names.retainAll(await(admin.listTopics().names(), settings));
        return await(admin.describeTopics(names).allTopicNames(), settings);
    }

    private void create(Admin admin, EventTopic topic, Consumer<String> report) {
        NewTopic wanted = new NewTopic(topic.topicName(), partitions, replication).configs(configuration(topic));
        try {
            admin.createTopics(List.of(wanted)).all().get();
            report.accept("topic   %s created: %d partitions, %d replicas, %s"
                    .formatted(topic.topicName(), partitions, replication, configuration(topic)));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failure(e, settings);
            }
            report.accept("topic   %s was there already".formatted(topic.topicName()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void compare(Admin admin, EventTopic topic, TopicDescription description, Consumer<String> report) {
        List<String> differences = new ArrayList<>();
        if (description.partitions().size() != partitions) {
            differences.add("it has %d partitions, not %d"
                    .formatted(description.partitions().size(), partitions));
        }
        int replicas = description.partitions().get(0).replicas().size();
        if (replicas != replication) {
            differences.add("it has %d replicas, not %d".formatted(replicas, replication));
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        Map<ConfigResource, Config> configurations =
                await(admin.describeConfigs(List.of(resource)).all(), settings);
        Config actual = configurations.getOrDefault(resource, new Config(List.of()));
        configuration(topic).forEach((name, wanted) -> {
            String value =
                    actual.get(name) == null ? "not set" : actual.get(name).value();
            if (!wanted.equals(value)) {
                differences.add("its %s is %s, not %s".formatted(name, value, wanted));
            }
        });
        report.accept(
                differences.isEmpty()
                        ? "topic   %s was there already".formatted(topic.topicName())
                        : "topic   %s was there already and is left as it is, but %s"
                                .formatted(topic.topicName(), String.join("; ", differences)));
    }

    /** Events are kept for good: a job that starts without state reads them all again. */
    static Map<String, String> configuration(EventTopic topic) {
        Map<String, String> configuration = new HashMap<>();
        if (topic.compacted()) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            configuration.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
        }
        if (ERASED_BY_TOMBSTONES.contains(topic)) {
            // They have personal data, which a tombstone must soon take away: whatever the broker's defaults, nothing
            // holds compaction back, and no segment escapes it for longer, be it ever so small or little of it
            // superseded.
            configuration.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0");
            configuration.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, String.valueOf(ERASED_AFTER.toMillis()));
        }
        return configuration;
    }

    /** "Failed to create new KafkaAdminClient" says nothing; its cause names the setting. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static <T> T await(KafkaFuture<T> future, Settings settings) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e, settings);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CommandFailure failure(ExecutionException e, Settings settings) {
        String address = settings.get(Options.KAFKA);
        if (e.getCause() instanceof TimeoutException) {
            return Unreachable.failure("Kafka", address, "--kafka", e);
        }
        return new CommandFailure("Kafka at " + address + " refuses: " + e.getMessage(), e);
    }

    private static CommandFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandFailure("Interrupted while waiting for Kafka", e);
    }
}
