package io.dealpulse.api.deal;

import io.dealpulse.api.http.Parameters;
import java.util.List;

/**
 * A part of a list.
 *
 * @param number from 1
 * @param size how many rows it has at most
 */
record Page(int number, int size) {

    static final List<String> PARAMETERS = List.of("page", "size");

    private static final int LAST = 1_000_000;
    private static final int LARGEST = 200;
    private static final int USUAL = 50;

    static Page read(Parameters parameters) {
        return new Page(parameters.integer("page", 1, LAST, 1), parameters.integer("size", 1, LARGEST, USUAL));
    }

    /** Rows before it. */
    long offset() {
        return (long) (number - 1) * size;
    }

    /** How many pages a list has. */
    long of(long total) {
        return (total + size - 1) / size;
    }
}
