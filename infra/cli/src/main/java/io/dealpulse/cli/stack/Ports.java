package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports on 127.0.0.1. */
public final class Ports {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private Ports() {}

    /** Whether nobody listens on a port. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns if nobody listens on a port.
     *
     * @param use what it is for, as in "for the dashboard"
     * @param flag by which another one is chosen
     * @throws CommandFailure that says so
     */
    public static void requireFree(int port, String use, String flag) {
        if (!isFree(port)) {
            throw new CommandFailure(
                    "Port %d on 127.0.0.1, %s, is taken; choose another with %s PORT.".formatted(port, use, flag));
        }
    }

    /** A port that nobody listens on now. */
    public static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on 127.0.0.1", e);
        }
    }
}
