package io.dealpulse.cli.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The line of a failed server's log that most likely says why it failed. */
final class LogTail {

    private static final int MAX_LENGTH = 240;
    private static final Pattern CAUSE = Pattern.compile("^Caused by: |\\b(ERROR|FATAL)\\b|Exception: |[Ee]rror: ");
    private static final Pattern STACK_FRAME = Pattern.compile("^\\s+at |^\\s*\\.\\.\\. \\d+ more");

    private LogTail() {}

    /** The last line that names an error, else the last line; cut to 240 characters. */
    static String telling(Path log) {
        List<String> lines;
        try {
            lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .filter(STACK_FRAME.asPredicate().negate())
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            return "its log can't be read: " + e.getMessage();
        }
        String line = last(lines, CAUSE.asPredicate(), last(lines, any -> true, "it printed nothing"));
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }

    private static String last(List<String> lines, Predicate<String> wanted, String otherwise) {
        return lines.stream().filter(wanted).reduce((former, latter) -> latter).orElse(otherwise);
    }
}
