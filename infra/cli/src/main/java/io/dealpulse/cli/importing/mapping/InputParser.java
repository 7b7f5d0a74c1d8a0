package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;
import io.dealpulse.cli.yaml.YamlFileException;
import io.dealpulse.cli.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one input of a mapping: its joins and the events that its rows give. */
final class InputParser {

    private static final Set<String> NOT_CLEARABLE = Set.of(
            "event_id",
            "deal_id",
            "occurred_at",
            "recorded_at",
            "revision",
            "deleted",
            "pipeline_id",
            "stage_id",
            "currency");

    private final Formats defaults;
    private final Map<String, Place> eventNames;
    private final ColumnScope scope = new ColumnScope();

    /**
     * A reader.
     *
     * @param eventNames the events named so far in this mapping; this input's are added
     */
    InputParser(Formats defaults, Map<String, Place> eventNames) {
        this.defaults = defaults;
        this.eventNames = eventNames;
    }

    InputMapping parse(YamlNode node) {
        YamlNode.Keys input = node.keys().knowing("file", "joins", "when", "unless", "id", "fields", "events");
        String file = input.get("file").text();
        List<JoinMapping> joins = joins(input.keysOf("joins"));
        RowFilter filter = RowFilter.parse(input, scope);
        List<ColumnReference> id = input.find("id").map(this::id).orElseGet(List::of);
        List<EventMapping> events = input.get("events").list().stream()
                .map(event -> event(event, input.keysOf("fields")))
                .toList();
        if (events.isEmpty()) {
            throw input.get("events").place().error("an input needs an event");
        }
        if (events.size() > 1 && events.stream().anyMatch(event -> event.target() == Target.PIPELINE)) {
            throw input.get("events")
                    .place()
                    .error("an input whose rows are a pipeline's stages can give nothing else");
        }
        return new InputMapping(file, joins, filter, id, events, scope.references());
    }

    private List<ColumnReference> id(YamlNode node) {
        return node.texts().stream()
                .map(column -> {
                    ColumnReference reference = scope.reference(node.place(), column);
                    if (!reference.isOwn()) {
                        throw node.place().error("'" + column + "' is joined; a row is identified by its own columns");
                    }
                    return reference;
                })
                .toList();
    }

    private List<JoinMapping> joins(YamlNode.Keys node) {
        List<JoinMapping> joins = new ArrayList<>();
        node.entries().forEach((name, join) -> {
            YamlNode.Keys keys = join.keys().knowing("file", "key", "on", "optional");
            if (!MappingParser.name(new YamlNode.Scalar(join.place(), name)).equals(name) || name.contains(".")) {
                throw join.place().error("a join's name can't hold a '.'");
            }
            // Read before the join is in scope: its key can come from an earlier join, not from itself.
            FieldValue on = value(keys.get("on"), FieldType.TEXT);
            joins.add(new JoinMapping(
                    join.place(),
                    name,
                    keys.get("file").text(),
                    keys.get("key").text(),
                    on,
                    keys.find("optional").map(InputParser::flag).orElse(false)));
            scope.addJoin(name);
        });
        return joins;
    }

    private EventMapping event(YamlNode node, YamlNode.Keys shared) {
        YamlNode.Keys event = node.keys().knowing("name", "target", "when", "unless", "fields");
        String name = MappingParser.name(event.get("name"));
        Place earlier = eventNames.putIfAbsent(name, node.place());
        if (earlier != null) {
            throw event.get("name").place().error("another event has this name, in line " + earlier.line());
        }
        Target target = Target.parse(event.get("target"));
        YamlNode.Keys own = event.keysOf("fields");
        YamlNode.Keys fields = shared.overriddenBy(own);
        return new EventMapping(
                name,
                target,
                RowFilter.parse(event, scope),
                fields(target, fields, node.place()),
                attributes(target, shared.keysOf("attributes").overriddenBy(own.keysOf("attributes"))),
                cleared(target, fields));
    }

