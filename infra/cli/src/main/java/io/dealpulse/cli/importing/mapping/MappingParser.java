package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.cli.yaml.YamlNode;
import io.dealpulse.cli.yaml.YamlReader;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import io.dealpulse.events.v1.StageKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a mapping and what it defines itself; its inputs are read by {@link InputParser}. */
final class MappingParser {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final ZoneId DEFAULT_ZONE = ZoneOffset.UTC;

    private final String file;
    private final YamlNode.Keys root;

    MappingParser(String file, String yaml) {
        this.file = file;
        this.root = YamlReader.read("mapping", file, yaml)
                .keys()
                .knowing("name", "description", "zone", "time_format", "csv", "pipelines", "fx_rates", "inputs");
    }

    Mapping parse() {
        Formats formats = formats(
                root, "time_format", new Formats(TimeFormat.of(TimeFormat.ISO, DEFAULT_ZONE), NumberFormat.PLAIN));
        List<InputMapping> inputs = inputs(formats);
        List<PipelineDefined> pipelines = root.listOf("pipelines").stream()
                .map(node -> pipeline(node, formats))
                .toList();
        List<FxRateSet> rates = root.listOf("fx_rates").stream()
                .map(node -> rate(node, formats))
                .toList();
        if (inputs.isEmpty() && pipelines.isEmpty() && rates.isEmpty()) {
            throw root.place().error("a mapping needs inputs, pipelines or fx_rates");
        }
        return new Mapping(file, name(root.get("name")), dialect(root.keysOf("csv")), pipelines, rates, inputs);
    }

    /** A name that can be part of an event's identity. */
    static String name(YamlNode node) {
        if (!NAME.matcher(node.text()).matches()) {
            throw node.place()
                    .error("'" + node.text() + "': a name is letters, digits, '-', '_' and '.', without blanks");
        }
        return node.text();
    }

    /** The formats that a node's keys give, those of its surroundings where it gives none. */
    static Formats formats(YamlNode.Keys node, String formatKey, Formats surrounding) {
        ZoneId zone = node.find("zone")
                .map(MappingParser::zone)
                .orElse(surrounding.time().zone());
        TimeFormat time = node.find(formatKey)
                .map(format -> timeFormat(format, zone))
                .orElseGet(() -> surrounding.time().in(zone));
        NumberFormat number = new NumberFormat(
                node.find("decimal")
                        .map(MappingParser::mark)
                        .orElse(surrounding.number().decimal()),
                node.find("grouping")
                        .map(MappingParser::mark)
                        .orElse(surrounding.number().grouping()));
        if (number.decimal().equals(number.grouping())) {
            throw node.place().error("decimal and grouping can't be the same character");
        }
        return new Formats(time, number);
    }

    private static ZoneId zone(YamlNode node) {
        try {
            return ZoneId.of(node.text());
        } catch (DateTimeException e) {
            throw new YamlFileException(
                    node.place(),
                    "'" + node.text() + "' is not a time zone such as Europe/Amsterdam, UTC or +02:00",
                    e);
        }
    }

    private static TimeFormat timeFormat(YamlNode node, ZoneId zone) {
        try {
            return TimeFormat.of(node.text(), zone);
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(
                    node.place(),
                    "'" + node.text()
                            + "' is not iso, epoch-seconds, epoch-millis or a date pattern such as dd/MM/yyyy: "
                            + e.getMessage(),
                    e);
        }
    }

    private static String mark(YamlNode node) {
        String mark = node.text();
        if (mark.length() != 1 || Character.isDigit(mark.charAt(0)) || mark.equals("-") || mark.equals("+")) {
            throw node.place().error("'" + mark + "': expected one character that is no digit and no sign");
        }
        return mark;
    }

    private static CsvDialect dialect(YamlNode.Keys node) {
        node.knowing("delimiter", "quote", "encoding");
        char delimiter = node.find("delimiter").map(MappingParser::character).orElse(',');
        char quote = node.find("quote").map(MappingParser::character).orElse('"');
        if (delimiter == quote) {
            throw node.place().error("delimiter and quote can't be the same character");
        }
        Charset encoding = node.find("encoding").map(MappingParser::encoding).orElse(StandardCharsets.UTF_8);
        return new CsvDialect(delimiter, quote, encoding);
    }

