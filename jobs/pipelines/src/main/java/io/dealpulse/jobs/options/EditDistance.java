package io.dealpulse.jobs.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How far apart two words are, to guess what a mistyped one meant. */
public final class EditDistance {

    private EditDistance() {}

    /** The word that a mistyped one most likely meant; empty if there are none to choose from. */
    public static Optional<String> nearest(String mistyped, Collection<String> words) {
        return words.stream().min(Comparator.comparingInt(word -> between(mistyped, word)));
    }

    /** The least number of letters inserted, deleted or replaced that turns the one word into the other. */
    static int between(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
