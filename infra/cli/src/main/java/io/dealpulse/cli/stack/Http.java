package io.dealpulse.cli.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** A look at whether an HTTP server answers. */
final class Http {

    private static final int TIMEOUT_MILLIS = 2000;

    private Http() {}

    /** Whether a GET of that URL gives 200 within 2 s. */
    static boolean answers(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