    private static char character(YamlNode node) {
        String text = node.text();
        if (text.length() != 1 || text.charAt(0) == '\n' || text.charAt(0) == '\r') {
            throw node.place().error("'" + text + "': expected one character; a tab is written \"\\t\"");
        }
        return text.charAt(0);
    }

    private static Charset encoding(YamlNode node) {
        try {
            return Charset.forName(node.text());
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(
                    node.place(), "'" + node.text() + "' is not an encoding such as UTF-8 or windows-1252", e);
        }
    }

    private List<InputMapping> inputs(Formats formats) {
        List<InputMapping> inputs = new ArrayList<>();
        Set<String> files = new HashSet<>();
        Map<String, Place> events = new LinkedHashMap<>();
        for (YamlNode node : root.listOf("inputs")) {
            InputMapping input = new InputParser(formats, events).parse(node);
            if (!files.add(input.file())) {
                throw node.place().error("there is another input for " + input.file() + "; put all its events in one");
            }
            inputs.add(input);
        }
        return inputs;
    }

    private static PipelineDefined pipeline(YamlNode node, Formats formats) {
        YamlNode.Keys keys = node.keys().knowing("pipeline_id", "name", "stages");
        String id = read(keys.get("pipeline_id"), FieldType.TEXT, formats);
        List<StageDefined> stages = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode stageNode : keys.get("stages").list()) {
            StageDefined stage = stage(stageNode, formats);
            if (!seen.add(stage.getStageId())) {
                throw stageNode.place().error("stage '" + stage.getStageId() + "' is in this pipeline twice");
            }
            stages.add(stage);
        }
        if (stages.isEmpty()) {
            throw keys.get("stages").place().error("a pipeline needs a stage");
        }
        String name = optional(keys, "name", FieldType.TEXT, formats);
        return new PipelineDefined(id, name == null ? id : name, stages);
    }

    private static StageDefined stage(YamlNode node, Formats formats) {
        YamlNode.Keys keys =
                node.keys().knowing("stage_id", "name", "kind", "probability", "idle_after_days", "stall_after_days");
        String id = read(keys.get("stage_id"), FieldType.TEXT, formats);
        String name = optional(keys, "name", FieldType.TEXT, formats);
        StageKind kind = read(keys.get("kind"), Field.KIND.type(), formats);
        return new StageDefined(
                id,
                name == null ? id : name,
                kind,
                kind == StageKind.OPEN || keys.find("probability").isPresent()
                        ? read(keys.get("probability"), FieldType.PROBABILITY, formats)
                        : kind == StageKind.WON ? 1.0 : 0.0,
                optional(keys, "idle_after_days", FieldType.DAYS, formats),
                optional(keys, "stall_after_days", FieldType.DAYS, formats));
    }

    private static FxRateSet rate(YamlNode node, Formats formats) {
        YamlNode.Keys keys = node.keys().knowing("base", "quote", "date", "rate");
        return new FxRateSet(
                read(keys.get("base"), FieldType.CURRENCY, formats),
                read(keys.get("quote"), FieldType.CURRENCY, formats),
                read(keys.get("date"), FieldType.DATE, formats),
                read(keys.get("rate"), FieldType.RATE, formats));
    }

    private static <T> @Nullable T optional(YamlNode.Keys keys, String key, FieldType<T> type, Formats formats) {
        YamlNode node = keys.entries().get(key);
        return node == null ? null : read(node, type, formats);
    }

    private static <T> T read(YamlNode node, FieldType<T> type, Formats formats) {
        if (node.text().isEmpty()) {
            throw node.place().error("is empty");
        }
        try {
            return type.read(node.text(), formats);
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(node.place(), String.valueOf(e.getMessage()), e);
        }
    }
}