    private Map<Field<?>, FieldValue> fields(Target target, YamlNode.Keys node, Place event) {
        Map<Field<?>, FieldValue> fields = new LinkedHashMap<>();
        node.entries().forEach((name, value) -> {
            if (!isDealsOwn(target, name)) {
                Field<?> field = field(target, name, value.place());
                FieldValue read = value(value, field.type());
                fields.put(field, target.required().contains(field) ? read.withRequired() : read);
            }
        });
        for (Field<?> required : target.required()) {
            if (!fields.containsKey(required)) {
                throw event.error("lacks the field '" + required + "', without which there is no " + target);
            }
        }
        if (target == Target.ACTIVITY && !fields.containsKey(Field.DEAL_ID) && !fields.containsKey(Field.LEAD_ID)) {
            throw event.error("an activity needs the field 'deal_id' or 'lead_id'");
        }
        return fields;
    }

    private static boolean isDealsOwn(Target target, String name) {
        return target == Target.DEAL && (name.equals("attributes") || name.equals("cleared"));
    }

    private static Field<?> field(Target target, String name, Place place) {
        Optional<Field<?>> field = target.field(name);
        return field.orElseThrow(() -> place.error("unknown field of a target '" + target + "'; known: "
                + String.join(", ", target.fields().stream().map(Field::name).toList())
                + (target == Target.DEAL ? ", attributes, cleared" : "")));
    }

    private Map<String, FieldValue> attributes(Target target, YamlNode.Keys node) {
        Map<String, FieldValue> attributes = new LinkedHashMap<>();
        if (target == Target.DEAL) {
            node.entries().forEach((name, value) -> attributes.put(name, value(value, FieldType.TEXT)));
        }
        return attributes;
    }

    private static List<String> cleared(Target target, YamlNode.Keys fields) {
        if (target != Target.DEAL || fields.find("cleared").isEmpty()) {
            return List.of();
        }
        YamlNode node = fields.get("cleared");
        for (String name : node.texts()) {
            boolean clearable = name.equals("attributes")
                    || name.startsWith("attributes.")
                    || (target.field(name).isPresent() && !NOT_CLEARABLE.contains(name));
            if (!clearable) {
                throw node.place()
                        .error("'" + name + "' can't be cleared: give a deal's field, attributes or attributes.x");
            }
        }
        return node.texts();
    }

    private FieldValue value(YamlNode node, FieldType<?> type) {
        if (!(node instanceof YamlNode.Keys keys)) {
            return checked(new FieldValue(node.place(), template(node), List.of(), false, defaults), type);
        }
        List<String> known = new ArrayList<>(List.of("from", "values", "required"));
        known.addAll(type.settings());
        keys.knowing(known);
        return checked(
                new FieldValue(
                        node.place(),
                        template(keys.get("from")),
                        choices(keys.keysOf("values")),
                        keys.find("required").map(InputParser::flag).orElse(false),
                        MappingParser.formats(keys, "format", defaults)),
                type);
    }

    private Template template(YamlNode node) {
        return Template.parse(node.text(), node.place(), scope);
    }

    private List<FieldValue.Choice> choices(YamlNode.Keys node) {
        return node.entries().entrySet().stream()
                .map(entry -> new FieldValue.Choice(TextPattern.of(entry.getKey()), template(entry.getValue())))
                .toList();
    }

    private static boolean flag(YamlNode node) {
        return switch (node.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw node.place().error("'" + node.text() + "': expected true or false");
        };
    }

    /** What does not depend on a row is tried now, not on the first row. */
    private static FieldValue checked(FieldValue value, FieldType<?> type) {
        if (value.choices().isEmpty()) {
            check(value, value.from(), type);
        } else {
            value.choices().forEach(choice -> check(value, choice.then(), type));
        }
        return value;
    }

    private static void check(FieldValue value, Template template, FieldType<?> type) {
        String text = template.constant();
        if (text.isEmpty()) {
            return;
        }
        try {
            Object unused = type.read(text, value.formats());
        } catch (IllegalArgumentException e) {
            throw new YamlFileException(value.place(), String.valueOf(e.getMessage()), e);
        }
    }
}
