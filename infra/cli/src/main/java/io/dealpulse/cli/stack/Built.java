package io.dealpulse.cli.stack;

import io.dealpulse.cli.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the build has to make before the stack can run. */
final class Built {

    private Built() {}

    /**
     * Makes sure that a file or directory of the build is there.
     *
     * @throws CommandFailure saying how to build it
     */
    static void require(Path path, String what) {
        if (!Files.exists(path)) {
            throw new CommandFailure(what + " are missing at " + path + ": build them by 'mvn -DskipTests package'.");
        }
    }
}
