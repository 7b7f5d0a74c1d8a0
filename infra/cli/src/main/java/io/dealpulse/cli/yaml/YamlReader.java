package io.dealpulse.cli.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one YAML document into nodes that know their line. */
public final class YamlReader {

    private final YAMLParser parser;

    private YamlReader(YAMLParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a document.
     *
     * @param kind what the file is, for messages, such as {@code mapping}
     * @param file its name for messages
     * @throws YamlFileException where it is not YAML, or uses what such files do without: aliases, a key twice, empty values
     */
    public static YamlNode read(String kind, String file, String yaml) {
        Place start = new Place(file, 1, "");
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            YamlReader reader = new YamlReader(parser);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw start.error("the " + kind + " is empty");
            }
            YamlNode document = reader.node(first, start);
            if (parser.nextToken() != null) {
                throw new Place(file, reader.line(), "")
                        .error("a " + kind + " is one YAML document, and here begins another");
            }
            return document;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new YamlFileException(new Place(file, line, ""), "not valid YAML: " + firstLine(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private YamlNode node(@Nullable JsonToken token, Place place) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            return keys(place);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(place);
        }
        if (parser.isCurrentAlias()) {
            throw place.error("YAML aliases (*name) are not supported; a text that begins with * needs quotes");
        }
        if (token == JsonToken.VALUE_NULL) {
            throw place.error("has no value; an empty text is written \"\"");
        }
        return new YamlNode.Scalar(place, parser.getText());
    }

    private YamlNode keys(Place place) throws IOException {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place child = place.child(line(), key);
            YamlNode previous = entries.put(key, node(parser.nextToken(), child));
            if (previous != null) {
                throw child.error("the key stands here twice, first in line "
                        + previous.place().line());
            }
        }
        return new YamlNode.Keys(place, entries);
    }

    private YamlNode sequence(Place place) throws IOException {
        List<YamlNode> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(node(token, place.element(line(), elements.size())));
        }
        return new YamlNode.Sequence(place, elements);
    }
}
