package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityType;
import io.dealpulse.events.v1.DealChanged;
import io.dealpulse.schemas.WireFormatException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad message costs exactly that message, and says why. */
class AvroDecoderTest {

    private static final EventTopic TOPIC = EventTopic.DEAL_CHANGED;

    private HttpRegistry registry;
    private RegistryClient client;
    private AvroDecoder<DealChanged> decoder;
    private int id;

    @BeforeEach
    void start() throws IOException {
        registry = HttpRegistry.start();
        client = registry.client();
        decoder = new AvroDecoder<>(TOPIC, client);
        id = registry.add(TOPIC.schemaText());
    }

    @AfterEach
    void stop() {
        SpecificData.getForClass(DealChanged.class).setFastReaderEnabled(true);
        client.close();
        registry.close();
    }

    @ParameterizedTest(name = "Avro''s fast reader: {0}")
    @ValueSource(booleans = {true, false})
    void anyBadMessageAfterAnyOtherSparesTheGoodOnes(boolean fastReader) throws Exception {
        SpecificData.getForClass(DealChanged.class).setFastReaderEnabled(fastReader);
        Map<Bad, byte[]> bad = badMessages();
        assertThat(bad.keySet()).extracting(Bad::reason).contains(Reason.values());
        byte[] good = encode(Samples.dealChanged("d-1"));
        byte[] small = encode(Samples.smallDealChanged("d-2"));

        for (Map.Entry<Bad, byte[]> first : bad.entrySet()) {
            for (Map.Entry<Bad, byte[]> second : bad.entrySet()) {
                assertThat(decoder.decode(good)).isEqualTo(Samples.dealChanged("d-1"));
                assertBad(first);
                assertBad(second);
                assertThat(decoder.decode(small))
                        .as("after %s, %s", first.getKey(), second.getKey())
                        .isEqualTo(Samples.smallDealChanged("d-2"));
            }
        }
    }

    @Test
    void everyPrefixIsTruncatedAndSparesTheNextMessage() throws Exception {
        byte[] good = encode(Samples.dealChanged("d-1"));

        for (int length = 0; length < good.length; length++) {
            assertReason(Arrays.copyOf(good, length), Reason.TRUNCATED);
            assertThat(decoder.decode(good)).isEqualTo(Samples.dealChanged("d-1"));
        }
    }

