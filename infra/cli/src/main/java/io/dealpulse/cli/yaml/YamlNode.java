package io.dealpulse.cli.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of YAML that knows where it stands, so that every complaint about it can say so. */
public sealed interface YamlNode {

    /** Where it stands. */
    Place place();

    /** This node as a text, a number counting as its digits. */
    default String text() {
        if (this instanceof Scalar scalar) {
            return scalar.value();
        }
        throw place().error("a single value is expected here; a text that begins with { or [ needs quotes");
    }

    /** This node as keys and values. */
    default Keys keys() {
        if (this instanceof Keys keys) {
            return keys;
        }
        throw place().error("keys with values are expected here");
    }

    /** This node as a list. */
    default List<YamlNode> list() {
        if (this instanceof Sequence sequence) {
            return sequence.elements();
        }
        throw place().error("a list is expected here");
    }

    /** This node as a list of texts; a single text is a list of one. */
    default List<String> texts() {
        return this instanceof Sequence sequence
                ? sequence.elements().stream().map(YamlNode::text).toList()
                : List.of(text());
    }

    /** A single value. */
    record Scalar(Place place, String value) implements YamlNode {}

    /** A list. */
    record Sequence(Place place, List<YamlNode> elements) implements YamlNode {}

    /** Keys with values, in written order. */
    record Keys(Place place, Map<String, YamlNode> entries) implements YamlNode {

        /** Refuses every key but these. */
        public Keys knowing(List<String> known) {
            entries.forEach((key, node) -> {
                if (!known.contains(key)) {
                    throw node.place().error("unknown key; known here: " + String.join(", ", known));
                }
            });
            return this;
        }

        /** Refuses every key but these. */
        public Keys knowing(String... known) {
            return knowing(List.of(known));
        }

        /** What is under a key, if it is there. */
        public Optional<YamlNode> find(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** What is under a key that must be there. */
        public YamlNode get(String key) {
            return find(key).orElseThrow(() -> place.error("lacks the key '" + key + "'"));
        }

        /** The list under a key, empty if there is none. */
        public List<YamlNode> listOf(String key) {
            return find(key).map(YamlNode::list).orElseGet(List::of);
        }

        /** The keys and values under a key, empty if there are none. */
        public Keys keysOf(String key) {
            return find(key).map(YamlNode::keys).orElseGet(() -> new Keys(place, Map.of()));
        }

        /** These keys and values, with those of another in place of or beside them. */
        public Keys overriddenBy(Keys other) {
            Map<String, YamlNode> merged = new LinkedHashMap<>(entries);
            merged.putAll(other.entries);
            return new Keys(other.place, merged);
        }

        /** The keys. */
        public List<String> names() {
            return new ArrayList<>(entries.keySet());
        }
    }
}
