package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommandFailure;
import io.dealpulse.jobs.options.Options;
import io.dealpulse.jobs.options.Settings;
import io.dealpulse.schemas.EventTopic;
import io.dealpulse.schemas.RegistryClient;
import io.dealpulse.schemas.RegistryException;
import io.dealpulse.schemas.RegistryUnreachableException;
import io.dealpulse.schemas.SchemaNotRegisteredException;
import java.net.URI;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Registers the schema of each topic that the registry lacks, under the compatibility that keeps every reader alive. */
final class SchemaSetup {

    private static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private final Settings settings;

    SchemaSetup(Settings settings) {
        this.settings = settings;
    }

    void run(Consumer<String> report) {
        inRegistry((registry, topic) -> {
            // First, so that it guards this very registration.
            registry.setCompatibility(topic.subject(), COMPATIBILITY);
            report.accept(register(registry, topic));
        });
    }

    /** Fails unless the schema of each topic is registered. */
    void requireDone() {
        inRegistry(RegistryClient::idOf);
    }

    private void inRegistry(BiConsumer<RegistryClient, EventTopic> action) {
        List<String> urls =
                settings.get(Options.REGISTRY).stream().map(URI::toString).toList();
        try (RegistryClient registry = new RegistryClient(urls, settings.registryClientSettings())) {
            for (EventTopic topic : EventTopic.values()) {
                action.accept(registry, topic);
            }
        } catch (RegistryUnreachableException e) {
            throw Unreachable.failure("The schema registry", e.url(), "--registry", e);
        } catch (RegistryException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static String register(RegistryClient registry, EventTopic topic) {
        try {
            int id = registry.idOf(topic);
            return "schema  %s was there already, id %d, %s".formatted(topic.subject(), id, COMPATIBILITY);
        } catch (SchemaNotRegisteredException missing) {
            int id = registry.register(topic.subject(), topic.schemaText());
            return "schema  %s registered, id %d, %s".formatted(topic.subject(), id, COMPATIBILITY);
        }
    }
}
