package io.dealpulse.api.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic of figures: a ratio whose denominator is 0 is not defined, so null. */
final class Numbers {

    static final double SECONDS_PER_DAY = 86_400;

    private Numbers() {}

    static @Nullable Double ratio(long numerator, long denominator) {
        return ratio((double) numerator, (double) denominator);
    }

    /** The mean of durations. */
    static @Nullable Double meanDays(long seconds, long durations) {
        return ratio(seconds / SECONDS_PER_DAY, (double) durations);
    }

    static @Nullable Double ratio(double numerator, double denominator) {
        return denominator == 0 ? null : numerator / denominator;
    }

    /** Cents as an amount. */
    static BigDecimal amount(long cents) {
        return BigDecimal.valueOf(cents, 2);
    }

    /** An amount of cents and parts of them, rounded half up. */
    static @Nullable BigDecimal amount(@Nullable Double cents) {
        return cents == null
                ? null
                : BigDecimal.valueOf(cents).setScale(0, RoundingMode.HALF_UP).movePointLeft(2);
    }
}
