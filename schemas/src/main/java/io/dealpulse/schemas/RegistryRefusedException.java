package io.dealpulse.schemas;

/**
 * The registry understood and refused: credentials (HTTP 401, 403), a wrong path in its address (404), an invalid request
 * (422). Asking again will not help, and no record is to blame: the settings must be mended.
 */
public final class RegistryRefusedException extends RegistryException {

    private static final long serialVersionUID = 1;

    private final int status;

    RegistryRefusedException(String url, String request, int status, Throwable cause) {
        super(
                "schema registry " + url + " refused to " + request + " (HTTP " + status + "): " + cause.getMessage()
                        + advice(status),
                cause);
        this.status = status;
    }

    /** The answer's HTTP status. */
    public int status() {
        return status;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "; check the registry's credentials (basic.auth.* or bearer.auth.*)";
            case 404 -> "; check the path in the registry's address";
            default -> "";
        };
    }
}
