package io.dealpulse.jobs.sink;

import java.io.Serializable;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type what it holds
 * @param nullable whether it may be null: what has not happened yet
 */
public record Column(String name, ColumnType type, boolean nullable) implements Serializable {

    /** A column that is never null. */
    public static Column of(String name, ColumnType type) {
        return new Column(name, type, false);
    }

    /** A column that is null while what it tells has not happened. */
    public static Column nullable(String name, ColumnType type) {
        return new Column(name, type, true);
    }
}
