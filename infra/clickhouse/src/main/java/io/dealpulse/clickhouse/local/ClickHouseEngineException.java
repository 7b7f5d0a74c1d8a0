package io.dealpulse.clickhouse.local;

import java.io.Serial;

/** The local ClickHouse engine could not be started; the message says why and where its log is. */
public final class ClickHouseEngineException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ClickHouseEngineException(String message) {
        super(message);
    }

    ClickHouseEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
