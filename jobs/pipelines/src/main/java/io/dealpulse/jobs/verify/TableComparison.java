package io.dealpulse.jobs.verify;

import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.verify.Difference.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the rows of one table: first all that are expected go in, then all that are found. What exactly is expected is
 * not kept: if rows differ, the expected ones are wanted once more.
 */
final class TableComparison {

    private final Table table;
    private final int mostExamples;
    private final Fingerprints expected = new Fingerprints();
    private final Map<Kind, List<Difference>> examples = new EnumMap<>(Kind.class);
    private final Map<RowKey, TableRow> unexplained = new HashMap<>();

    private long rows;
    private long different;
    private long unexpected;

    /**
     * @param mostExamples how many differences are told one by one; 0 or more
     */
    TableComparison(Table table, int mostExamples) {
        this.table = table;
        this.mostExamples = mostExamples;
        for (Kind kind : Kind.values()) {
            examples.put(kind, new ArrayList<>());
        }
    }

    /** Takes a row that must be there. */
    void expect(TableRow row) {
        expected.add(table.stored(row));
    }

    /** Takes a row that is there. */
    void find(TableRow row) {
        rows++;
        switch (expected.meet(row)) {
            case SAME -> {}
            case DIFFERENT -> {
                different++;
                if (unexplained.size() < mostExamples) {
                    unexplained.put(row.rowKey(), row);
                }
            }
            case ABSENT -> {
                unexpected++;
                add(Difference.unexpected(table, row));
            }
        }
    }

    /** Whether {@link #explain} wants the expected rows once more. */
    boolean needsExplanation() {
        return mostExamples > 0 && (different > 0 || missing() > 0);
    }

    /** Takes a row that must be there once more. */
    void explain(TableRow row) {
        TableRow found = unexplained.remove(row.rowKey());
        if (found != null) {
            add(Difference.different(table, table.stored(row), found));
        } else if (!expected.isMet(row)) {
            add(Difference.missing(table, row));
        }
    }

    /** What came out. */
    TableResult result() {
        return new TableResult(table.name(), rows, different, missing(), unexpected, mixedExamples());
    }

    private long missing() {
        return (long) expected.size() - expected.met();
    }

    private void add(Difference difference) {
        List<Difference> ofKind = examples.getOrDefault(difference.kind(), List.of());
        if (ofKind.size() < mostExamples) {
            ofKind.add(difference);
        }
    }

    /** Some of each kind, rather than of one kind all. */
    private List<Difference> mixedExamples() {
        List<Difference> mixed = new ArrayList<>();
        for (int i = 0; i < mostExamples; i++) {
            for (List<Difference> ofKind : examples.values()) {
                if (i < ofKind.size() && mixed.size() < mostExamples) {
                    mixed.add(ofKind.get(i));
                }
            }
        }
        return mixed;
    }
}
