package io.dealpulse.schemas;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A schema registry that speaks Confluent's API, through Confluent's own client. Schemas cross this border as text only,
 * because that client brings an Avro of its own.
 *
 * <p>Schemas and ids are cached: the registry never changes what an id means. That an id is unknown is remembered for a
 * second only, since it may be registered at any time. Safe for use by several threads.
 */
public final class RegistryClient implements AutoCloseable {

    /** Beyond this many schemas of one subject, the least used are asked for anew. */
    private static final int CACHED_SCHEMAS = 1000;

    /** Registry's error codes for a subject, or a schema, that it does not have. */
    private static final int SUBJECT_NOT_FOUND = 40401;

    private static final int SCHEMA_NOT_FOUND = 40403;

    private final String url;
    private final CachedSchemaRegistryClient client;
    private final Map<EventTopic, Integer> ids = new ConcurrentHashMap<>();

    /**
     * Connects on first use, not here.
     *
     * @param urls addresses of one registry, tried in turn; at least one
     * @param settings settings of Confluent's client, passed through: {@code basic.auth.*}, {@code bearer.auth.*},
     *     {@code http.*.timeout.ms} (milliseconds), {@code proxy.*}, {@code schema.registry.ssl.*} for TLS, for which
     *     {@code ssl.*} will do
     * @throws IllegalArgumentException if there is no address, or a setting is wrong
     */
    public RegistryClient(List<String> urls, Map<String, String> settings) {
        if (urls.isEmpty() || urls.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the schema registry has no address; set `registry`");
        }
        this.url = urls.stream().map(RegistryClient::withoutCredentials).collect(Collectors.joining(","));
        try {
            RegistrySettings.requireCredentialProviders(settings);
            this.client = new AvroOnlyClient(urls, RegistrySettings.effective(settings));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("settings of schema registry " + url + ": " + e.getMessage(), e);
        }
    }

    /**
     * Registers a schema under a subject, and gives its id; the same id if it is there already.
     *
     * @throws IllegalArgumentException if the text is no Avro schema
     * @throws IncompatibleSchemaException if the subject's compatibility level forbids it
     * @throws RegistryUnreachableException if there was no answer
     * @throws RegistryRefusedException if the registry refuses for another reason
     */
    public int register(String subject, String schemaText) {
        ParsedSchema schema = parse(subject, schemaText);
        try {
            return client.register(subject, schema);
        } catch (RestClientException e) {
            if (e.getStatus() == 409) {
                throw new IncompatibleSchemaException(subject, e);
            }
            throw failure("register a schema under " + subject, e);
        } catch (IOException e) {
            throw new RegistryUnreachableException(url, e);
        }
    }

    /**
     * The id under which the topic's schema text is registered.
     *
     * @throws SchemaNotRegisteredException if it is not registered yet
     * @throws RegistryUnreachableException if there was no answer
     * @throws RegistryRefusedException if the registry refuses
     */
    public int idOf(EventTopic topic) {
        Integer known = ids.get(topic);
        if (known != null) {
            return known;
        }
        try {
            int id = client.getId(topic.subject(), parse(topic.subject(), topic.schemaText()));
            ids.put(topic, id);
            return id;
        } catch (RestClientException e) {
            if (e.getErrorCode() == SUBJECT_NOT_FOUND || e.getErrorCode() == SCHEMA_NOT_FOUND) {
                throw new SchemaNotRegisteredException(topic, url, e);
            }
            throw failure("look up subject " + topic.subject(), e);
        } catch (IOException e) {
            throw new RegistryUnreachableException(url, e);
        }
    }

    /**
     * The text of the schema of that id.
     *
     * @throws UnknownSchemaIdException if the registry says that it has none
     * @throws UnreadableSchemaException if it has one, but no valid one in Avro
     * @throws RegistryUnreachableException if there was no answer
     * @throws RegistryRefusedException if the registry refuses
     */
    public String schemaById(int id) {
        try {
            return client.getSchemaById(id).canonicalString();
        } catch (RestClientException e) {
            if (e.getErrorCode() == SCHEMA_NOT_FOUND) {
                throw new UnknownSchemaIdException(id, url, e);
            }
            throw failure("give schema " + id, e);
        } catch (UnparsableException e) {
            throw new UnreadableSchemaException(id, e);
        } catch (IOException e) {
            throw new RegistryUnreachableException(url, e);
        }
    }

    /**
     * Sets which changes a subject allows.
     *
     * @param level one of the registry's levels, such as {@code FULL_TRANSITIVE}
     * @throws RegistryUnreachableException if there was no answer
     * @throws RegistryRefusedException if the registry refuses, an unknown level for instance
     */
    public void setCompatibility(String subject, String level) {
        try {
            client.updateCompatibility(subject, level);
        } catch (RestClientException e) {
            throw failure("set compatibility of " + subject, e);
        } catch (IOException e) {
            throw new RegistryUnreachableException(url, e);
        }
    }

    /** The registry's address, several with commas between them; without credentials. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new RegistryUnreachableException(url, e);
        }
    }

    private RegistryException failure(String request, RestClientException answer) {
        int status = answer.getStatus();
        return status >= 500 || status == 408 || status == 429
                ? new RegistryUnreachableException(url, answer)
                : new RegistryRefusedException(url, request, status, answer);
    }

    private static ParsedSchema parse(String subject, String schemaText) {
        try {
            return new AvroSchema(schemaText);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("schema for subject " + subject + ": " + e.getMessage(), e);
        }
    }

    private static String withoutCredentials(String url) {
        return url.replaceFirst("//[^/@]*@", "//");
    }

    /** Tells a schema that can't be parsed from an answer that can't be read, both of which are IOExceptions to it. */
    private static final class AvroOnlyClient extends CachedSchemaRegistryClient {

        AvroOnlyClient(List<String> urls, Map<String, ?> settings) {
            super(urls, CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), settings, Map.of());
        }

        @Override
        public Optional<ParsedSchema> parseSchema(Schema schema) {
            Optional<ParsedSchema> parsed = super.parseSchema(schema);
            if (parsed.isEmpty()) {
                throw new UnparsableException("its type is " + schema.getSchemaType() + ", its text does not parse");
            }
            return parsed;
        }
    }

    private static final class UnparsableException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnparsableException(String message) {
            super(message);
        }
    }
}