    @Test
    void everyByteMoreIsTrailing() throws Exception {
        byte[] good = encode(Samples.dealChanged("d-1"));

        for (int more = 1; more < 20; more++) {
            assertReason(Arrays.copyOf(good, good.length + more), Reason.TRAILING_BYTES);
            assertThat(decoder.decode(good)).isEqualTo(Samples.dealChanged("d-1"));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void noiseIsReadOrRefusedAndSparesTheNextMessage(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] good = encode(Samples.dealChanged("d-1"));
        int refused = 0;

        for (int i = 0; i < 5_000; i++) {
            byte[] noisy = good.clone();
            for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
                noisy[random.nextInt(WireFormat.HEADER_LENGTH, noisy.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                decoder.decode(noisy);
            } catch (WireFormatException e) {
                assertThat(e.reason()).isIn(Reason.TRUNCATED, Reason.TRAILING_BYTES, Reason.MALFORMED);
                refused++;
            }
            assertThat(decoder.decode(good)).isEqualTo(Samples.dealChanged("d-1"));
        }

        assertThat(refused).isBetween(500, 4_999);
    }

    @Test
    void aLengthThatTheMessageCannotHoldTakesNoMemory() throws Exception {
        byte[] hugeString = message(id, bytes -> writeLong(bytes, Integer.MAX_VALUE - 8));
        byte[] hugeArray = hugeCount();

        assertReason(hugeString, Reason.TRUNCATED);
        assertReason(hugeArray, Reason.TRUNCATED);
    }

    @Test
    void olderAndNewerSchemasAreReadAsOurs() throws Exception {
        Schema older = without(schema(), "competitor", "probability", "attributes");
        Schema newer = new Schema.Parser()
                .parse(schema().toString()
                        .replace(
                                "\"fields\":[",
                                "\"fields\":[{\"name\":\"team\",\"type\":{\"type\":\"array\",\"items\":\"string\"},"
                                        + "\"default\":[]},"));
        GenericRecord oldRecord = minimal(older, "d-1");
        oldRecord.put("amount", ByteBuffer.wrap(new byte[] {1, 0}));
        GenericRecord newRecord = minimal(newer, "d-2");
        newRecord.put("team", List.of("anna", "ben"));
        newRecord.put("attributes", Map.of("segment", "smb"));

        DealChanged fromOld = decoder.decode(encode(registry.add(older.toString()), oldRecord));
        DealChanged fromNew = decoder.decode(encode(registry.add(newer.toString()), newRecord));

        assertThat(fromOld.getDealId()).isEqualTo("d-1");
        assertThat(fromOld.getAmount()).isEqualTo(new BigDecimal("2.56"));
        assertThat(fromOld.getAttributes()).isEmpty();
        assertThat(fromNew.getDealId()).isEqualTo("d-2");
        assertThat(fromNew.getAttributes()).containsEntry("segment", "smb");
    }

    @Test
    void newFieldsOfEveryTypeAreSteppedOver() throws Exception {
        Schema newer = new Schema.Parser().parse(schema().toString().replace("\"fields\":[", """
                                        "fields":[
                                          {"name": "s", "type": "string"}, {"name": "b", "type": "bytes"},
                                          {"name": "i", "type": "int"}, {"name": "l", "type": "long"},
                                          {"name": "f", "type": "float"}, {"name": "d", "type": "double"},
                                          {"name": "t", "type": "boolean"}, {"name": "n", "type": "null"},
                                          {"name": "x", "type": {"type": "fixed", "name": "X", "size": 3}},
                                          {"name": "e", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}},
                                          {"name": "a", "type": {"type": "array", "items": ["null", "string"]}},
                                          {"name": "m", "type": {"type": "map", "values": "double"}},"""));
        GenericRecord event = minimal(newer, "d-1");
        event.put("s", "größer");
        event.put("b", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        event.put("i", Integer.MIN_VALUE);
        event.put("l", Long.MIN_VALUE);
        event.put("f", -1.5f);
        event.put("d", Double.NaN);
        event.put("t", true);
        event.put("x", new GenericData.Fixed(newer.getField("x").schema(), new byte[] {1, 2, 3}));
        event.put("e", new GenericData.EnumSymbol(newer.getField("e").schema(), "B"));
        event.put("a", Arrays.asList("one", null, "three"));
        event.put("m", Map.of("one", 1.0, "two", 2.0));
        event.put("probability", 0.125);
        event.put("attributes", Map.of("segment", "smb", "territory", "north"));
        int newerId = registry.add(newer.toString());
        ByteArrayOutputStream inBlocks = new ByteArrayOutputStream();
        BinaryEncoder encoder = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(inBlocks, null);
        new GenericDatumWriter<GenericRecord>(newer).write(event, encoder);
        encoder.flush();

        for (byte[] message :
                List.of(encode(newerId, event), message(newerId, bytes -> bytes.writeBytes(inBlocks.toByteArray())))) {
            DealChanged read = decoder.decode(message);

            assertThat(read.getDealId()).isEqualTo("d-1");
            assertThat(read.getProbability()).isEqualTo(0.125);
            assertThat(read.getAttributes()).isEqualTo(Map.of("segment", "smb", "territory", "north"));
        }
    }

    @Test
    void aNewSymbolReadsAsUnknown() throws Exception {
        EventTopic topic = EventTopic.ACTIVITY_LOGGED;
        Schema newer =
                new Schema.Parser().parse(topic.schemaText().replace("\"CALL\", ", "\"CALL\", \"CARRIER_PIGEON\", "));
        GenericRecord activity = new GenericData.Record(newer);
        activity.put("activity_id", "a-1");
        activity.put("occurred_at", 0L);
        activity.put("type", new GenericData.EnumSymbol(newer.getField("type").schema(), "CARRIER_PIGEON"));
        activity.put("state", new GenericData.EnumSymbol(newer.getField("state").schema(), "DONE"));
        AvroDecoder<ActivityLogged> activities = new AvroDecoder<>(topic, client);

        ActivityLogged read = activities.decode(encode(registry.add(newer.toString()), activity));

        assertThat(read.getType()).isEqualTo(ActivityType.UNKNOWN);
    }

    @Test
    void asksForEachSchemaOnceAlsoForThoseItCannotRead() throws Exception {
        byte[] good = encode(Samples.dealChanged("d-1"));
        byte[] other = message(registry.add(EventTopic.FX_RATE_SET.schemaText()), bytes -> {});
        for (int i = 0; i < 5; i++) {
            decoder.decode(good);
            assertReason(other, Reason.WRONG_RECORD);
        }

        assertThat(registry.requests())
                .extracting(HttpRegistry.Request::path)
                .containsExactly("/schemas/ids/" + id, "/schemas/ids/" + (id + 1));
    }

    @Test
    void anUnreachableRegistryIsNoFaultOfTheMessage() throws Exception {
        byte[] good = encode(Samples.dealChanged("d-1"));
        registry.answers(503, "down for maintenance");

        assertThatExceptionOfType(RegistryUnreachableException.class).isThrownBy(() -> decoder.decode(good));

        registry.recovers();
        assertThat(decoder.decode(good)).isEqualTo(Samples.dealChanged("d-1"));

        registry.answers(503, "down again");
        assertThat(decoder.decode(good)).as("known schemas need no registry").isEqualTo(Samples.dealChanged("d-1"));
    }

    @Test
    void aRefusalIsNoFaultOfTheMessageEither() {
        registry.answers(401, HttpRegistry.error(401, "Unauthorized"));

        assertThatExceptionOfType(RegistryRefusedException.class)
                .isThrownBy(() -> decoder.decode(encode(Samples.dealChanged("d-1"))));
    }

    @Test
    void messagesNameTheFault() throws Exception {
        byte[] tooLong = encode(id, decimal("12345678901234567.00"));
        int micros = registry.add(TOPIC.schemaText().replace("timestamp-millis", "timestamp-micros"));

        assertReason(tooLong, Reason.MALFORMED, "amount has 19 digits, 18 are allowed");
        assertReason(
                encode(micros, Samples.dealChanged("d-1")),
                Reason.INCOMPATIBLE_SCHEMA,
                "occurred_at is written as timestamp-micros, read as timestamp-millis");
        assertReason(
                message(registry.add(EventTopic.FX_RATE_SET.schemaText()), bytes -> {}),
                Reason.WRONG_RECORD,
                "io.dealpulse.events.v1.FxRateSet");
        assertReason(new byte[] {7, 0, 0, 0, 1}, Reason.MAGIC_BYTE, "7 instead of 0");
        assertReason(message(999, bytes -> {}), Reason.UNKNOWN_SCHEMA_ID, "999");
    }

    private Map<Bad, byte[]> badMessages() throws IOException {
        byte[] good = encode(Samples.dealChanged("d-1"));
        Map<Bad, byte[]> bad = new LinkedHashMap<>();
        bad.put(new Bad(Reason.TRUNCATED, "empty"), new byte[0]);
        bad.put(new Bad(Reason.TRUNCATED, "header only"), Arrays.copyOf(good, WireFormat.HEADER_LENGTH));
        bad.put(new Bad(Reason.TRUNCATED, "half a header"), Arrays.copyOf(good, 3));
        bad.put(new Bad(Reason.TRUNCATED, "half a record"), Arrays.copyOf(good, good.length / 2));
        bad.put(new Bad(Reason.TRUNCATED, "array of 2^30 items"), hugeCount());
        bad.put(new Bad(Reason.TRAILING_BYTES, "a byte more"), Arrays.copyOf(good, good.length + 1));
        bad.put(new Bad(Reason.TRAILING_BYTES, "twice"), message(id, bytes -> {
            bytes.write(good, WireFormat.HEADER_LENGTH, good.length - WireFormat.HEADER_LENGTH);
            bytes.write(good, WireFormat.HEADER_LENGTH, good.length - WireFormat.HEADER_LENGTH);
        }));
        bad.put(new Bad(Reason.MAGIC_BYTE, "JSON"), "{\"deal_id\":\"d-1\"}".getBytes(StandardCharsets.UTF_8));
        bad.put(new Bad(Reason.UNKNOWN_SCHEMA_ID, "lacking"), message(999, bytes -> {}));
        bad.put(new Bad(Reason.UNKNOWN_SCHEMA_ID, "negative"), message(-1, bytes -> {}));
        bad.put(
                new Bad(Reason.WRONG_RECORD, "another record's"),
                message(registry.add(EventTopic.FX_RATE_SET.schemaText()), bytes -> {}));
        bad.put(new Bad(Reason.WRONG_RECORD, "a string"), message(registry.add("\"string\""), bytes -> {}));
        bad.put(
                new Bad(Reason.WRONG_RECORD, "JSON schema"),
                message(registry.add("JSON", "{\"type\":\"object\"}"), bytes -> {}));
        bad.put(
                new Bad(Reason.INCOMPATIBLE_SCHEMA, "field lacking"),
                message(registry.add(without(schema(), "deal_id").toString()), bytes -> {}));
        bad.put(
                new Bad(Reason.INCOMPATIBLE_SCHEMA, "other scale"),
                message(registry.add(TOPIC.schemaText().replace("\"scale\": 2", "\"scale\": 3")), bytes -> {}));
        bad.put(new Bad(Reason.MALFORMED, "negative length"), message(id, bytes -> writeLong(bytes, -7)));
        bad.put(new Bad(Reason.MALFORMED, "endless number"), message(id, bytes -> {
            for (int i = 0; i < 11; i++) {
                bytes.write(0xff);
            }
        }));
        bad.put(new Bad(Reason.MALFORMED, "not UTF-8"), message(id, bytes -> {
            writeLong(bytes, 2);
            bytes.write(0xc3);
            bytes.write(0x28);
        }));
        bad.put(new Bad(Reason.MALFORMED, "union index"), message(id, bytes -> {
            writeText(bytes, "e-1");
            writeText(bytes, "d-1");
            writeLong(bytes, 0);
            writeLong(bytes, 9);
        }));
        bad.put(new Bad(Reason.MALFORMED, "boolean of 2"), message(id, bytes -> {
            writeText(bytes, "e-1");
            writeText(bytes, "d-1");
            writeLong(bytes, 0);
            writeLong(bytes, 0);
            writeLong(bytes, 0);
            bytes.write(2);
        }));
        bad.put(new Bad(Reason.MALFORMED, "decimal without bytes"), encode(id, decimal(new byte[0])));
        bad.put(new Bad(Reason.MALFORMED, "decimal too long"), encode(id, decimal("12345678901234567.00")));
        return bad;
    }

    private byte[] hugeCount() throws IOException {
        byte[] good = encode(Samples.smallDealChanged("d-1"));
        // A small record ends with an empty map and an empty array.
        return message(id, bytes -> {
            bytes.write(good, WireFormat.HEADER_LENGTH, good.length - WireFormat.HEADER_LENGTH - 1);
            writeLong(bytes, 1 << 30);
        });
    }

    private void assertBad(Map.Entry<Bad, byte[]> message) {
        assertReason(message.getValue(), message.getKey().reason());
    }

    private void assertReason(byte[] message, Reason reason) {
        assertReason(message, reason, "");
    }

    private void assertReason(byte[] message, Reason reason, String words) {
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> decoder.decode(message))
                .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .withMessageContaining(words);
    }

    private byte[] encode(DealChanged event) throws IOException {
        return encode(id, event);
    }

    private static byte[] encode(int id, DealChanged event) {
        return message(id, bytes -> bytes.writeBytes(EventBytes.canonical(event)));
    }

    private static byte[] encode(int id, GenericRecord event) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(record, null);
        new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        encoder.flush();
        return message(id, bytes -> bytes.writeBytes(record.toByteArray()));
    }

    private static byte[] message(int id, Consumer<ByteArrayOutputStream> record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                ByteBuffer.allocate(WireFormat.HEADER_LENGTH).putInt(1, id).array());
        record.accept(bytes);
        return bytes.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream bytes, String text) {
        writeLong(bytes, text.length());
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeLong(ByteArrayOutputStream bytes, long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static GenericRecord decimal(String amount) {
        return decimal(new BigDecimal(amount).unscaledValue().toByteArray());
    }

    private static GenericRecord decimal(byte[] amount) {
        GenericRecord event = minimal(schema(), "d-1");
        event.put("amount", ByteBuffer.wrap(amount));
        return event;
    }

    private static GenericRecord minimal(Schema schema, String dealId) {
        GenericRecord event = new GenericData.Record(schema);
        event.put("event_id", "e-1");
        event.put("deal_id", dealId);
        event.put("occurred_at", 0L);
        event.put("deleted", false);
        event.put("cleared", List.of());
        if (schema.getField("attributes") != null) {
            event.put("attributes", Map.of());
        }
        return event;
    }

    private static Schema schema() {
        return new Schema.Parser().parse(TOPIC.schemaText());
    }

    private static Schema without(Schema schema, String... fields) {
        List<Schema.Field> rest = schema.getFields().stream()
                .filter(field -> !List.of(fields).contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, rest);
    }

    private record Bad(Reason reason, String name) {}
}
