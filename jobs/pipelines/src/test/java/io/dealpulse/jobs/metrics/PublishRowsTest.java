package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.jobs.serialization.CodecTypeInformation;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.Test;

class PublishRowsTest {

    private static final List<Object> KEY = List.of("USD", "EUR", LocalDate.of(2024, 3, 1));
    private static final RowKey ROW_KEY = new RowKey(Tables.FX_RATES.name(), KEY);
    private static final TableRow RATE = TableRow.of(Tables.FX_RATES, KEY, new BigDecimal("0.9"));

    @Test
    void deletesAStaleRowThatItNeverMade() throws Exception {
        assertThat(published(PublishedRow.stale(ROW_KEY))).containsExactly(TableRow.deleted(ROW_KEY));
    }

    @Test
    void letsARowThatItMadeStand() throws Exception {
        assertThat(published(PublishedRow.of(RATE), PublishedRow.stale(ROW_KEY)))
                .containsExactly(RATE);
    }

    @Test
    void deletesAStaleRowThatIsGone() throws Exception {
        TableRow deletion = TableRow.deleted(ROW_KEY);
        assertThat(published(PublishedRow.of(RATE), PublishedRow.of(deletion), PublishedRow.stale(ROW_KEY)))
                .containsExactly(RATE, deletion, deletion);
    }

    private static List<TableRow> published(PublishedRow... rows) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<RowKey, PublishedRow, TableRow> harness =
                ProcessFunctionTestHarnesses.forKeyedProcessFunction(
                        new PublishRows(),
                        PublishedRow::key,
                        new CodecTypeInformation<>(RowKey.class, new RowKeyCodec()))) {
            for (PublishedRow row : rows) {
                harness.processElement(row, 0);
            }
            return harness.extractOutputValues();
        }
    }
}
