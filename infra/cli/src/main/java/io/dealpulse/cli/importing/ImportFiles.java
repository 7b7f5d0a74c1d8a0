package io.dealpulse.cli.importing;

import io.dealpulse.cli.importing.mapping.Mapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The CSV files that were given, under the names by which the mapping knows them. */
final class ImportFiles {

    private final Map<String, List<Path>> paths;

    private ImportFiles(Map<String, List<Path>> paths) {
        this.paths = paths;
    }

    /**
     * Finds each file's place in the mapping.
     *
     * @param arguments paths that end in a name that the mapping knows, or {@code name=path}; several paths may be given
     *     for one input, but only one for a file that is joined
     * @throws ImportException where a file does not exist, is unknown to the mapping, or is missing
     */
    static ImportFiles match(Mapping mapping, List<String> arguments) {
        Set<String> known = new LinkedHashSet<>(mapping.inputFiles());
        known.addAll(mapping.joinedFiles());
        Map<String, List<Path>> paths = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            boolean named = equals > 0 && known.contains(argument.substring(0, equals));
            Path path = Path.of(named ? argument.substring(equals + 1) : argument);
            String name = named ? argument.substring(0, equals) : String.valueOf(path.getFileName());
            if (!known.contains(name)) {
                throw new ImportException(argument + ": " + mapping.file() + " knows no file of this name; it knows "
                        + String.join(", ", known) + ". Another name is given as NAME=PATH, as in "
                        + known.stream().findFirst().orElse("deals.csv") + "=" + path);
            }
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new ImportException(path + ": no such file, or it can't be read");
            }
            paths.computeIfAbsent(name, unused -> new ArrayList<>()).add(path);
        }
        known.removeAll(paths.keySet());
        if (!known.isEmpty()) {
            throw new ImportException(mapping.file() + " also needs " + String.join(", ", known)
                    + ": give the path of each, or NAME=PATH where the file is called otherwise");
        }
        for (String joined : mapping.joinedFiles()) {
            if (paths.getOrDefault(joined, List.of()).size() > 1) {
                throw new ImportException(joined + " is given twice, and rows are looked up in it: give one file");
            }
        }
        return new ImportFiles(paths);
    }

    /** The files of that name, at least one. */
    List<Path> of(String name) {
        return List.copyOf(paths.getOrDefault(name, List.of()));
    }

    /** All files. */
    List<Path> all() {
        return paths.values().stream().flatMap(List::stream).toList();
    }
}
