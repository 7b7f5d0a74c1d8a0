package io.dealpulse.schemas;

/**
 * The registry gave no usable answer: no connection, a time-out, an answer that is none of a registry, or a server error
 * (HTTP 5xx, 408, 429). This says nothing about the record at hand: try again, see {@link RegistryBackoff}.
 */
public final class RegistryUnreachableException extends RegistryException {

    private static final long serialVersionUID = 1;

    private final String url;

    RegistryUnreachableException(String url, Throwable cause) {
        super("schema registry " + url + " cannot be reached: " + describe(cause), cause);
        this.url = url;
    }

    /** The registry's address, several with commas between them; without credentials. */
    public String url() {
        return url;
    }

    private static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
