package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conventions that all event schemas keep; the faults are collected, so that one run shows them all. */
class SchemaConventionsTest {

    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void keepsTheConventions(EventTopic topic) {
        Schema schema = new Schema.Parser().parse(topic.schemaText());
        check(schema, schema.getName());

        assertThat(faults).isEmpty();
        assertThat(schema.getNamespace()).isEqualTo("io.dealpulse.events.v1");
        assertThat(topic.avroSchema().getFullName()).isEqualTo(schema.getFullName());
        assertThat(topic.topicName()).matches("[a-z]+(\\.[a-z]+(-[a-z]+)*){1,2}\\.v1");
        assertThat(topic.subject()).isEqualTo(topic.topicName() + "-value");
        assertThat(EventTopic.named(topic.topicName())).contains(topic);
    }

    @Test
    void aBreachIsFound() {
        check(new Schema.Parser().parse("""
                                {"type": "record", "name": "R", "fields": [
                                  {"name": "a", "type": "string"},
                                  {"name": "b", "type": ["string", "null"], "default": "", "doc": "d"},
                                  {"name": "c", "type": ["null", "string"], "doc": "d"},
                                  {"name": "d", "type": {"type": "enum", "name": "E", "symbols": ["A"]}, "doc": "d"}]}"""), "R");

        assertThat(faults)
                .containsExactly(
                        "R has no doc",
                        "R.a has no doc",
                        "R.b is not [\"null\", T] with default null",
                        "R.c is not [\"null\", T] with default null",
                        "R.d has no doc",
                        "R.d has no default UNKNOWN");
    }

    private void check(Schema schema, String path) {
        switch (schema.getType()) {
            case RECORD -> {
                requireDoc(schema.getDoc(), path);
                schema.getFields().forEach(field -> check(field, path + "." + field.name()));
            }
            case ENUM -> {
                requireDoc(schema.getDoc(), path);
                if (!"UNKNOWN".equals(schema.getEnumDefault())) {
                    faults.add(path + " has no default UNKNOWN");
                }
            }
            case UNION -> schema.getTypes().forEach(type -> check(type, path));
            case ARRAY -> check(schema.getElementType(), path);
            case MAP -> check(schema.getValueType(), path);
            default -> {}
        }
    }

    private void check(Schema.Field field, String path) {
        requireDoc(field.doc(), path);
        if (field.schema().isUnion()) {
            List<Schema> types = field.schema().getTypes();
            if (types.size() != 2
                    || types.get(0).getType() != Schema.Type.NULL
                    || !JsonProperties.NULL_VALUE.equals(field.defaultVal())) {
                faults.add(path + " is not [\"null\", T] with default null");
            }
        }
        check(field.schema(), path);
    }

    private void requireDoc(@Nullable String doc, String path) {
        if (doc == null || doc.isBlank()) {
            faults.add(path + " has no doc");
        }
    }
}
