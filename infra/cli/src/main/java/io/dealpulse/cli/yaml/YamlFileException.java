package io.dealpulse.cli.yaml;

import org.jspecify.annotations.Nullable;

/** A file says something that can't be. The message names file, line and key. */
public final class YamlFileException extends RuntimeException {

    /**
     * @param message says what is wrong and what would be right
     */
    public YamlFileException(Place place, String message) {
        this(place, message, null);
    }

    /**
     * @param message says what is wrong and what would be right
     */
    public YamlFileException(Place place, String message, @Nullable Throwable cause) {
        super(place + ": " + message, cause);
    }
}
