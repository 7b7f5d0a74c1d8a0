package io.dealpulse.cli.importing.mapping;

/** One row of an input, with the rows of other files that are joined to it. */
public interface Row {

    /**
     * The value in a column, without the blanks around it; '' if it is empty, or the row that would be joined is not
     * there and need not be.
     *
     * @throws UnmappableRowException where a row that must be joined is not there
     */
    String value(ColumnReference column) throws UnmappableRowException;
}
