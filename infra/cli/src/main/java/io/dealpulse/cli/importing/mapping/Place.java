package io.dealpulse.cli.importing.mapping;

/**
 * Where something stands in a mapping file.
 *
 * @param file the mapping's file name
 * @param line counted from 1
 * @param key the keys that lead to it, as in {@code inputs[0].events[1].fields.amount}; '' for the file itself
 */
public record Place(String file, int line, String key) {

    /** An error here. */
    MappingException error(String message) {
        return new MappingException(this, message);
    }

    Place child(int childLine, String childKey) {
        return new Place(file, childLine, key.isEmpty() ? childKey : key + "." + childKey);
    }

    Place element(int elementLine, int index) {
        return new Place(file, elementLine, key + "[" + index + "]");
    }

    @Override
    public String toString() {
        return file + ":" + line + (key.isEmpty() ? "" : ": " + key);
    }
}
