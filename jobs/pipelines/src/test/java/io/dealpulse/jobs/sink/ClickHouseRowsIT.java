package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.MetricFamilies;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes back of rows that were written. */
class ClickHouseRowsIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final Table ROLLING_CLOSING = Tables.of(
                    new MetricFamilies(new Dimensions(List.of()), new ReportingCalendar(ZoneOffset.UTC))
                            .named("closing"))
            .get(1);

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");
    private static final LocalDate MARCH_31 = LocalDate.of(2024, 3, 31);

    @Test
    void everyKindOfValueComesBackAsStored() throws SQLException {
        List<TableRow> deals = List.of(
                deal("full", -5L, "EUR", 0.1, NOON, MARCH_31, Map.of("b", "it's", "a", "", "größer", "漢字")),
                deal("beyond", Long.MAX_VALUE, "", 1.0, Instant.MIN, LocalDate.of(1900, 1, 1), Map.of()),
                deal("beyond too", Long.MIN_VALUE, "", 1.0, Instant.MAX, LocalDate.of(2299, 12, 31), Map.of()),
                deal("nothing yet", null, "", null, null, null, Map.of("x", "y")));
        TableRow rate = TableRow.of(Tables.FX_RATES, List.of("EUR", "SEK", MARCH_31), new BigDecimal("11.1200000000"));
        TableRow window =
                window("all", MARCH_31, Histogram.of(new TreeMap<>(Map.of((short) 0, 3L, (short) 700, 1L << 40))));

        assertComeBack(Tables.DEALS, deals);
        assertComeBack(Tables.FX_RATES, List.of(rate));
        assertComeBack(
                Tables.DEAL_MILESTONES,
                List.of(
                        milestone("d1", null, List.of("owner=it's", "segment=", "größer=漢字\\ \"[,]\"", "null=NULL")),
                        milestone("d2", 86_400L, List.of())));
        assertComeBack(ROLLING_CLOSING, List.of(window, window("owner", MARCH_31.minusDays(1), Histogram.empty())));
    }

    @Test
    void deletedRowsAndFormerVersionsDoNotComeBackAndColumnsCanBeChosen() throws SQLException {
        TableRow former = waiting("no_stage");
        TableRow present = waiting("stage_undefined");
        write(Tables.WAITING_DEALS, former, 1, 0);
        write(Tables.WAITING_DEALS, present, 2, 0);
        write(Tables.PIPELINES, stage(), 1, 0);
        write(Tables.PIPELINES, stage(), 2, 1);
        Table reasons = new Table(
                "waiting_deals", Tables.WAITING_DEALS.keyColumns(), List.of(Column.of("reason", ColumnType.TEXT)));

        assertThat(read(Tables.WAITING_DEALS)).containsExactly(present);
        assertThat(read(reasons)).containsExactly(TableRow.of(reasons, List.of("d1"), "stage_undefined"));
        assertThat(read(Tables.PIPELINES)).isEmpty();
    }

    @Test
    void theLatestDayIsThatOfRowsThatStand() throws SQLException {
        try (ClickHouseRows rows = new ClickHouseRows(CLICKHOUSE.options())) {
            assertThat(rows.latest(ROLLING_CLOSING, "as_of")).isEmpty();
            write(ROLLING_CLOSING, window("all", MARCH_31.plusDays(1), Histogram.empty()), 1, 0);
            write(ROLLING_CLOSING, window("all", MARCH_31, Histogram.empty()), 2, 0);
            write(ROLLING_CLOSING, window("owner", MARCH_31.minusDays(1), Histogram.empty()), 1, 0);
            assertThat(rows.latest(ROLLING_CLOSING, "as_of")).contains(MARCH_31);
        }
        CLICKHOUSE.execute("TRUNCATE TABLE dealpulse.rolling_closing");
    }

    private static void assertComeBack(Table table, List<TableRow> written) throws SQLException {
        for (TableRow row : written) {
            write(table, row, 1, 0);
        }
        assertThat(read(table))
                .containsExactlyInAnyOrderElementsOf(
                        written.stream().map(table::stored).toList());
        CLICKHOUSE.execute("TRUNCATE TABLE dealpulse." + table.name());
    }

    private static List<TableRow> read(Table table) throws SQLException {
        List<TableRow> read = new ArrayList<>();
        try (ClickHouseRows rows = new ClickHouseRows(CLICKHOUSE.options())) {
            rows.visit(table, read::add);
        }
        return read;
    }

    private static void write(Table table, TableRow row, long version, int deleted) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(row.key());
        values.addAll(Objects.requireNonNull(row.values()));
        try (Connection connection = CLICKHOUSE.options().connect();
                PreparedStatement insert = connection.prepareStatement(table.insertStatement("dealpulse"))) {
            int parameter = 1;
            for (Column column : table.columns()) {
                Object value = values.get(parameter - 1);
                insert.setObject(
                        parameter++, value == null ? null : column.type().toJdbc(value));
            }
            insert.setLong(parameter++, version);
            insert.setLong(parameter++, 0);
            insert.setInt(parameter, deleted);
            insert.executeUpdate();
        }
    }

    private static TableRow deal(
            String dealId,
            @Nullable Long amountCents,
            String currency,
            @Nullable Double probability,
            @Nullable Instant at,
            @Nullable LocalDate expectedCloseOn,
            Map<String, String> attributes) {
        return TableRow.of(
                Tables.DEALS,
                List.of(dealId),
                "sales",
                "lead",
                "open",
                "ann",
                "",
                amountCents,
                currency,
                probability,
                probability,
                at == null ? NOON : at,
                NOON,
                at,
                expectedCloseOn,
                at,
                3L,
                "",
                "",
                "",
                new TreeMap<>(attributes));
    }

    private static TableRow milestone(String dealId, @Nullable Long seconds, List<String> slices) {
        return TableRow.of(
                Tables.DEAL_MILESTONES,
                List.of("sales", "reached", 0L, "lead", MARCH_31, dealId, 1L),
                NOON,
                "",
                seconds,
                seconds == null ? null : NOON,
                List.of("offer"),
                "open",
                null,
                "",
                NOON,
                NOON,
                null,
                slices);
    }

    private static TableRow window(String dimension, LocalDate asOf, Histogram histogram) {
        return TableRow.of(
                ROLLING_CLOSING,
                List.of("sales", dimension, "", "won", "EUR", 30L),
                asOf,
                1L,
                100_00L,
                100_00L,
                0L,
                Long.MAX_VALUE,
                0L,
                histogram);
    }

    private static TableRow waiting(String reason) {
        return TableRow.of(Tables.WAITING_DEALS, List.of("d1"), reason, NOON);
    }

    private static TableRow stage() {
        return TableRow.of(Tables.PIPELINES, List.of("sales", "lead"), "Sales", "Lead", 0L, "open", 0.1, 7L, null);
    }
}
