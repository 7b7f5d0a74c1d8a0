package io.dealpulse.jobs.sink;

import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;

/** Finds rows that a restart may have left wrong. */
public interface StaleRows extends Serializable {

    /**
     * Visits the key of every row that a checkpoint may not know of: its writer had passed the checkpoint's barrier, or
     * is of a later generation than those that had written when it was taken.
     *
     * @param upToGeneration the last generation whose rows are looked at
     */
    void writtenSince(long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor)
            throws IOException;

    /** Visits the key of every row, not deleted, whose version is of an earlier generation. */
    void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) throws IOException;
}
