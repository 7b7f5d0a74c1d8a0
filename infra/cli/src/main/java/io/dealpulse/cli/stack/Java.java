package io.dealpulse.cli.stack;

import java.nio.file.Path;

/** The Java that runs this process, and therefore the stack's servers. */
final class Java {

    private Java() {}

    /** The path of the {@code java} command. */
    static String command() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
