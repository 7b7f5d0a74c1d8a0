package io.dealpulse.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path directory;

    @Test
    void thereIsNoneInADirectoryThatIsNotThere() throws IOException {
        assertThat(Checkpoints.newest(directory.resolve("none").toUri())).isEmpty();
    }

    @Test
    void findsTheNewestCompletedCheckpointOrSavepoint() throws IOException {
        complete("run-1/chk-9", 1);
        complete("run-2/chk-3", 3);
        Files.createDirectories(directory.resolve("run-2/chk-4"));
        complete("savepoint-a", 2);
        assertThat(Checkpoints.newest(directory.toUri()))
                .hasValueSatisfying(path -> assertThat(path).endsWith("run-2/chk-3"));
        complete("savepoint-b", 4);
        assertThat(Checkpoints.newest(directory.toUri()))
                .hasValueSatisfying(path -> assertThat(path).endsWith("savepoint-b"));
    }

    @Test
    void keepsOneSavepointAndNothingElse() throws IOException {
        complete("run-1/chk-9", 1);
        complete("savepoint-a", 2);
        complete("savepoint-b", 3);
        Checkpoints.keepOnly(
                directory.toUri(), directory.resolve("savepoint-b").toUri().toString());
        assertThat(directory).isDirectoryNotContaining("glob:**/run-1").isDirectoryNotContaining("glob:**/savepoint-a");
        assertThat(directory.resolve("savepoint-b/_metadata")).exists();
    }

    private void complete(String checkpoint, long second) throws IOException {
        Path metadata = directory.resolve(checkpoint).resolve("_metadata");
        Files.createDirectories(metadata.getParent());
        Files.createFile(metadata);
        Files.setLastModifiedTime(metadata, FileTime.from(Instant.ofEpochSecond(second)));
    }
}
