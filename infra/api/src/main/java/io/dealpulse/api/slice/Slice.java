package io.dealpulse.api.slice;

/**
 * Some deals of a pipeline: all, or those with one value of a dimension.
 *
 * @param dimension {@link #ALL} or the name of a dimension
 * @param value '' for all, and for deals without a value
 */
public record Slice(Pipeline pipeline, String dimension, String value) {

    /** The dimension of every deal. */
    public static final String ALL = "all";

    /** The dimension that stands in a column of its own. */
    public static final String OWNER = "owner";

    public boolean isAll() {
        return dimension.equals(ALL);
    }
}
