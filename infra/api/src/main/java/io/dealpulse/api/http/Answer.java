package io.dealpulse.api.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The body of an answer, with a tag by which a client can tell whether it has it already. */
public final class Answer {

    private final byte[] body;
    private final String etag;

    private Answer(byte[] body, String etag) {
        this.body = body;
        this.etag = etag;
    }

    /** An answer of these bytes. */
    public static Answer of(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 18));
            return new Answer(body, '"' + tag + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Whether the client has it already, by its If-None-Match header. */
    public boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    /** In UTF-8; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** In quotes: equal for equal bodies alone. */
    public String etag() {
        return etag;
    }
}
