package io.dealpulse.core.stall.backtest;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lengths of time of which the median is wanted. */
final class Lengths {

    private long[] seconds = new long[8];
    private int count;

    /** Adds one. */
    void add(Duration length) {
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, count + count / 2);
        }
        seconds[count] = length.toSeconds();
        count++;
    }

    /** The median, nearest rank, in whole seconds; null if there are none. */
    @Nullable
    Duration median() {
        if (count == 0) {
            return null;
        }
        Arrays.sort(seconds, 0, count);
        return Duration.ofSeconds(seconds[(count + 1) / 2 - 1]);
    }
}
