package io.dealpulse.cli.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that a receiver and we share, so that it can tell our webhooks from others'. Signs as the specification <a
 * href="https://www.standardwebhooks.com/">Standard Webhooks</a> says: HMAC-SHA256 of id, time and body.
 */
public final class SigningKey {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    private SigningKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Reads a secret.
     *
     * @param secret {@code whsec_} and the key in base64
     * @throws IllegalArgumentException that says what is wrong, without the secret
     */
    public static SigningKey parse(String secret) {
        byte[] key = decode(secret.strip());
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a signing secret is whsec_ and then %d to %d random bytes in base64".formatted(SHORTEST, LONGEST));
        }
        return new SigningKey(key);
    }

    private static byte[] decode(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /**
     * The value of header {@code webhook-signature}.
     *
     * @param webhookId that of header {@code webhook-id}
     * @param at that of header {@code webhook-timestamp}, in whole seconds
     * @param body the body as it is sent
     */
    String sign(String webhookId, Instant at, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((webhookId + "." + at.getEpochSecond() + ".").getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HMAC-SHA256, which every JVM must have", e);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "whsec_******";
    }
}
