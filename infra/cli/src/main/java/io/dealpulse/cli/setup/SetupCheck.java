package io.dealpulse.cli.setup;

import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes sure that what {@code setup} makes is there. Whoever needs it asks beforehand, because a job that has started
 * waits for what is away, and says so in its log only.
 */
public final class SetupCheck {

    private final Settings settings;

    /** A check of Kafka, the registry and ClickHouse where the settings say they are. */
    public SetupCheck(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns if all topics, schemas and tables are there.
     *
     * @throws io.dealpulse.cli.CommandFailure that says what can't be reached, or is missing, and the way out
     */
    public void requireDone() {
        requireTopics(EnumSet.allOf(EventTopic.class));
        requireSchemas();
        requireTables();
    }

    /**
     * Returns if all tables are there.
     *
     * @throws io.dealpulse.cli.CommandFailure that says that ClickHouse can't be reached, or what is missing, and the way
     *     out
     */
    public void requireTables() {
        new TableSetup(settings).requireDone();
    }

    /**
     * Returns if all schemas are registered.
     *
     * @throws io.dealpulse.cli.CommandFailure that says that the registry can't be reached, or what is missing, and the way
     *     out
     */
    public void requireSchemas() {
        new SchemaSetup(settings).requireDone();
    }

    /**
     * Returns if these topics are there.
     *
     * @throws io.dealpulse.cli.CommandFailure that says that Kafka can't be reached, or what is missing, and the way out
     */
    public void requireTopics(Set<EventTopic> topics) {
        TopicSetup.requireDone(settings, topics);
    }
}
