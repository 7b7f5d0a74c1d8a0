package io.dealpulse.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI document, as what answers are measured by. */
final class OpenApi {

    static final JsonNode DOCUMENT = load();

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Map<String, JsonSchema> BY_NAME = new ConcurrentHashMap<>();

    private OpenApi() {}

    /** The paths that it describes. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>();
        DOCUMENT.get("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    /** The names of a path's parameters, where they stand and all. */
    static List<String> queryParameters(String path) {
        List<String> names = new ArrayList<>();
        DOCUMENT.at("/paths").get(path).at("/get/parameters").forEach(parameter -> {
            JsonNode meant = parameter.has("$ref")
                    ? DOCUMENT.at(parameter.get("$ref").asText().substring(1))
                    : parameter;
            if (meant.get("in").asText().equals("query")) {
                names.add(meant.get("name").asText());
            }
        });
        return names;
    }

    /** Throws if the body is not what the document says of answers with status 200 at that path. */
    static void requireValid(String pathAndQuery, JsonNode body) {
        String path = pathAndQuery.replaceFirst("\\?.*", "");
        String template = paths().stream()
                .filter(candidate -> path.matches(candidate.replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Not in the OpenAPI document: " + path));
        String reference = DOCUMENT.at("/paths")
                .get(template)
                .at("/get/responses/200/content/application~1json/schema/$ref")
                .asText();
        requireValidAgainst(reference.substring(reference.lastIndexOf('/') + 1), body, pathAndQuery);
    }

    /** Throws if the body is not as the schema of that name says. */
    static void requireValidAgainst(String schema, JsonNode body, String what) {
        Set<ValidationMessage> faults =
                BY_NAME.computeIfAbsent(schema, OpenApi::schema).validate(body);
        if (!faults.isEmpty()) {
            throw new AssertionError(what + " is not as the OpenAPI document says: " + faults);
        }
    }

    private static JsonSchema schema(String name) {
        ObjectNode root = DOCUMENT.deepCopy();
        root.put("$ref", "#/components/schemas/" + name);
        return SCHEMAS.getSchema(
                root,
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonNode load() {
        try (var document = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
