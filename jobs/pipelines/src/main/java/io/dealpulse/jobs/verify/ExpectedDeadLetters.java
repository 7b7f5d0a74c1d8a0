package io.dealpulse.jobs.verify;

import io.dealpulse.jobs.sink.Column;
import io.dealpulse.jobs.sink.ColumnType;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.RejectedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The dead letters that the table must show: of each its place, the reason and what is wrong, but not its bytes. */
final class ExpectedDeadLetters {

    /** The columns compared. */
    static final Table TABLE = new Table(
            Tables.DEAD_LETTERS.name(),
            Tables.DEAD_LETTERS.keyColumns(),
            List.of(Column.of("reason", ColumnType.TEXT), Column.of("detail", ColumnType.TEXT)));

    /** @param subjects the deals that it may speak of */
    private record Letter(TableRow row, List<String> subjects) {}

    private final List<Letter> letters = new ArrayList<>();
    private final Set<String> erasedDeals = new HashSet<>();

    /** Takes a record that was rejected. */
    void add(RejectedRecord rejected) {
        TableRow row = TableRow.of(
                TABLE,
                List.of(rejected.topic(), (long) rejected.partition(), rejected.offset()),
                rejected.reason(),
                rejected.detail());
        letters.add(new Letter(row, rejected.subjects()));
    }

    /** Takes the erasure of a deal. */
    void erase(String dealId) {
        erasedDeals.add(dealId);
    }

    /** Visits the row of each. */
    void rows(Consumer<TableRow> visitor) {
        letters.stream().filter(this::isKept).map(Letter::row).forEach(visitor);
    }

    /** An erased deal takes its dead letters away, those before its erasure and those after it. */
    private boolean isKept(Letter letter) {
        return letter.subjects().stream().noneMatch(erasedDeals::contains);
    }
}
