package io.dealpulse.api.http;

import java.util.Map;
import java.util.function.BiConsumer;

/** What every answer tells browsers: to run nothing but our own scripts, and to keep what they get to themselves. */
public final class SecurityHeaders {

    private static final Map<String, String> HEADERS = Map.of(
            // The charts set styles on their elements.
            "Content-Security-Policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    private SecurityHeaders() {}

    public static void forEach(BiConsumer<String, String> header) {
        HEADERS.forEach(header);
    }
}
