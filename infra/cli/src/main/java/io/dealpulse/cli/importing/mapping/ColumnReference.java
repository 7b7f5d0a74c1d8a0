package io.dealpulse.cli.importing.mapping;

import io.dealpulse.cli.yaml.Place;

/**
 * A column that a mapping reads.
 *
 * @param place where the mapping names it
 * @param join the name of the join whose file has the column; '' for the input's own file
 * @param column its name in the header
 */
public record ColumnReference(Place place, String join, String column) {

    /** Whether the column is in the input's own file. */
    public boolean isOwn() {
        return join.isEmpty();
    }

    /** The name as the mapping writes it. */
    @Override
    public String toString() {
        return isOwn() ? column : join + "." + column;
    }
}
