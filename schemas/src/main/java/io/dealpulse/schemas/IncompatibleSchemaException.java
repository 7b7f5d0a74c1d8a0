package io.dealpulse.schemas;

/** The registry refused a schema, because it is not compatible with those that its subject already has. */
public final class IncompatibleSchemaException extends RegistryException {

    private static final long serialVersionUID = 1;

    private final String subject;

    IncompatibleSchemaException(String subject, Throwable cause) {
        super("the schema is not compatible with those of subject " + subject + ": " + cause.getMessage(), cause);
        this.subject = subject;
    }

    /** The subject under which it was to be registered. */
    public String subject() {
        return subject;
    }
}
