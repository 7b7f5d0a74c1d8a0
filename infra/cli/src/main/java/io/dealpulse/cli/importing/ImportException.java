package io.dealpulse.cli.importing;

/** An import can't begin or go on. The message is one line that names the file, and the line where there is one. */
final class ImportException extends RuntimeException {

    ImportException(String message) {
        super(message);
    }

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
