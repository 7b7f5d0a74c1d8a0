package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;

/** A second file whose rows are looked up by a key. */
public final class JoinMapping {

    private final Place place;
    private final String name;
    private final String file;
    private final String keyColumn;
    private final FieldValue on;
    private final boolean optional;

    JoinMapping(Place place, String name, String file, String keyColumn, FieldValue on, boolean optional) {
        this.place = place;
        this.name = name;
        this.file = file;
        this.keyColumn = keyColumn;
        this.on = on;
        this.optional = optional;
    }

    /** Its name within the input. */
    public String name() {
        return name;
    }

    /** The file's name. */
    public String file() {
        return file;
    }

    /** The column of that file by whose value a row is found. */
    public ColumnReference keyColumn() {
        return new ColumnReference(place, name, keyColumn);
    }

    /** Whether a key that the file lacks leaves the joined columns empty instead of making the row unmappable. */
    public boolean isOptional() {
        return optional;
    }

    /** The key under which to look for a row's counterpart; '' if it has none, so that its columns are empty. */
    public String key(Row row) throws UnmappableRowException {
        try {
            return on.text(row);
        } catch (UnmappableRowException e) {
            throw new UnmappableRowException("join '" + name + "': " + e.getMessage());
        }
    }
}
