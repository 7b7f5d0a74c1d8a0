package io.dealpulse.jobs.options;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of options: one {@code option = value} a line; lines that are blank or begin with # say nothing. */
final class ConfigFile {

    /**
     * One line that sets an option.
     *
     * @param origin file and line, for messages
     */
    record Line(String key, String value, String origin) {}

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws InvalidOptionException if it can't be read or a line is not {@code option = value}
     */
    static List<Line> read(Path file) {
        List<String> texts = lines(file);
        List<Line> lines = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            String text = texts.get(index).strip();
            String origin = file + ", line " + (index + 1);
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new InvalidOptionException(origin + ": not a line of the form option = value.");
            }
            lines.add(new Line(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip(),
                    origin));
        }
        return lines;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new InvalidOptionException("Config file " + file + " does not exist.", e);
        } catch (MalformedInputException e) {
            throw new InvalidOptionException("Config file " + file + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new InvalidOptionException("Config file " + file + " can't be read: " + e.getMessage(), e);
        }
    }
}
