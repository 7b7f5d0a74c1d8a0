package io.dealpulse.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Dealpulse's own directory, the root of the repository. */
public final class Home {

    private static final String PROPERTY = "dealpulse.home";

    private Home() {}

    /**
     * Its absolute path, from the system property {@code dealpulse.home} that the launcher sets.
     *
     * @throws CommandFailure if the property is missing or names no directory
     */
    public static Path directory() {
        String text = System.getProperty(PROPERTY, "");
        Path directory = Path.of(text).toAbsolutePath().normalize();
        if (text.isEmpty() || !Files.isDirectory(directory)) {
            throw new CommandFailure(
                    "Dealpulse's own directory is not known: start it by the launcher ./dealpulse, or set"
                            + " the system property " + PROPERTY + ".");
        }
        return directory;
    }
}
