package io.dealpulse.core.metric;

import io.dealpulse.core.deal.DealFields;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * By what aggregates are broken down: by nothing ({@code all}) and by each of these on its own.
 *
 * @param names {@code owner} or names of attributes; lower-case words, each once, without {@code all}
 */
public record Dimensions(List<String> names) {

    /** The dimension that breaks nothing down; its value is ''. */
    public static final String ALL = "all";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    public Dimensions {
        names = List.copyOf(names);
        for (String name : names) {
            if (!NAME.matcher(name).matches() || name.equals(ALL)) {
                throw new IllegalArgumentException(
                        "Not the name of a dimension: '" + name + "' (letters, digits, '_', '.', '-'; not 'all')");
            }
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new IllegalArgumentException("A dimension is named twice: " + names);
        }
    }

    /** Visits {@code all} and each dimension with the value that the deal has there. */
    public void forEach(DealFields fields, BiConsumer<String, String> visitor) {
        visitor.accept(ALL, "");
        for (String name : names) {
            visitor.accept(name, fields.dimensionValue(name));
        }
    }

    /**
     * What the deal has in each dimension, as one text each: {@code dimension=value}, sorted, also where the value is ''; without
     * {@code all}. A name holds no '=', so the first one ends it.
     */
    public List<String> slices(DealFields fields) {
        return names.stream()
                .map(name -> name + "=" + fields.dimensionValue(name))
                .sorted()
                .toList();
    }
}
