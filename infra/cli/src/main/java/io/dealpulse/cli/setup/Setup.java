package io.dealpulse.cli.setup;

import io.dealpulse.jobs.options.Settings;
import java.util.function.Consumer;

/** Makes topics, schemas and tables, each only where it is missing. */
public final class Setup {

    private final Settings settings;
    private final int partitions;
    private final short replication;

    /**
     * @param settings where Kafka, the registry and ClickHouse are
     * @param partitions of new topics, at least 1
     * @param replication replicas of new topics, at least 1
     */
    public Setup(Settings settings, int partitions, short replication) {
        this.settings = settings;
        this.partitions = partitions;
        this.replication = replication;
    }

    /**
     * Does what is missing.
     *
     * @param report is told, in lines for people, what was done, what was there already, and what differs
     * @throws io.dealpulse.cli.CommandFailure if one of the three can't be reached or refuses
     */
    public void run(Consumer<String> report) {
        new TopicSetup(settings, partitions, replication).run(report);
        new SchemaSetup(settings).run(report);
        new TableSetup(settings).run(report);
    }
}
