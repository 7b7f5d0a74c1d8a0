package io.dealpulse.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a file of rules: a file, or one of those that come with Dealpulse by its name. */
final class RulesFile {

    /** The files in the directory infra/cli/rules. */
    static final List<String> SHIPPED = List.of("bpi2012-loans.yaml", "common.yaml");

    private RulesFile() {}

    /**
     * Reads a file of rules.
     *
     * @param argument a path, or the name of a shipped file, with or without its ending
     * @throws CommandFailure where there is none
     * @throws io.dealpulse.cli.yaml.YamlFileException where it says something that can't be
     */
    static RuleChoice read(String argument) {
        Path path = Path.of(argument);
        try {
            if (Files.isRegularFile(path)) {
                return RulesParser.parse(String.valueOf(path.getFileName()), Files.readString(path));
            }
            for (String shipped : SHIPPED) {
                if (shipped.equals(argument) || shipped.equals(argument + ".yaml")) {
                    return RulesParser.parse(shipped, shipped(shipped));
                }
            }
        } catch (IOException e) {
            throw new CommandFailure("The rules %s can't be read: %s".formatted(argument, e), e);
        }
        throw new CommandFailure("No rules %s: give a file, or one of those that come with Dealpulse: %s"
                .formatted(argument, String.join(", ", SHIPPED)));
    }

    private static String shipped(String name) throws IOException {
        try (InputStream stream = RulesFile.class.getResourceAsStream("/rules/" + name)) {
            if (stream == null) {
                throw new IOException("it is missing in this build");
            }
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
