package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a field's value comes from.
 *
 * @param place where the mapping says so
 * @param from the text
 * @param choices what to make of that text, the first whose pattern matches; the text as it is if there are none
 * @param required whether a row without a value can't be mapped
 * @param formats how the text is written
 */
record FieldValue(Place place, Template from, List<Choice> choices, boolean required, Formats formats) {

    /** What a text becomes. */
    record Choice(TextPattern pattern, Template then) {}

    FieldValue {
        choices = List.copyOf(choices);
    }

    FieldValue withRequired() {
        return new FieldValue(place, from, choices, true, formats);
    }

    /** The text for a row, '' if it has none. */
    String text(Row row) throws UnmappableRowException {
        String text = from.fill(row);
        if (choices.isEmpty()) {
            return text;
        }
        for (Choice choice : choices) {
            if (choice.pattern().matches(text)) {
                return choice.then().fill(row);
            }
        }
        if (text.isEmpty()) {
            return text;
        }
        throw new UnmappableRowException(
                "'" + text + "' matches none of the values in " + place.file() + " line " + place.line());
    }

    /** The value for a row, null if it has none. */
    <T> @Nullable T value(String field, FieldType<T> type, Row row) throws UnmappableRowException {
        try {
            String text = text(row);
            if (!text.isEmpty()) {
                return type.read(text, formats);
            }
        } catch (IllegalArgumentException | UnmappableRowException e) {
            throw new UnmappableRowException(field + ": " + e.getMessage());
        }
        if (required) {
            throw new UnmappableRowException(field + ": '" + from + "' is empty");
        }
        return null;
    }
}
