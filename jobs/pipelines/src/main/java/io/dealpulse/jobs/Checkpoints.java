package io.dealpulse.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/** The checkpoints and savepoints that runs in this process have left behind. */
public final class Checkpoints {

    private Checkpoints() {}

    /**
     * The newest completed checkpoint or savepoint below a directory, whichever run made it.
     *
     * @param directory what the runs were given as their checkpoint directory
     * @throws IOException if the directory can not be read
     */
    public static Optional<String> newest(URI directory) throws IOException {
        FileSystem files = FileSystem.get(directory);
        // One is complete once its metadata file is there: savepoint-<x>/_metadata or <job id>/chk-<n>/_metadata.
        List<FileStatus> runs = children(files, new Path(directory)).toList();
        return Stream.concat(
                        runs.stream(),
                        runs.stream()
                                .flatMap(run -> children(files, run.getPath()))
                                .filter(FileStatus::isDir))
                .flatMap(run -> children(files, run.getPath()))
                .filter(file -> file.getPath().getName().equals(AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME))
                .max(Comparator.comparingLong(FileStatus::getModificationTime))
                .map(metadata -> metadata.getPath().getParent().toString());
    }

    /**
     * Deletes all that runs have left below a directory but one savepoint: what came before it is of no use any more.
     *
     * @param directory as in {@link #newest}; no job may be running on it
     * @param savepoint the one that stays, as Flink names it
     * @throws IOException if something can not be deleted
     */
    public static void keepOnly(URI directory, String savepoint) throws IOException {
        FileSystem files = FileSystem.get(directory);
        String name = new Path(savepoint).getName();
        for (FileStatus child : children(files, new Path(directory)).toList()) {
            if (!child.getPath().getName().equals(name)) {
                files.delete(child.getPath(), true);
            }
        }
    }

    private static Stream<FileStatus> children(FileSystem files, Path directory) {
        try {
            FileStatus[] children = files.listStatus(directory);
            return children == null ? Stream.empty() : Arrays.stream(children);
        } catch (FileNotFoundException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look for checkpoints in " + directory, e);
        }
    }
}
