package io.dealpulse.jobs.source;

import io.dealpulse.schemas.WireFormatException;
import java.util.Locale;

/** Why a record became a dead letter. Tables and topics show the {@link #word}, so a constant keeps its name. */
public enum RejectionReason {
    /** The value does not begin with the byte 0 and a schema's id. */
    MAGIC_BYTE,
    /** The registry says that it lacks the schema id. */
    UNKNOWN_SCHEMA_ID,
    /** A known schema, but of another record than this topic's. */
    WRONG_RECORD,
    /** The writer's schema can't be read as ours. */
    INCOMPATIBLE_SCHEMA,
    /** The value ends too early. */
    TRUNCATED,
    /** The value goes on after its record. */
    TRAILING_BYTES,
    /** The value is not what its schema says. */
    MALFORMED,
    /** An id or a name that must say something is empty, or the record has no key. */
    EMPTY_FIELD,
    /** The key is not the id in the value, or is no key of this topic at all. */
    KEY_MISMATCH,
    /** A value outside of what its field may hold. */
    OUT_OF_RANGE,
    /** A currency code that is not ISO 4217 in upper case. */
    UNKNOWN_CURRENCY,
    /** An enumerated word that says nothing where something must be said. */
    UNKNOWN_KIND,
    /** A list that must have an element has none. */
    NO_STAGES,
    /** Two elements with the same id. */
    DUPLICATE_STAGE,
    /** It says to have happened too long after it was sent. */
    FUTURE_EVENT,
    /** It is of a deal that closed so long ago that it has left saved state. */
    TOO_LATE;

    /** The reason of bytes that hold no record of their topic. */
    static RejectionReason of(WireFormatException.Reason reason) {
        return switch (reason) {
            case MAGIC_BYTE -> MAGIC_BYTE;
            case UNKNOWN_SCHEMA_ID -> UNKNOWN_SCHEMA_ID;
            case WRONG_RECORD -> WRONG_RECORD;
            case INCOMPATIBLE_SCHEMA -> INCOMPATIBLE_SCHEMA;
            case TRUNCATED -> TRUNCATED;
            case TRAILING_BYTES -> TRAILING_BYTES;
            case MALFORMED -> MALFORMED;
        };
    }

    /** The reason as dead letters show it: lower case, with underscores. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
