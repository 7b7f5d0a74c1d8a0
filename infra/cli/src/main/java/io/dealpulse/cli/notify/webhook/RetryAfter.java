package io.dealpulse.cli.notify.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads header {@code Retry-After}. */
final class RetryAfter {

    /** A receiver that wants to be left alone for longer is asked again all the same. */
    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    private RetryAfter() {}

    /**
     * How long to wait, from 0 to {@link #LONGEST}.
     *
     * @param value seconds, or a date as HTTP writes it
     * @param now the present
     * @return empty if it is neither
     */
    static Optional<Duration> parse(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(capped(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            return Optional.of(
                    capped(Duration.between(now, Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration capped(Duration wish) {
        if (wish.isNegative()) {
            return Duration.ZERO;
        }
        return wish.compareTo(LONGEST) > 0 ? LONGEST : wish;
    }
}
