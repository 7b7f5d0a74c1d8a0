package io.dealpulse.cli.importing.mapping;

import org.jspecify.annotations.Nullable;

/** A mapping file says something that can't be. The message names file, line and key. */
public final class MappingException extends RuntimeException {

    MappingException(Place place, String message) {
        this(place, message, null);
    }

    MappingException(Place place, String message, @Nullable Throwable cause) {
        super(place + ": " + message, cause);
    }
}
