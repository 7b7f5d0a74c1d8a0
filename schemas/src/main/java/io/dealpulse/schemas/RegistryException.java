package io.dealpulse.schemas;

import java.util.Objects;

/** The schema registry did not give what it was asked for; the subclass says why, and so what to do. */
public abstract sealed class RegistryException extends RuntimeException
        permits RegistryUnreachableException,
                RegistryRefusedException,
                UnknownSchemaIdException,
                UnreadableSchemaException,
                SchemaNotRegisteredException,
                IncompatibleSchemaException {

    private static final long serialVersionUID = 1;

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what failed and, where there is one, the way out; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
