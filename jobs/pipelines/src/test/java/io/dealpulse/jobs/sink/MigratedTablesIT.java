package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.MetricFamilies;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the jobs write must be what the migrations create, column by column. */
class MigratedTablesIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    static Stream<Table> tables() {
        List<Table> tables = new ArrayList<>(Tables.DEAL_BY_DEAL);
        tables.addAll(List.of(
                Tables.DEAL_ALERTS, Tables.JOB_PROGRESS, Tables.PIPELINES, Tables.FX_RATES, Tables.DEAD_LETTERS));
        new MetricFamilies(new Dimensions(List.of()), new ReportingCalendar(ZoneOffset.UTC))
                .all()
                .forEach(family -> tables.addAll(Tables.of(family)));
        return tables.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void columnsAreThoseOfTheMigration(Table table) throws SQLException {
        Map<String, String> migrated = CLICKHOUSE.query("""
                        SELECT name, type FROM system.columns
                        WHERE database = 'dealpulse' AND table = '%s'
                            AND name NOT IN ('version', 'checkpoint', 'is_deleted')
                            AND default_kind != 'MATERIALIZED'""".formatted(table.name())).stream()
                .collect(Collectors.toMap(column -> column.get(0), column -> column.get(1)));
        // In whatever order: inserts name their columns.
        assertThat(migrated.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        table.columns().stream().map(Column::name).toList());
        for (Column column : table.columns()) {
            assertThat(migrated.get(column.name()))
                    .as("%s.%s", table.name(), column.name())
                    .isIn(typesOf(column));
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void theSortingKeyIsTheKey(Table table) throws SQLException {
        assertThat(CLICKHOUSE.query(
                        "SELECT sorting_key, engine_full FROM system.tables WHERE database = 'dealpulse' AND name = '%s'"
                                .formatted(table.name())))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get(0))
                            .isEqualTo(table.keyColumns().stream()
                                    .map(Column::name)
                                    .collect(Collectors.joining(", ")));
                    assertThat(row.get(1)).startsWith("ReplacingMergeTree(version, is_deleted)");
                });
    }

    private static List<String> typesOf(Column column) {
        List<String> types = switch (column.type()) {
            case TEXT -> List.of("String", "LowCardinality(String)");
            case NUMBER -> List.of("Int64", "UInt64", "Int32", "UInt32", "UInt16", "UInt8");
            case REAL -> List.of("Float64");
            case MONEY -> List.of("Decimal(18, 2)");
            case DECIMAL -> List.of("Decimal(28, 10)", "Decimal(38, 11)");
            case INSTANT -> List.of("DateTime64(3, 'UTC')");
            case DATE -> List.of("Date32");
            case TEXT_LIST -> List.of("Array(LowCardinality(String))");
            case TEXT_MAP -> List.of("Map(LowCardinality(String), String)");
            case HISTOGRAM -> List.of("Map(Int16, Int64)");
        };
        return column.nullable()
                ? types.stream()
                        .map(type -> type.startsWith("LowCardinality(")
                                ? type.replace("(", "(Nullable(") + ")"
                                : "Nullable(" + type + ")")
                        .toList()
                : types;
    }
}
