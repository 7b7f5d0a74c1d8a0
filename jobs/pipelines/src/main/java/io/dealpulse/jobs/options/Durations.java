package io.dealpulse.jobs.options;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and a unit, such as {@code 30 s} or {@code 1 d}. */
public final class Durations {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*(ms|s|min|h|d)");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is not a whole number followed by ms, s, min, h or d, or is too long
     */
    public static Duration parse(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a duration: " + text);
        }
        try {
            return unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Too long a duration: " + text, e);
        }
    }

    /** Writes a duration in its greatest unit that leaves a whole number; less than a millisecond is dropped. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        for (String name : new String[] {"d", "h", "min", "s"}) {
            long unit = unit(name).toMillis();
            if (millis != 0 && millis % unit == 0) {
                return millis / unit + " " + name;
            }
        }
        return millis + " ms";
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException("Not a unit of time: " + name);
        };
    }
}
