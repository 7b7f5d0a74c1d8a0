package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The columns that can be named inside one input, and those that were. */
final class ColumnScope {

    private final Set<String> joins = new LinkedHashSet<>();
    private final List<ColumnReference> references = new ArrayList<>();

    /** From here on, {@code name.column} is a column of that join. */
    boolean addJoin(String name) {
        return joins.add(name);
    }

    /** The column of that name: {@code join.column} if the text before the first dot is a join's name. */
    ColumnReference reference(Place place, String name) {
        int dot = name.indexOf('.');
        ColumnReference reference = dot > 0 && joins.contains(name.substring(0, dot))
                ? new ColumnReference(place, name.substring(0, dot), name.substring(dot + 1))
                : new ColumnReference(place, "", name);
        if (reference.column().isBlank()) {
            throw place.error("the name of a column is missing in '<" + name + ">'");
        }
        references.add(reference);
        return reference;
    }

    List<ColumnReference> references() {
        return List.copyOf(references);
    }
}
