package io.dealpulse.cli.importing.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one kind of event comes out of an input's rows. */
public final class EventMapping {

    private final String name;
    private final Target target;
    private final RowFilter filter;
    private final Map<Field<?>, FieldValue> fields;
    private final Map<String, FieldValue> attributes;
    private final List<String> cleared;

    EventMapping(
            String name,
            Target target,
            RowFilter filter,
            Map<Field<?>, FieldValue> fields,
            Map<String, FieldValue> attributes,
            List<String> cleared) {
        this.name = name;
        this.target = target;
        this.filter = filter;
        this.fields = Map.copyOf(fields);
        this.attributes = new LinkedHashMap<>(attributes);
        this.cleared = List.copyOf(cleared);
    }

    /** Its name, unique within the mapping. */
    public String name() {
        return name;
    }

    /** What it makes. */
    public Target target() {
        return target;
    }

    /** The rows that give such an event. */
    public RowFilter filter() {
        return filter;
    }

    /** The fields of a deal that each such event empties. */
    public List<String> cleared() {
        return cleared;
    }

    /**
     * A field's value for a row; null if the mapping does not feed it or the row has none.
     *
     * @throws UnmappableRowException where the text can't be read, or is empty and required
     */
    public <T> @Nullable T value(Field<T> field, Row row) throws UnmappableRowException {
        FieldValue value = fields.get(field);
        return value == null ? null : value.value(field.name(), field.type(), row);
    }

    /**
     * A field's value for a row, for fields that the target requires.
     *
     * @throws UnmappableRowException where the row has none
     */
    public <T> T required(Field<T> field, Row row) throws UnmappableRowException {
        T value = value(field, row);
        if (value == null) {
            throw new UnmappableRowException(field.name() + ": is empty");
        }
        return value;
    }

    /** The attributes for which the row has a value. */
    public Map<String, String> attributes(Row row) throws UnmappableRowException {
        Map<String, String> given = new LinkedHashMap<>();
        for (Map.Entry<String, FieldValue> attribute : attributes.entrySet()) {
            String value = attribute.getValue().value("attributes." + attribute.getKey(), FieldType.TEXT, row);
            if (value != null) {
                given.put(attribute.getKey(), value);
            }
        }
        return given;
    }
}
