package io.dealpulse.jobs.options;

/** An option is unknown or its value is not allowed. The message is one line made for the user, without secrets. */
public final class InvalidOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Says in one line what is wrong, where it came from and what is allowed. */
    public InvalidOptionException(String message) {
        super(message);
    }

    InvalidOptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
