package io.dealpulse.jobs.metrics;

import io.dealpulse.jobs.sink.ClickHouseExtension;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tables of a hostile history in a real engine, as a batch fills them. */
final class HostileTables {

    private HostileTables() {}

    /** Writes what these tables must show of a history, activities aside. */
    static void write(HostileHistory history, MetricOptions options, List<Table> tables, ClickHouseExtension clickHouse)
            throws Exception {
        BatchTables batch = new BatchTables(options);
        history.deals().forEach(batch::add);
        history.pipelines().forEach(batch::add);
        history.rates().forEach(batch::add);
        List<String> names = tables.stream().map(Table::name).toList();
        List<TableRow> rows = new ArrayList<>();
        batch.rows(Objects.requireNonNull(batch.newestDay()), row -> {
            if (names.contains(row.table())) {
                rows.add(row);
            }
        });
        clickHouse.startWriting(tables, rows).getJobExecutionResult().get();
    }
}
