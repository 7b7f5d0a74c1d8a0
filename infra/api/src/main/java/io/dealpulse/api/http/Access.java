package io.dealpulse.api.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask: those with the token, where there is one, and those who call the server by one of its names. The latter keeps
 * a web page of another origin from reaching a server on the loopback interface by a name of its own (DNS rebinding).
 */
public final class Access {

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";

    private final byte[] token;
    private final Set<String> names;

    /**
     * These rules.
     *
     * @param token '' if anybody may ask
     * @param bind the address that the server listens on; any name will do if it is not of the loopback interface and no
     *     other is allowed
     * @param allowedHosts further names, without a port
     */
    public Access(String token, String bind, List<String> allowedHosts) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.names = new HashSet<>();
        if (isLoopback(bind) || !allowedHosts.isEmpty()) {
            names.addAll(LOOPBACK_NAMES);
            if (!isWildcard(bind)) {
                names.add(nameOf(bind));
            }
            allowedHosts.forEach(host -> names.add(host.toLowerCase(Locale.ROOT)));
        }
    }

    /** Whether only this machine reaches that address. */
    public static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Listening there fails for the same reason, and says so.
            return false;
        }
    }

    /** The name by which an address, not a wildcard, stands in a URL or a Host header: in brackets if it is one of IPv6. */
    public static String nameOf(String address) {
        return address.contains(":") && !address.startsWith("[")
                ? "[" + address + "]"
                : address.toLowerCase(Locale.ROOT);
    }

    /** Whether it stands for all addresses of the machine. */
    public static boolean isWildcard(String address) {
        try {
            return InetAddress.getByName(address).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The problem with a Host header, if there is one. */
    public Optional<Problem> ofHost(@Nullable String host) {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = host == null ? "" : host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return names.contains(name) ? Optional.empty() : Optional.of(Problem.wrongHost(name));
    }

    /** The problem with an Authorization header, if there is one. Takes as long for a nearly right token as for a wrong one. */
    public Optional<Problem> ofToken(@Nullable String authorization) {
        if (token.length == 0) {
            return Optional.empty();
        }
        byte[] given =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                        ? authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8)
                        : new byte[0];
        return MessageDigest.isEqual(given, token) ? Optional.empty() : Optional.of(Problem.unauthorized());
    }
}
