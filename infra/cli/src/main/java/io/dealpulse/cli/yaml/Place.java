package io.dealpulse.cli.yaml;

/**
 * Where something stands in a YAML file.
 *
 * @param file the file's name
 * @param line counted from 1
 * @param key the keys that lead to it, as in {@code inputs[0].events[1].fields.amount}; '' for the file itself
 */
public record Place(String file, int line, String key) {

    /** An error here. */
    public YamlFileException error(String message) {
        return new YamlFileException(this, message);
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
