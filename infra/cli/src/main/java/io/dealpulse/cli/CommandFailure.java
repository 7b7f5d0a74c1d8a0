package io.dealpulse.cli;

/** A command can't do what it was asked to. The message is one line for the user that says what to do about it. */
public class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure that needs no further explanation. */
    public CommandFailure(String message) {
        super(message);
    }

    /** A failure whose cause is worth a stack trace in the log. */
    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
