package io.dealpulse.schemas;

/** The registry answered that it has no schema of this id. */
public final class UnknownSchemaIdException extends RegistryException {

    private static final long serialVersionUID = 1;

    private final int schemaId;

    UnknownSchemaIdException(int schemaId, String url, Throwable cause) {
        super("schema registry " + url + " has no schema with id " + schemaId, cause);
        this.schemaId = schemaId;
    }

    /** The id that was asked for. */
    public int schemaId() {
        return schemaId;
    }
}
