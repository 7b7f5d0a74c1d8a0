package io.dealpulse.clickhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The migrations on the class path, in the order of {@code index.txt}: a class path cannot be listed. */
final class MigrationFiles {

    static final String DIRECTORY = "/clickhouse/migrations/";
    static final String INDEX = "index.txt";

    private MigrationFiles() {}

    static List<Migration> load() {
        List<Migration> migrations = new ArrayList<>();
        for (String file : read(INDEX).lines().toList()) {
            Migration migration = Migration.of(file, read(file));
            if (migration.number() != migrations.size() + 1) {
                throw new IllegalStateException("Migration " + file + " is number " + (migrations.size() + 1) + " in "
                        + INDEX + "; numbers count from 1 without a gap");
            }
            migrations.add(migration);
        }
        return List.copyOf(migrations);
    }

    private static String read(String file) {
        try (InputStream stream = MigrationFiles.class.getResourceAsStream(DIRECTORY + file)) {
            if (stream == null) {
                throw new IllegalStateException("Class path resource " + DIRECTORY + file + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
