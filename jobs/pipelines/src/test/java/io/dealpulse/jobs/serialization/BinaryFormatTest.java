package io.dealpulse.jobs.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryFormatTest {

    private final DataOutputSerializer out = new DataOutputSerializer(16);

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "-1, 1",
        "63, 1",
        "-64, 1",
        "64, 2",
        "-65, 2",
        "1711886400123, 6",
        "9223372036854775807, 10",
        "-9223372036854775808, 10"
    })
    void numbersTakeAsManyBytesAsTheyNeed(long number, int length) throws IOException {
        BinaryFormat.writeLong(number, out);

        assertThat(out.length()).isEqualTo(length);
        assertThat(BinaryFormat.readLong(written())).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "127, 1", "128, 2", "9223372036854775807, 9"})
    void numbersFromZeroUpwards(long number, int length) throws IOException {
        BinaryFormat.writeUnsigned(number, out);

        assertThat(out.length()).isEqualTo(length);
        assertThat(BinaryFormat.readUnsigned(written())).isEqualTo(number);
    }

    @Test
    void anUnsignedNumberIsNeverNegative() {
        assertThatThrownBy(() -> BinaryFormat.writeUnsigned(-1, out)).hasMessageContaining("-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "größer", "😀"})
    void texts(String text) throws IOException {
        BinaryFormat.writeText(text, out);
        BinaryFormat.writeNullableText(text, out);
        BinaryFormat.writeNullableText(null, out);

        DataInputDeserializer in = written();
        assertThat(BinaryFormat.readText(in)).isEqualTo(text);
        assertThat(BinaryFormat.readNullableText(in)).isEqualTo(text);
        assertThat(BinaryFormat.readNullableText(in)).isNull();
        assertThat(in.available()).isZero();
    }

    @Test
    void aTextIsItsUtf8AfterItsLength() throws IOException {
        BinaryFormat.writeText("é", out);

        byte[] utf8 = "é".getBytes(StandardCharsets.UTF_8);
        assertThat(out.getCopyOfBuffer()).containsExactly(2, utf8[0], utf8[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1.0811000000", "-0.10", "1e30", "999999999999999999.9999999999"})
    void decimalsKeepTheirScale(String number) throws IOException {
        BinaryFormat.writeDecimal(new BigDecimal(number), out);
        BinaryFormat.writeNullableDecimal(null, out);

        DataInputDeserializer in = written();
        assertThat(BinaryFormat.readDecimal(in)).isEqualTo(new BigDecimal(number));
        assertThat(BinaryFormat.readNullableDecimal(in)).isNull();
    }

    @Test
    void equalMapsGiveEqualBytes() throws IOException {
        Map<String, String> oneOrder = new LinkedHashMap<>();
        oneOrder.put("b", "2");
        oneOrder.put("a", "1");
        Map<String, String> otherOrder = new LinkedHashMap<>();
        otherOrder.put("a", "1");
        otherOrder.put("b", "2");
        DataOutputSerializer other = new DataOutputSerializer(16);

        BinaryFormat.writeTexts(oneOrder, out);
        BinaryFormat.writeTexts(otherOrder, other);

        assertThat(out.getCopyOfBuffer()).isEqualTo(other.getCopyOfBuffer());
        assertThat(BinaryFormat.readTextMap(written())).isEqualTo(oneOrder);
    }

    @Test
    void aNumberThatDoesNotEndIsCorrupt() {
        byte[] endless = "ÿ".repeat(11).getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> BinaryFormat.readLong(new DataInputDeserializer(endless)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("corrupt state");
    }

    private DataInputDeserializer written() {
        return new DataInputDeserializer(out.getCopyOfBuffer());
    }
}
