package io.dealpulse.schemas;

/** The registry has a schema of this id, but not one in Avro, or not a valid one. */
public final class UnreadableSchemaException extends RegistryException {

    private static final long serialVersionUID = 1;

    private final int schemaId;

    UnreadableSchemaException(int schemaId, Throwable cause) {
        super("schema " + schemaId + " of the registry is no readable Avro schema: " + cause.getMessage(), cause);
        this.schemaId = schemaId;
    }

    /** The id that was asked for. */
    public int schemaId() {
        return schemaId;
    }
}
