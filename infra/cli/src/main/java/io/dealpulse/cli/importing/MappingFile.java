package io.dealpulse.cli.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.cli.importing.mapping.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a mapping: a file, or one of those that come with Dealpulse by its name. */
final class MappingFile {

    /** The mappings in the directory infra/cli/mappings. */
    static final List<String> SHIPPED = List.of("bpi2012-loans.yaml", "maven-crm.yaml");

    private MappingFile() {}

    /**
     * Reads a mapping.
     *
     * @param argument a path, or the name of a shipped mapping, with or without its ending
     * @throws ImportException where there is none
     * @throws io.dealpulse.cli.yaml.YamlFileException where it says something that can't be
     */
    static Mapping read(String argument) {
        Path path = Path.of(argument);
        try {
            if (Files.isRegularFile(path)) {
                return Mapping.parse(String.valueOf(path.getFileName()), Files.readString(path));
            }
            for (String shipped : SHIPPED) {
                if (shipped.equals(argument) || shipped.equals(argument + ".yaml")) {
                    return Mapping.parse(shipped, shipped(shipped));
                }
            }
        } catch (IOException e) {
            throw new ImportException("the mapping " + argument + " can't be read: " + e, e);
        }
        throw new ImportException("no mapping " + argument + ": give a file, or one of those that come with Dealpulse: "
                + String.join(", ", SHIPPED));
    }

    private static String shipped(String name) throws IOException {
        try (InputStream stream = MappingFile.class.getResourceAsStream("/mappings/" + name)) {
            if (stream == null) {
                throw new IOException("it is missing in this build");
            }
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
