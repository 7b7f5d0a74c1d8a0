package io.dealpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every schema that was ever released stays readable, and its readers can read all later ones (FULL_TRANSITIVE).
 * {@code schemas/history/<topic>/<n>.avsc} are the released versions; no file there ever changes.
 */
class SchemaHistoryTest {

    private static final Path HISTORY =
            Path.of(Objects.requireNonNull(System.getProperty("dealpulse.home")), "schemas", "history");

    @ParameterizedTest
    @EnumSource
    void everySchemaReadsAllEarlierOnesAndTheyReadIt(EventTopic topic) {
        Schema current = parse(topic.schemaText());

        for (Path file : versions(topic)) {
            Schema released = parse(read(file));
            assertThat(incompatibilities(current, released))
                    .as("current schema of %s as reader of %s", topic.topicName(), file)
                    .isEmpty();
            assertThat(incompatibilities(released, current))
                    .as("%s as reader of the current schema of %s", file, topic.topicName())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNewestReleasedVersionIsTheCurrentSchema(EventTopic topic) {
        List<Path> versions = versions(topic);

        assertThat(parse(read(versions.get(versions.size() - 1))).toString())
                .as(
                        "the schema of %s has changed: copy it to schemas/history/%s/%d.avsc, and leave the others as"
                                + " they are",
                        topic.topicName(), topic.topicName(), versions.size() + 1)
                .isEqualTo(parse(topic.schemaText()).toString());
    }

    @ParameterizedTest
    @EnumSource
    void versionsAreNumberedWithoutGaps(EventTopic topic) {
        assertThat(versions(topic).stream().map(SchemaHistoryTest::number))
                .isNotEmpty()
                .isEqualTo(
                        IntStream.rangeClosed(1, versions(topic).size()).boxed().toList());
    }

    @Test
    void aChangeThatLosesDataIsFound() {
        Schema released = parse("""
                {"type": "record", "name": "R", "fields": [
                  {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}, "default": 0},
                  {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["UNKNOWN", "A"], "default": "UNKNOWN"}}]}""");

        assertThat(incompatibilities(parse(released.toString().replace("\"A\"", "\"B\"")), released))
                .as("another symbol, with a default to fall back to")
                .isEmpty();
        assertThat(incompatibilities(
                        parse(released.toString()
                                .replace(",\"default\":\"UNKNOWN\"", "")
                                .replace("\"A\"", "\"B\"")),
                        released))
                .as("another symbol, without")
                .isNotEmpty();
        assertThat(incompatibilities(parse(released.toString().replace("\"amount\"", "\"value\"")), released))
                .as("a new field without default")
                .isNotEmpty();
        assertThat(incompatibilities(parse(released.toString().replace("\"scale\":2", "\"scale\":3")), released))
                .as("another scale")
                .singleElement()
                .asString()
                .contains("amount", "scale 2", "scale 3");
        assertThat(incompatibilities(parse(released.toString().replace("millis", "micros")), released))
                .as("another unit of time")
                .isNotEmpty();
    }

    private static List<String> incompatibilities(Schema reader, Schema writer) {
        Stream<String> structural =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .map(Incompatibility::toString);
        return Stream.concat(structural, Stream.ofNullable(LogicalMeaning.difference(writer, reader)))
                .toList();
    }

    private static List<Path> versions(EventTopic topic) {
        try (Stream<Path> files = Files.list(HISTORY.resolve(topic.topicName()))) {
            return files.sorted(Comparator.comparing(SchemaHistoryTest::number)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema parse(String text) {
        return new Schema.Parser().parse(text);
    }
}
