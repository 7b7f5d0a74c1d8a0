package io.dealpulse.cli.setup;

import io.dealpulse.cli.CommandFailure;

/** What to say when a server can't be reached. */
final class Unreachable {

    private Unreachable() {}

    /** A failure that says how to start the server, or how to name another. */
    static CommandFailure failure(String server, String address, String flag, Throwable cause) {
        return new CommandFailure(
                "%s can't be reached at %s: './dealpulse up' starts the local stack, %s names another one."
                        .formatted(server, address, flag),
                cause);
    }
}
