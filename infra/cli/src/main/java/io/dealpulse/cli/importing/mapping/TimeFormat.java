package io.dealpulse.cli.importing.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * How dates and times are written. A time without an offset is one of the zone, and a date without a time is its first
 * instant there.
 */
final class TimeFormat {

    /** Any ISO 8601 date, with or without time, with or without offset; a blank may stand for the T. */
    static final String ISO = "iso";

    private static final String EPOCH_SECONDS = "epoch-seconds";
    private static final String EPOCH_MILLISECONDS = "epoch-millis";

    private static final DateTimeFormatter ISO_FORMATTER = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendPattern("[XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ENGLISH)
            .withResolverStyle(ResolverStyle.STRICT)
            .withChronology(IsoChronology.INSTANCE);

    private final String pattern;
    private final ZoneId zone;
    private final DateTimeFormatter formatter;

    private TimeFormat(String pattern, ZoneId zone, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.zone = zone;
        this.formatter = formatter;
    }

    /**
     * A format.
     *
     * @param pattern {@code iso}, {@code epoch-seconds}, {@code epoch-millis} or a pattern of Java's DateTimeFormatter
     * @throws IllegalArgumentException where it is none of these
     */
    static TimeFormat of(String pattern, ZoneId zone) {
        return new TimeFormat(pattern, zone, formatterOf(pattern));
    }

    /** The same way of writing in another zone. */
    TimeFormat in(ZoneId otherZone) {
        return new TimeFormat(pattern, otherZone, formatter);
    }

    ZoneId zone() {
        return zone;
    }

    private static DateTimeFormatter formatterOf(String pattern) {
        if (pattern.equals(ISO) || pattern.equals(EPOCH_SECONDS) || pattern.equals(EPOCH_MILLISECONDS)) {
            return ISO_FORMATTER;
        }
        // Strict, so that the 30th of February is refused; strictly, a year without an era is u, and people write y.
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(yearsWithoutEra(pattern))
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT)
                .withChronology(IsoChronology.INSTANCE);
    }

    private static String yearsWithoutEra(String pattern) {
        StringBuilder result = new StringBuilder(pattern);
        boolean quoted = false;
        for (int at = 0; at < result.length(); at++) {
            if (result.charAt(at) == '\'') {
                quoted = !quoted;
            } else if (!quoted && result.charAt(at) == 'y') {
                result.setCharAt(at, 'u');
            }
        }
        return result.toString();
    }

    /**
     * The instant, to the millisecond.
     *
     * @throws IllegalArgumentException where the text is not in this format
     */
    Instant instant(String text) {
        try {
            if (pattern.equals(EPOCH_SECONDS)) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
            if (pattern.equals(EPOCH_MILLISECONDS)) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            TemporalAccessor parsed = formatter.parse(text);
            return instant(parsed).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException | NumberFormatException e) {
            throw unreadable(text, e);
        }
    }

    private Instant instant(TemporalAccessor parsed) {
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
            return Instant.from(parsed);
        }
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return time == null
                ? date.atStartOfDay(zone).toInstant()
                : date.atTime(time).atZone(zone).toInstant();
    }

    /**
     * The calendar day: as written, or in the zone for an instant counted from the epoch.
     *
     * @throws IllegalArgumentException where the text is not in this format
     */
    LocalDate date(String text) {
        try {
            return pattern.startsWith("epoch-")
                    ? LocalDate.ofInstant(instant(text), zone)
                    : LocalDate.from(formatter.parse(text));
        } catch (DateTimeException e) {
            throw unreadable(text, e);
        }
    }

    private IllegalArgumentException unreadable(String text, RuntimeException cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not a date or time in the format '" + pattern + "'", cause);
    }
}
