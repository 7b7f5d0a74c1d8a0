package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.MetricFamilies;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on their way through the real sink into the real engine. */
class ClickHouseTablesIT {

    @RegisterExtension
    static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

    private static final MetricFamilies FAMILIES =
            new MetricFamilies(new Dimensions(List.of()), new ReportingCalendar(ZoneOffset.UTC));

    private static final Table CLOSING_DAILY =
            Tables.of(FAMILIES.named("closing")).get(0);

    private static final Table PIPELINE_FLOW_DAILY =
            Tables.of(FAMILIES.named("pipeline_flow")).get(0);

    private static final List<Table> TABLES = List.of(
            Tables.DEALS,
            Tables.DEAL_MILESTONES,
            Tables.WAITING_DEALS,
            Tables.FX_RATES,
            Tables.DEAD_LETTERS,
            CLOSING_DAILY,
            PIPELINE_FLOW_DAILY);

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");

    static Stream<String> texts() {
        return Stream.of(
                "",
                "it's \"quoted\" and `ticked`",
                "back\\slash \\' \\\\",
                "line\nfeed\r\ttab\b\f",
                "größer 漢字 😀 \u202e",
                "zero\0byte",
                "? :x {y:String} $1 -- /* */ ; DROP",
                "\uFFFD");
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        for (Table table : TABLES) {
            CLICKHOUSE.execute("TRUNCATE TABLE dealpulse." + table.name());
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsComeThroughByteByByte(String text) throws Exception {
        write(deal("d" + text, text, 1L, NOON, null, Map.of(text, text, "k", "v")));
        assertThat(CLICKHOUSE.query("""
                        SELECT hex(deal_id), hex(owner_id), hex(attributes['k']), length(attributes),
                            arrayStringConcat(arraySort(arrayMap(
                                (k, v) -> concat(hex(k), '=', hex(v)), mapKeys(attributes), mapValues(attributes))), ',')
                        FROM dealpulse.deals FINAL"""))
                .containsExactly(List.of(
                        hex("d" + text),
                        hex(text),
                        hex("v"),
                        "2",
                        Stream.of(hex(text) + "=" + hex(text), hex("k") + "=" + hex("v"))
                                .sorted()
                                .reduce((one, other) -> one + "," + other)
                                .orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void textsInListsComeThroughByteByByte(String text) throws Exception {
        write(milestone(LocalDate.of(2024, 3, 31), List.of(text, "k"), List.of()));
        assertThat(CLICKHOUSE.query("""
                        SELECT arrayStringConcat(arrayMap(text -> hex(text), went_on_to), ','), length(slices)
                        FROM dealpulse.deal_milestones FINAL""")).containsExactly(List.of(hex(text) + "," + hex("k"), "0"));
    }

    /** ClickHouse refuses more than 100 partitions in one insert, unless told otherwise. */
    @Test
    void oneInsertTakesRowsOfAnyNumberOfQuarters() throws Exception {
        TableRow[] quarters = IntStream.range(0, 150)
                .mapToObj(quarter ->
                        milestone(LocalDate.of(1985, 2, 3).plusMonths(3L * quarter), List.of(), List.of("owner=")))
                .toArray(TableRow[]::new);
        write(quarters);
        assertThat(
                        CLICKHOUSE.query(
                                "SELECT count(), uniqExact(_partition_id), uniqExact(checkpoint) FROM dealpulse.deal_milestones FINAL"))
                .containsExactly(List.of("150", "150", "1"));
    }

    /** Partitions end where a Date does: beyond are one before and one after, of which no row may be lost. */
    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "1969-12-31", "1970-01-01", "2024-03-31", "2149-06-07", "2299-12-31"})
    void aMilestoneOfAnyDayIsFoundByIt(String day) throws Exception {
        write(
                milestone(LocalDate.of(1950, 5, 5), List.of(), List.of()),
                milestone(LocalDate.of(2020, 5, 5), List.of(), List.of()),
                milestone(LocalDate.of(2200, 5, 5), List.of(), List.of()),
                milestone(LocalDate.parse(day), List.of(), List.of()));
        assertThat(CLICKHOUSE.query(
                        "SELECT toString(day) FROM dealpulse.deal_milestones FINAL WHERE day = '%s'".formatted(day)))
                .containsExactly(List.of(day));
        assertThat(CLICKHOUSE.query("""
                        SELECT count() FROM dealpulse.deal_milestones FINAL
                        WHERE day BETWEEN toDate32('%1$s') - 1 AND toDate32('%1$s') + 1""".formatted(day))).containsExactly(List.of("1"));
    }

    @Test
    void everyTypeOfColumnComesThrough() throws Exception {
        write(deal("d", "ann", -123_456L, NOON, LocalDate.of(2024, 4, 1), Map.of()));
        assertThat(CLICKHOUSE.query("""
                        SELECT toString(amount), probability, probability_override, toUnixTimestamp64Milli(created_at),
                            toUnixTimestamp64Milli(closed_at), toString(expected_close_on), activities,
                            length(attributes), version > 0, checkpoint, is_deleted
                        FROM dealpulse.deals FINAL"""))
                .containsExactly(Arrays.asList(
                        "-1234.56",
                        "0.1",
                        null,
                        Long.toString(NOON.toEpochMilli()),
                        null,
                        "2024-04-01",
                        "3",
                        "0",
                        "1",
                        "0",
                        "0"));
    }

    @Test
    void aHistogramAndSumsComeThrough() throws Exception {
        Histogram histogram =
                Histogram.empty().plus(Histogram.of(0)).plus(Histogram.of(5)).plus(Histogram.of(Long.MAX_VALUE));
        write(closing(LocalDate.of(2024, 3, 31), 5, -7, 0, 0, 5, histogram, 2));
        assertThat(CLICKHOUSE.query("""
                        SELECT toString(day), deals, toString(amount), seconds, toString(histogram), activities
                        FROM dealpulse.closing_daily FINAL"""))
                .containsExactly(List.of(
                        "2024-03-31",
                        "5",
                        "-0.07",
                        "5",
                        histogram.countsByIndex().toString().replace("=", ":").replace(", ", ","),
                        "2"));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 999_999_999_999_999_999L, -999_999_999_999_999_999L, Long.MIN_VALUE})
    void moneyBeyondTheColumnIsCutToWhatItHolds(long cents) throws Exception {
        write(closing(LocalDate.of(2024, 3, 31), 1, cents, cents, 0, 0, Histogram.empty(), 0));
        String most = cents > 0 ? "9999999999999999.99" : "-9999999999999999.99";
        assertThat(
                        CLICKHOUSE.query(
                                "SELECT toString(amount), toString(amount_base), length(histogram) FROM dealpulse.closing_daily"))
                .containsExactly(List.of(most, most, "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001", "1.0811000000", "999999999999999999.9999999999", "1E+3"})
    void ratesComeThroughExactly(String rate) throws Exception {
        write(TableRow.of(Tables.FX_RATES, List.of("EUR", "USD", LocalDate.of(1900, 1, 1)), new BigDecimal(rate)));
        assertThat(CLICKHOUSE.query("SELECT toString(rate), toString(date) FROM dealpulse.fx_rates FINAL"))
                .containsExactly(
                        List.of(new BigDecimal(rate).stripTrailingZeros().toPlainString(), "1900-01-01"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0E-11", "-0.00000000001", "92233720368547758.07999999999", "-92233720368547758.08"})
    void exactAmountsComeThroughExactly(String amount) throws Exception {
        write(TableRow.of(
                PIPELINE_FLOW_DAILY,
                List.of("sales", "all", "", "lead", "EUR", "reweighted", LocalDate.of(2024, 3, 31)),
                0L,
                0L,
                0L,
                new BigDecimal(amount)));
        assertThat(CLICKHOUSE.query("SELECT toString(weighted_own) FROM dealpulse.pipeline_flow_daily FINAL"))
                .containsExactly(
                        List.of(new BigDecimal(amount).stripTrailingZeros().toPlainString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "2262-04-11T23:47:16.854Z"})
    void farTimesComeThrough(String at) throws Exception {
        Instant instant = Instant.parse(at);
        LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
        write(deal("d", "", 0L, instant, day, Map.of()), closing(day, 1, 0, 0, 0, 0, Histogram.empty(), 0));
        assertThat(CLICKHOUSE.query(
                        "SELECT toUnixTimestamp64Milli(created_at), toString(expected_close_on) FROM dealpulse.deals"))
                .containsExactly(List.of(Long.toString(instant.toEpochMilli()), day.toString()));
        assertThat(CLICKHOUSE.query("SELECT toString(day) FROM dealpulse.closing_daily"))
                .containsExactly(List.of(day.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1900-01-01", "2299-12-31"})
    void farDaysComeThrough(String day) throws Exception {
        write(
                deal("d", "", 0L, NOON, LocalDate.parse(day), Map.of()),
                closing(LocalDate.parse(day), 1, 0, 0, 0, 0, Histogram.empty(), 0));
        assertThat(CLICKHOUSE.query("SELECT toString(expected_close_on) FROM dealpulse.deals"))
                .containsExactly(List.of(day));
        assertThat(CLICKHOUSE.query("SELECT toString(day) FROM dealpulse.closing_daily"))
                .containsExactly(List.of(day));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
    void aDeadLetterWithABrokenTimestampIsKept(long timestamp) throws Exception {
        write(TableRow.of(
                Tables.DEAD_LETTERS,
                List.of("crm.deal.changed.v1", 0L, 5L),
                Instant.ofEpochMilli(timestamp),
                "truncated",
                "ends",
                null,
                "AA=="));
        assertThat(CLICKHOUSE.query("SELECT toYear(kafka_timestamp), key, payload FROM dealpulse.dead_letters"))
                .containsExactly(
                        Arrays.asList(timestamp == -1 ? "1969" : timestamp < 0 ? "1900" : "2262", null, "AA=="));
    }

    @Test
    void ofTwoRowsOfAKeyTheLaterStandsAndADeletionTakesItAway() throws Exception {
        RowKey gone = new RowKey("waiting_deals", List.of("gone"));
        RowKey goneDeal = new RowKey("deals", List.of("d"));
        write(
                waiting("gone", "no_stage"),
                waiting("back", "no_stage"),
                waiting("changed", "no_stage"),
                TableRow.deleted(gone),
                TableRow.deleted(new RowKey("waiting_deals", List.of("back"))),
                waiting("back", "stage_undefined"),
                waiting("changed", "stage_undefined"),
                deal("d", "ann", 1L, NOON, null, Map.of("a", "b")),
                TableRow.deleted(goneDeal),
                closing(LocalDate.of(2024, 3, 31), 1, 1, 1, 0, 1, Histogram.of(1), 1),
                TableRow.deleted(new RowKey(
                        "closing_daily", List.of("sales", "all", "", "won", "EUR", LocalDate.of(2024, 3, 31)))));
        assertThat(CLICKHOUSE.query("SELECT deal_id, reason FROM dealpulse.waiting_deals FINAL ORDER BY deal_id"))
                .containsExactly(List.of("back", "stage_undefined"), List.of("changed", "stage_undefined"));
        assertThat(CLICKHOUSE.query("SELECT count() FROM dealpulse.deals FINAL"))
                .containsExactly(List.of("0"));
        assertThat(CLICKHOUSE.query("SELECT count() FROM dealpulse.closing_daily FINAL"))
                .containsExactly(List.of("0"));
    }

    @Test
    void rowsWaitForAServerThatIsAway() throws Exception {
        CLICKHOUSE.stop();
        JobClient job;
        try {
            job = start(waiting("d", "no_stage"));
        } finally {
            CLICKHOUSE.startAgain();
        }
        job.getJobExecutionResult().get();
        assertThat(CLICKHOUSE.query("SELECT deal_id FROM dealpulse.waiting_deals FINAL"))
                .containsExactly(List.of("d"));
    }

    @Test
    void aFailedBatchIsSentAgainWholeAndOnce() throws Exception {
        CLICKHOUSE.execute("RENAME TABLE dealpulse.waiting_deals TO dealpulse.elsewhere");
        JobClient job;
        try {
            long failures = unknownTables();
            job = start(waiting("one", "no_stage"), waiting("other", "no_stage"));
            await().atMost(Duration.ofSeconds(30)).until(() -> unknownTables() > failures);
        } finally {
            CLICKHOUSE.execute("RENAME TABLE dealpulse.elsewhere TO dealpulse.waiting_deals");
        }
        job.getJobExecutionResult().get();
        assertThat(CLICKHOUSE.query("SELECT deal_id FROM dealpulse.waiting_deals ORDER BY deal_id"))
                .containsExactly(List.of("one"), List.of("other"));
    }

    private static long unknownTables() throws SQLException {
        return CLICKHOUSE.query("SELECT toString(sum(value)) FROM system.errors WHERE name = 'UNKNOWN_TABLE'").stream()
                .mapToLong(row -> Long.parseLong(row.get(0)))
                .sum();
    }

    private static void write(TableRow... rows) throws Exception {
        start(rows).getJobExecutionResult().get();
    }

    private static JobClient start(TableRow... rows) throws Exception {
        List<Table> tables = new ArrayList<>(TABLES);
        tables.removeIf(
                table -> Arrays.stream(rows).noneMatch(row -> row.table().equals(table.name())));
        return CLICKHOUSE.startWriting(tables, List.of(rows));
    }

    private static TableRow deal(
            String dealId,
            String ownerId,
            Long cents,
            Instant createdAt,
            @Nullable LocalDate expectedCloseOn,
            Map<String, String> attributes) {
        return TableRow.of(
                Tables.DEALS,
                List.of(dealId),
                "sales",
                "lead",
                "open",
                ownerId,
                "",
                cents,
                "EUR",
                0.1,
                null,
                createdAt,
                createdAt,
                null,
                expectedCloseOn,
                null,
                3L,
                "",
                "",
                "",
                new TreeMap<>(attributes));
    }

    private static TableRow milestone(LocalDate day, List<String> wentOnTo, List<String> slices) {
        return TableRow.of(
                Tables.DEAL_MILESTONES,
                List.of("sales", "reached", 0L, "lead", day, "d", 1L),
                NOON,
                "",
                null,
                null,
                wentOnTo,
                "open",
                1L,
                "EUR",
                NOON,
                NOON,
                null,
                slices);
    }

    private static TableRow waiting(String dealId, String reason) {
        return TableRow.of(Tables.WAITING_DEALS, List.of(dealId), reason, NOON);
    }

    private static TableRow closing(
            LocalDate day,
            long deals,
            long amount,
            long amountBase,
            long unconverted,
            long seconds,
            Histogram histogram,
            long activities) {
        return TableRow.of(
                CLOSING_DAILY,
                List.of("sales", "all", "", "won", "EUR", day),
                deals,
                amount,
                amountBase,
                unconverted,
                seconds,
                activities,
                histogram);
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
