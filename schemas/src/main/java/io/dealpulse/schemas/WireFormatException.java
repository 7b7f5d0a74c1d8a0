package io.dealpulse.schemas;

import java.util.Locale;

/** A message that does not hold a record of its topic. Reading it again will not help: it belongs to the dead letters. */
public final class WireFormatException extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    WireFormatException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    WireFormatException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of fault it is; the message has the details. */
    public Reason reason() {
        return reason;
    }

    /** Kinds of fault. */
    public enum Reason {
        /** It does not begin with a zero byte: it was not written in Confluent's wire format. */
        MAGIC_BYTE,
        /** The registry says that it has no schema of this id. */
        UNKNOWN_SCHEMA_ID,
        /** Its schema is of another record, or of none. */
        WRONG_RECORD,
        /** Its schema is of the right record, but cannot be read as our version of it. */
        INCOMPATIBLE_SCHEMA,
        /** It ends before its record does. */
        TRUNCATED,
        /** It goes on after its record ends. */
        TRAILING_BYTES,
        /** Its bytes are not possible under its schema. */
        MALFORMED;

        /** The reason as dead letters name it: lower case, words joined by underscores. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
