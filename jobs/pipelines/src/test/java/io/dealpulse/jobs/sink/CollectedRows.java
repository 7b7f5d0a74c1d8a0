package io.dealpulse.jobs.sink;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.jspecify.annotations.Nullable;

/**
 * A sink that keeps what is written in this JVM, where an earlier run has left one row. Subtasks are copies, so that what they
 * keep is static: one sink at a time.
 */
public final class CollectedRows implements RowSink {

    private static final Queue<StampedRow> WRITTEN = new ConcurrentLinkedQueue<>();

    private final StaleRow stale;

    /** An empty one, beside a row of an earlier run, in a table whose key is texts. */
    public CollectedRows(RowKey stale) {
        this.stale = new StaleRow(
                stale.table(), stale.values().stream().map(String.class::cast).toList());
        WRITTEN.clear();
    }

    /** The rows of a table that stand, by key. */
    public Map<List<Object>, List<@Nullable Object>> present(Table table) {
        return WRITTEN.stream()
                .filter(row -> row.row().table().equals(table.name()))
                .collect(Collectors.toMap(
                        row -> row.row().key(), Function.identity(), (a, b) -> a.version() > b.version() ? a : b))
                .values()
                .stream()
                .filter(row -> !row.row().isDeleted())
                .collect(Collectors.toMap(
                        row -> row.row().key(), row -> row.row().values()));
    }

    /** Whether the deletion of a row was written. */
    public boolean hasDeleted(RowKey key) {
        return WRITTEN.stream()
                .anyMatch(row -> row.row().isDeleted() && row.row().rowKey().equals(key));
    }

    @Override
    public Generations generations(String job, List<Table> tables) {
        return stale;
    }

    @Override
    public StaleRows staleRows() {
        return stale;
    }

    @Override
    public void write(SingleOutputStreamOperator<Void> stamped, List<Table> tables, String uid) {
        for (Table table : tables) {
            stamped.getSideOutput(StampRows.outputOf(table.name()))
                    .filter(row -> WRITTEN.add(row)) // not a method reference, which would take a copy along
                    .uid(uid + "-keep-" + table.name())
                    .sinkTo(new DiscardingSink<>())
                    .uid(uid + "-" + table.name());
        }
    }

    /** One row of an earlier run; keys themselves don't travel to the subtasks. */
    private record StaleRow(String ofTable, List<String> key) implements StaleRows, Generations {

        @Override
        public void writtenSince(
                long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor) {
            throw new IllegalStateException("nothing was restored");
        }

        @Override
        public void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) {
            if (table.name().equals(ofTable)) {
                visitor.accept(new RowKey(ofTable, List.copyOf(key)));
            }
        }

        @Override
        public long highest() {
            return 1;
        }

        @Override
        public long claim(String writer) {
            return 2;
        }
    }
}
