package io.dealpulse.clickhouse;

import java.io.Serial;

/** The database's migrations and those of this version do not agree; the message names the file and the way out. */
public final class MigrationException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MigrationException(String message) {
        super(message);
    }
}
