package io.dealpulse.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as RFC 9457 has it.
 *
 * @param type names the kind of problem
 * @param title the kind in words
 * @param status of the HTTP answer
 * @param detail what to do about it
 * @param parameter the wrong parameter, if it was one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String parameter) {

    /** The media type of problems. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int LONGEST_VALUE = 60;

    private static Problem of(String type, String title, int status, String detail, @Nullable String parameter) {
        return new Problem("urn:dealpulse:problem:" + type, title, status, detail, parameter);
    }

    /** A parameter is missing, unknown, repeated or has a value that is not allowed. */
    public static Problem wrongParameter(String parameter, String detail) {
        return of("wrong-parameter", "Wrong parameter", 400, detail, excerpt(parameter));
    }

    /** The request as a whole can't be read. */
    public static Problem badRequest(String detail) {
        return of("bad-request", "Bad request", 400, detail, null);
    }

    /** No token, or another one. */
    public static Problem unauthorized() {
        return of(
                "unauthorized",
                "Unauthorized",
                401,
                "Send the token that serve was started with: 'Authorization: Bearer TOKEN'.",
                null);
    }

    /** The server is called by a name that it does not go by. */
    public static Problem wrongHost(String host) {
        return of(
                "wrong-host",
                "Wrong host",
                403,
                "This server does not go by the name '" + excerpt(host) + "': allow it with --allow-host.",
                null);
    }

    /** What a parameter names does not exist. */
    public static Problem notFound(String parameter, String what, String value) {
        return of("not-found", "Not found", 404, "There is no " + what + " '" + excerpt(value) + "'.", parameter);
    }

    /** There is no such path. */
    public static Problem noSuchPath(String path) {
        return of(
                "no-such-path",
                "Not found",
                404,
                "There is nothing at '" + excerpt(path) + "': /openapi.yaml lists what there is.",
                null);
    }

    /** Only reading is possible. */
    public static Problem methodNotAllowed(String method) {
        return of(
                "method-not-allowed",
                "Method not allowed",
                405,
                "Only GET and HEAD, not " + excerpt(method) + ".",
                null);
    }

    /** Any other status that the server itself gives, to what is no valid HTTP request for example. */
    public static Problem ofStatus(int status, String reason) {
        return of("http-" + status, reason, status, "The server could not take this request.", null);
    }

    /** ClickHouse does not answer, or not in time; asking again later may help. */
    public static Problem unavailable(String detail) {
        return of("unavailable", "Service unavailable", 503, detail, null);
    }

    /** A fault of the server's; its log tells more. */
    public static Problem internal() {
        return of("internal", "Internal server error", 500, "The server's log says what went wrong.", null);
    }

    /** A value that a client sent, cut and without anything unprintable, fit to be shown. */
    public static String excerpt(String value) {
        StringBuilder shown = new StringBuilder();
        value.codePoints().limit(LONGEST_VALUE).forEach(point -> {
            if (point == '\'' || point == '\\') {
                shown.append('\\').appendCodePoint(point);
            } else if (Character.isISOControl(point)
                    || Character.getType(point) == Character.FORMAT
                    || Character.getType(point) == Character.SURROGATE) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return value.codePointCount(0, value.length()) > LONGEST_VALUE ? shown + "…" : shown.toString();
    }
}
