package io.dealpulse.jobs.sink;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tables that behave as ReplacingMergeTree(version, is_deleted) read with FINAL; they outlive every crash. */
public final class InMemoryTables implements Generations, StaleRows {

    private static final long serialVersionUID = 1L;

    private final transient List<StampedRow> written = new ArrayList<>();
    private transient long claimed;

    /** Writes a row. */
    public synchronized void write(StampedRow row) {
        written.add(row);
    }

    /** The rows of a table that are there now, by key. */
    public synchronized Map<List<Object>, List<Object>> rows(Table table) {
        Map<List<Object>, List<Object>> rows = new TreeMap<>(Comparator.comparing(List::toString));
        newest(table).forEach((key, row) -> {
            if (!row.row().isDeleted()) {
                rows.put(key, row.row().values());
            }
        });
        return rows;
    }

    /** The rows of all tables that are there now. */
    public synchronized List<TableRow> allRows() {
        Map<RowKey, StampedRow> newest = new HashMap<>();
        for (StampedRow row : written) {
            newest.merge(row.row().rowKey(), row, (a, b) -> a.version() >= b.version() ? a : b);
        }
        return newest.values().stream()
                .map(StampedRow::row)
                .filter(row -> !row.isDeleted())
                .toList();
    }

    /** Forgets all rows but the first ones, as if the writer had died before it sent them. */
    public synchronized void lose(int acknowledged) {
        written.subList(acknowledged, written.size()).clear();
    }

    /** How many rows were ever written. */
    public synchronized int writes() {
        return written.size();
    }

    @Override
    public synchronized long highest() {
        return Math.max(
                claimed,
                written.stream().mapToLong(row -> row.version() >>> 32).max().orElse(0));
    }

    @Override
    public synchronized long claim(String writer) {
        claimed = highest() + 1;
        return claimed;
    }

    @Override
    public synchronized void writtenSince(
            long checkpoint, long generation, long upToGeneration, Table table, Consumer<RowKey> visitor) {
        written.stream()
                .filter(row -> row.row().table().equals(table.name())
                        && (row.checkpoint() >= checkpoint || row.version() >>> 32 > generation)
                        && row.version() >>> 32 <= upToGeneration)
                .map(row -> row.row().rowKey())
                .distinct()
                .toList()
                .forEach(visitor);
    }

    @Override
    public synchronized void writtenBefore(long generation, Table table, Consumer<RowKey> visitor) {
        newest(table).values().stream()
                .filter(row -> !row.row().isDeleted() && row.version() >>> 32 < generation)
                .map(row -> row.row().rowKey())
                .toList()
                .forEach(visitor);
    }

    private Map<List<Object>, StampedRow> newest(Table table) {
        Map<List<Object>, StampedRow> newest = new HashMap<>();
        for (StampedRow row : written) {
            if (row.row().table().equals(table.name())) {
                newest.merge(row.row().key(), row, (a, b) -> a.version() >= b.version() ? a : b);
            }
        }
        return newest;
    }
}
