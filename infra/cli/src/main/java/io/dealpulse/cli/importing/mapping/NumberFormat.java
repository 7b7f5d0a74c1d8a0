package io.dealpulse.cli.importing.mapping;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * How numbers are written: digits, a sign, a decimal mark.
 *
 * @param decimal the decimal mark
 * @param grouping what stands between groups of digits and is left out, as in 1,234; '' if nothing does
 */
record NumberFormat(String decimal, String grouping) {

    static final NumberFormat PLAIN = new NumberFormat(".", "");

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)");

    /**
     * The number.
     *
     * @throws IllegalArgumentException where the text is not in this format
     */
    BigDecimal number(String text) {
        String plain = grouping.isEmpty() ? text : text.replace(grouping, "");
        if (!decimal.equals(".")) {
            // A point that is not the decimal mark must not be taken for one.
            plain = plain.replace('.', '?').replace(decimal, ".");
        }
        if (!PLAIN_NUMBER.matcher(plain).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number with '" + decimal
                    + "' as its decimal mark" + (grouping.isEmpty() ? "" : " and '" + grouping + "' between digits"));
        }
        return new BigDecimal(plain);
    }
}
