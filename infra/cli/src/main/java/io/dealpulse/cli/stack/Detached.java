package io.dealpulse.cli.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands whose process is no part of the terminal's session, so that Ctrl-C there doesn't reach it. */
final class Detached {

    private static final String SETSID = "setsid";

    private Detached() {}

    /** The command in a session of its own where the system has {@code setsid}, which keeps the process id; else as it is. */
    static List<String> command(List<String> command) {
        if (!isOnPath(SETSID)) {
            return command;
        }
        List<String> detached = new ArrayList<>(List.of(SETSID));
        detached.addAll(command);
        return detached;
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
