package io.dealpulse.schemas;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import org.jspecify.annotations.Nullable;

/** Settings of Confluent's client as it wants them: it casts some to number types, instead of reading text. */
final class RegistrySettings {

    private static final Map<String, Object> DEFAULTS = Map.of(
            // The client's own time-outs, a minute each, would hold up a job that is being stopped.
            "http.connect.timeout.ms", 5_000,
            "http.read.timeout.ms", 10_000,
            // A flood of records with one unknown id must not become a flood of requests.
            "missing.id.cache.ttl.sec", 1L);

    private static final Map<String, Function<String, Object>> NUMBERS = Map.of(
            "http.connect.timeout.ms", Integer::valueOf,
            "http.read.timeout.ms", Integer::valueOf,
            "proxy.port", Integer::valueOf,
            "missing.cache.size", Integer::valueOf,
            "missing.id.cache.ttl.sec", Long::valueOf,
            "missing.version.cache.ttl.sec", Long::valueOf,
            "missing.schema.cache.ttl.sec", Long::valueOf,
            "bearer.auth.cache.expiry.buffer.seconds", Short::valueOf);

    private RegistrySettings() {}

    /**
     * Makes sure that there is a provider for the kind of credentials that is asked for: where there is none, the client
     * sends no credentials, and says nothing.
     *
     * @throws IllegalArgumentException if there is none, because the name is wrong or the jar lacks the client's services
     */
    static void requireCredentialProviders(Map<String, String> settings) {
        require(
                settings.get("basic.auth.credentials.source"),
                BasicAuthCredentialProvider.class,
                BasicAuthCredentialProvider::alias,
                "basic.auth.credentials.source");
        require(
                settings.get("bearer.auth.credentials.source"),
                BearerAuthCredentialProvider.class,
                BearerAuthCredentialProvider::alias,
                "bearer.auth.credentials.source");
    }

    private static <P> void require(@Nullable String source, Class<P> type, Function<P, String> nameOf, String key) {
        if (source == null || source.isEmpty()) {
            return;
        }
        List<String> known = ServiceLoader.load(type, RegistrySettings.class.getClassLoader()).stream()
                .map(provider -> nameOf.apply(provider.get()))
                .toList();
        if (!known.contains(source)) {
            throw new IllegalArgumentException(key + " is '" + source + "', must be one of " + known);
        }
    }

    /**
     * The settings with our defaults below them; {@code ssl.*} stands for the client's {@code schema.registry.ssl.*}.
     *
     * @throws IllegalArgumentException if one that is a number is none; the message names it
     */
    static Map<String, Object> effective(Map<String, String> settings) {
        Map<String, Object> effective = new HashMap<>(DEFAULTS);
        settings.forEach((key, value) ->
                effective.put(key.startsWith("ssl.") ? "schema.registry." + key : key, typed(key, value)));
        return effective;
    }

    private static Object typed(String key, String value) {
        Function<String, Object> number = NUMBERS.get(key);
        if (number == null) {
            return value;
        }
        try {
            return number.apply(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, not '" + value + "'", e);
        }
    }
}
