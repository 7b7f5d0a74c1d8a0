package io.dealpulse.jobs.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.core.metric.Histogram;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.Codecs;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * These bytes travel between the subtasks of a running job. A test that fails here says that their format has changed: raise
 * the codec's version.
 */
class RowCodecsTest {

    private static final RowKey KEY = new RowKey("stage_visits", List.of("d-1", 2L, LocalDate.of(1900, 1, 1)));

    /** A value of every type that a cell may hold. */
    private static final List<@Nullable Object> CELLS = Arrays.asList(
            null,
            "zero\0, größer 😀",
            Long.MIN_VALUE,
            -0.25,
            new BigDecimal("1.0811000000"),
            Instant.parse("2024-03-31T12:00:00.123Z"),
            LocalDate.of(2024, 3, 31),
            Map.of("b", "2", "a", ""),
            Histogram.of(0).plus(Histogram.of(3600)),
            List.of("b", "", "a"));

    @Test
    void rowKey() throws IOException {
        assertGolden(new RowKeyCodec(), KEY, "0c73746167655f766973697473030103642d31020406bd8f03");
    }

    @Test
    void tableRow() throws IOException {
        assertGolden(
                new TableRowCodec(),
                new TableRow("deals", List.of("d-1"), CELLS),
                "056465616c73010103642d31010a0001147a65726f002c206772c3b6c39f657220f09f988002"
                        + "ffffffffffffffffff0103bfd0000000000000041405028462c4c005f6e98bc6d26306cab502"
                        + "070201610001620132080200029f0302090301620001" + "61");
        assertGolden(
                new TableRowCodec(), TableRow.deleted(KEY), "0c73746167655f766973697473030103642d31020406bd8f0300");
    }

    @Test
    void stampedRow() throws IOException {
        assertGolden(
                new StampedRowCodec(),
                new StampedRow(TableRow.deleted(KEY), StampRows.version(0xFFFF_FFFFL, 1), 7),
                "010c73746167655f766973697473030103642d31020406bd8f0300fdffffff1f0e");
    }

    @Test
    void aCellOfNoColumnsTypeIsRefused() {
        TableRow row = new TableRow("deals", List.of("d-1"), List.of(1));
        assertThatThrownBy(() -> Codecs.hex(new TableRowCodec(), row)).hasMessageContaining("Integer");
    }

    @Test
    void aMarkOfNoTypeIsCorrupt() {
        assertThatThrownBy(() -> Codecs.read(new RowKeyCodec(), 1, "01640163"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mark 99");
    }

    private static <T> void assertGolden(BinaryCodec<T> codec, T value, String golden) throws IOException {
        assertThat(Codecs.hex(codec, value)).isEqualTo(golden);
        assertThat(Codecs.read(codec, 1, golden)).isEqualTo(value);
    }
}
