package io.dealpulse.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.MetricFamilies;
import io.dealpulse.jobs.sink.Table;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.verify.Difference.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableComparisonTest {

    private static final LocalDate MARCH_5 = LocalDate.of(2024, 3, 5);

    private static final Table CLOSING_DAILY = Tables.of(
                    new MetricFamilies(new Dimensions(List.of()), new ReportingCalendar(ZoneOffset.UTC))
                            .named("closing"))
            .get(0);

    @Test
    void equalRowsAgreeInWhateverOrder() {
        List<TableRow> rows = LongStream.range(0, 5000)
                .mapToObj(number -> rate(MARCH_5.plusDays(number), "1.5"))
                .toList();
        TableComparison comparison = new TableComparison(Tables.FX_RATES, 5);
        rows.forEach(comparison::expect);
        for (int i = rows.size() - 1; i >= 0; i--) {
            comparison.find(rows.get(i));
        }

        assertThat(comparison.needsExplanation()).isFalse();
        assertThat(comparison.result()).isEqualTo(new TableResult("fx_rates", 5000, 0, 0, 0, List.of()));
    }

    @Test
    void differentMissingAndUnexpectedRowsAreTold() {
        TableResult result = compare(
                Tables.FX_RATES,
                5,
                List.of(rate(MARCH_5, "1.5"), rate(MARCH_5.plusDays(1), "1.5"), rate(MARCH_5.plusDays(2), "1.5")),
                List.of(rate(MARCH_5, "1.5"), rate(MARCH_5.plusDays(1), "1.6"), rate(MARCH_5.plusDays(3), "1.5")));

        assertThat(result)
                .isEqualTo(new TableResult(
                        "fx_rates",
                        3,
                        1,
                        1,
                        1,
                        List.of(
                                new Difference(
                                        Kind.DIFFERENT,
                                        "base='EUR', quote='USD', date=2024-03-06",
                                        List.of("rate: expected 1.5, found 1.6")),
                                new Difference(Kind.MISSING, "base='EUR', quote='USD', date=2024-03-07", List.of()),
                                new Difference(
                                        Kind.UNEXPECTED, "base='EUR', quote='USD', date=2024-03-08", List.of()))));
        assertThat(result.differences()).isEqualTo(3);
    }

    @Test
    void ofManyDifferencesSomeOfEachKindAreTold() {
        List<TableRow> missing = LongStream.range(0, 50)
                .mapToObj(number -> rate(MARCH_5.plusDays(number), "1.5"))
                .toList();
        List<TableRow> unexpected = LongStream.range(100, 150)
                .mapToObj(number -> rate(MARCH_5.plusDays(number), "1.5"))
                .toList();

        TableResult result = compare(Tables.FX_RATES, 3, missing, unexpected);

        assertThat(result.differences()).isEqualTo(100);
        assertThat(result.examples())
                .extracting(Difference::kind)
                .containsExactly(Kind.MISSING, Kind.UNEXPECTED, Kind.MISSING);
        assertThat(compare(Tables.FX_RATES, 0, missing, unexpected).examples()).isEmpty();
    }

    @Test
    void whatTheTableCanNotHoldIsComparedAsItHoldsIt() {
        Table table = CLOSING_DAILY;

        TableResult result = compare(
                table,
                5,
                List.of(closing(Long.MAX_VALUE, Histogram.of(5))),
                List.of(closing(999_999_999_999_999_999L, Histogram.of(5))));

        assertThat(result.differences()).isZero();
        assertThat(compare(
                                Tables.FX_RATES,
                                5,
                                List.of(rate(MARCH_5, "1.5000000000")),
                                List.of(Tables.FX_RATES.stored(rate(MARCH_5, "1.50"))))
                        .differences())
                .isZero();
    }

    @Test
    void everyColumnThatDiffersIsNamedWithMoneyInUnitsAndMapsByEntry() {
        Histogram one = Histogram.of(new TreeMap<>(Map.of((short) 7, 3L, (short) 9, 1L)));
        Histogram other = Histogram.of(new TreeMap<>(Map.of((short) 7, 4L, (short) 9, 1L)));

        TableResult result = compare(CLOSING_DAILY, 5, List.of(closing(100_05, one)), List.of(closing(-5, other)));

        assertThat(result.examples())
                .singleElement()
                .extracting(Difference::cells)
                .isEqualTo(List.of("amount: expected 100.05, found -0.05", "histogram: expected {7: 3}, found {7: 4}"));
    }

    @Test
    void listsAreToldWhole() {
        TableResult result = compare(
                Tables.DEAL_MILESTONES,
                5,
                List.of(milestone(List.of("owner=ann", "segment="))),
                List.of(milestone(List.of("owner=bob", "segment="))));

        assertThat(result.examples())
                .singleElement()
                .extracting(Difference::cells)
                .isEqualTo(List.of("slices: expected ['owner=ann', 'segment='], found ['owner=bob', 'segment=']"));
    }

    @Test
    void whatHasNotHappenedDiffersFromWhatHas() {
        TableResult result = compare(
                Tables.DEALS,
                5,
                List.of(deal(null, Map.of("segment", "smb", "source", "fair"))),
                List.of(deal(Instant.parse("2024-03-05T09:00:00Z"), Map.of("segment", "smb"))));

        assertThat(result.examples())
                .singleElement()
                .extracting(Difference::cells)
                .isEqualTo(List.of(
                        "closed_at: expected NULL, found 2024-03-05T09:00:00Z",
                        "attributes: expected {source: fair}, found {}"));
    }

    @Test
    void twoExpectedRowsOfOneKeyAreRefused() {
        TableComparison comparison = new TableComparison(Tables.FX_RATES, 5);
        comparison.expect(rate(MARCH_5, "1.5"));

        assertThatThrownBy(() -> comparison.expect(rate(MARCH_5, "1.6")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2024-03-05");
    }

    private static TableResult compare(Table table, int mostExamples, List<TableRow> expected, List<TableRow> found) {
        TableComparison comparison = new TableComparison(table, mostExamples);
        expected.forEach(comparison::expect);
        found.forEach(comparison::find);
        if (comparison.needsExplanation()) {
            expected.forEach(comparison::explain);
        }
        return comparison.result();
    }

    private static TableRow rate(LocalDate date, String rate) {
        return TableRow.of(Tables.FX_RATES, List.of("EUR", "USD", date), new BigDecimal(rate));
    }

    private static TableRow closing(long amountCents, Histogram histogram) {
        return TableRow.of(
                CLOSING_DAILY,
                List.of("sales", "all", "", "won", "EUR", MARCH_5),
                1L,
                amountCents,
                0L,
                0L,
                5L,
                0L,
                histogram);
    }

    private static TableRow milestone(List<String> slices) {
        return TableRow.of(
                Tables.DEAL_MILESTONES,
                List.of("sales", "won", 0L, "won", MARCH_5, "d1", 2L),
                Instant.EPOCH,
                "",
                5L,
                null,
                List.of(),
                "won",
                null,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                slices);
    }

    private static TableRow deal(@Nullable Instant closedAt, Map<String, String> attributes) {
        @Nullable Object[] values = new Object[Tables.DEALS.valueColumns().size()];
        Arrays.fill(values, "");
        values[11] = closedAt;
        values[18] = new TreeMap<>(attributes);
        values[5] = 1L;
        values[7] = 0.5;
        values[8] = null;
        values[9] = Instant.EPOCH;
        values[10] = Instant.EPOCH;
        values[12] = MARCH_5;
        values[13] = null;
        values[14] = 0L;
        return TableRow.of(Tables.DEALS, List.of("d1"), values);
    }
}
