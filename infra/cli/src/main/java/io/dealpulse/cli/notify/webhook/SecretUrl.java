package io.dealpulse.cli.notify.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The address of a webhook. Whoever knows it whole may post there, so it is a secret: all that is ever shown of it is scheme
 * and host.
 */
public final class SecretUrl {

    private static final int HIGHEST_PORT = 65_535;
    private static final String MASK = "******";

    /** Shorter pieces of an address are no secret, and masking them would make a text unreadable. */
    private static final int SHORTEST_SECRET = 6;

    private final URI uri;

    private SecretUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException that says what is wrong, without the address, if it can't be posted to
     */
    public static SecretUrl parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            // Without the cause, whose message has the whole address.
            throw new IllegalArgumentException("it is no URL: character " + (e.getIndex() + 1) + " is not allowed");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException("it is no URL that begins with http:// or https:// and has a host");
        }
        if (uri.getPort() > HIGHEST_PORT) {
            throw new IllegalArgumentException("its port is greater than " + HIGHEST_PORT);
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a user before the host would not be sent; leave it out");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("what follows # would not be sent; leave it out");
        }
        return new SecretUrl(uri);
    }

    /** The whole address, for the request alone. */
    URI uri() {
        return uri;
    }

    /** The text without the secret pieces of this address: some servers put the path into what they answer. */
    String mask(String text) {
        String masked = text;
        for (String piece : pieces()) {
            masked = masked.replace(piece, MASK);
        }
        return masked;
    }

    private List<String> pieces() {
        return Stream.of(uri.getRawPath(), uri.getPath(), uri.getRawQuery(), uri.getQuery())
                .filter(part -> part != null)
                .flatMap(part -> Stream.concat(Stream.of(part), Arrays.stream(part.split("[/=&]", -1))))
                .filter(piece -> piece.length() >= SHORTEST_SECRET)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Scheme and host, as in {@code https://hooks.example.com}. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost();
    }
}
