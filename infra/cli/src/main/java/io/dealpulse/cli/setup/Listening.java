package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Finds out at once that nobody listens where a server should be: clients take long to say so, or say something else. */
final class Listening {

    private static final int CONNECT_MILLIS = 5000;

    private Listening() {}

    /**
     * Makes sure that a web server listens.
     *
     * @throws CommandFailure if nobody does
     */
    static void require(String server, URI url, String flag) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        requireAny(server, url.toString(), flag, List.of(new InetSocketAddress(url.getHost(), port)));
    }

    /**
     * Makes sure that one server of a cluster listens.
     *
     * @param addresses {@code host:port}, comma-separated
     * @throws CommandFailure if none does
     */
    static void requireAny(String server, String addresses, String flag) {
        requireAny(
                server,
                addresses,
                flag,
                Arrays.stream(addresses.split(",", -1))
                        .map(Listening::socketAddress)
                        .toList());
    }

    private static void requireAny(String server, String told, String flag, List<InetSocketAddress> addresses) {
        IOException failure = new IOException("nobody listens at " + told);
        for (InetSocketAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(address, CONNECT_MILLIS);
                return;
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw Unreachable.failure(server, told, flag, failure);
    }

    private static InetSocketAddress socketAddress(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(host, Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
