package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.events.v1.FxRateSet;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is what is read, and its bytes are those of the format's definition. */
class WireFormatTest {

    private HttpRegistry registry;
    private RegistryClient client;

    @BeforeEach
    void start() throws IOException {
        registry = HttpRegistry.start();
        client = registry.client();
    }

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsBackEveryRecord(EventTopic topic) throws WireFormatException {
        client.register(topic.subject(), topic.schemaText());
        AvroEncoder<SpecificRecord> encoder = new AvroEncoder<>(topic, client);
        AvroDecoder<SpecificRecord> decoder = new AvroDecoder<>(topic, client);

        for (SpecificRecord record : new SpecificRecord[] {Samples.full(topic), Samples.small(topic)}) {
            SpecificRecord read = decoder.decode(encoder.encode(record));

            assertThat(read).isInstanceOf(topic.recordClass()).isEqualTo(record);
        }
    }

    @Test
    void writesMagicByteThenIdThenRecord() {
        for (int id = 1; id < 0x102; id++) {
            registry.add("\"string\"");
        }
        registry.add(EventTopic.FX_RATE_SET.schemaText());

        byte[] message = new AvroEncoder<FxRateSet>(EventTopic.FX_RATE_SET, client).encode(Samples.fxRateSet());

        assertThat(HexFormat.of().formatHex(message))
                .isEqualTo(
                        "00" // magic byte
                                + "00000102" // schema id
                                + "06455552" // "EUR"
                                + "06555344" // "USD"
                                + "cebf02" // day 20455
                                + "0a0286" + "3bca80"); // 10842000000 at scale 10
    }

    @Test
    void mapsAreWrittenInTheOrderOfTheirKeys() {
        client.register(EventTopic.DEAL_CHANGED.subject(), EventTopic.DEAL_CHANGED.schemaText());
        AvroEncoder<DealChanged> encoder = new AvroEncoder<>(EventTopic.DEAL_CHANGED, client);
        Map<String, String> ascending = new LinkedHashMap<>();
        Map<String, String> descending = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            ascending.put("k" + i, "v" + i);
            descending.put("k" + (19 - i), "v" + (19 - i));
        }
        DealChanged one = Samples.dealChanged("d-1");
        DealChanged other = Samples.dealChanged("d-1");
        one.setAttributes(ascending);
        other.setAttributes(descending);

        assertThat(EventBytes.canonical(one)).isEqualTo(EventBytes.canonical(other));
        assertThat(encoder.encode(one)).isEqualTo(encoder.encode(other)).endsWith(EventBytes.canonical(one));
    }

    @Test
    void canonicalBytesTellRecordsApart() {
        DealChanged lesser = Samples.dealChanged("d-1");
        DealChanged greater = Samples.dealChanged("d-1");
        greater.setAttributes(Map.of("segment", "smb", "territory", "south", "product", ""));

        assertThat(EventBytes.canonical(greater)).isNotEqualTo(EventBytes.canonical(lesser));
    }

    @Test
    void aRecordThatBreaksItsSchemaNamesTheFieldAndSpoilsNoOther() throws WireFormatException {
        client.register(EventTopic.DEAL_CHANGED.subject(), EventTopic.DEAL_CHANGED.schemaText());
        AvroEncoder<DealChanged> encoder = new AvroEncoder<>(EventTopic.DEAL_CHANGED, client);
        AvroDecoder<DealChanged> decoder = new AvroDecoder<>(EventTopic.DEAL_CHANGED, client);
        DealChanged withoutId = new DealChanged();
        DealChanged withTenths = Samples.dealChanged("d-1");
        withTenths.setAmount(new BigDecimal("1.005"));
        DealChanged tooLong = Samples.dealChanged("d-1");
        tooLong.setAmount(new BigDecimal("12345678901234567.00"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(withoutId))
                .withMessageContaining("event_id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(withTenths))
                .withMessageContaining("scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encoder.encode(tooLong))
                .withMessageContaining("precision");

        DealChanged good = Samples.dealChanged("d-2");
        assertThat(decoder.decode(encoder.encode(good))).isEqualTo(good);
    }

    @ParameterizedTest
    @EnumSource
    void theRegistryGetsTheSchemaAsItStandsInItsFile(EventTopic topic) {
        int id = client.register(topic.subject(), topic.schemaText());

        assertThat(client.schemaById(id)).doesNotContain("avro.java.string");
        assertThat(client.idOf(topic)).isEqualTo(id);
    }
}
