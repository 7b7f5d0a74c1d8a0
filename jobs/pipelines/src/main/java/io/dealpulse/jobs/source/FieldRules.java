package io.dealpulse.jobs.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What single fields may hold, whatever the topic. Each rule gives the value back, or rejects the record. */
final class FieldRules {

    /** The days that ClickHouse's dates can hold. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(2299, 12, 31);

    /** One later than the first day, so that also in the reporting zone, wherever that is, a time is of a day that fits. */
    private static final LocalDate FIRST_DAY_OF_TIMES = FIRST_DAY.plusDays(1);

    /** ClickHouse's times reach further, but many clients keep times as nanoseconds in 64 bits, which end in 2262. */
    private static final LocalDate LAST_DAY_OF_TIMES = LocalDate.of(2262, 4, 10);

    private static final Instant FIRST_INSTANT =
            FIRST_DAY_OF_TIMES.atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final Instant AFTER_LAST_INSTANT =
            LAST_DAY_OF_TIMES.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);

    private static final Pattern UPPER_CASE_CODE = Pattern.compile("[A-Z]{3}");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .filter(code -> UPPER_CASE_CODE.matcher(code).matches())
            .collect(Collectors.toUnmodifiableSet());

    private static final int QUOTED_CHARS = 100;

    private FieldRules() {}

    /** An id that says something. */
    static String requireId(String field, @Nullable String id) throws RejectionException {
        if (id == null || id.isEmpty()) {
            throw new RejectionException(RejectionReason.EMPTY_FIELD, field, "is empty");
        }
        return id;
    }

    /** The key must be the UTF-8 of the id. */
    static void requireKey(byte @Nullable [] key, String field, String id) throws RejectionException {
        if (key == null || !Arrays.equals(key, id.getBytes(StandardCharsets.UTF_8))) {
            throw new RejectionException(
                    RejectionReason.KEY_MISMATCH,
                    "key",
                    "is %s, but %s is %s".formatted(quoted(key), field, quoted(id)));
        }
    }

    /** The text of a key that stands without a value. */
    static String requireKeyText(byte @Nullable [] key) throws RejectionException {
        if (key == null || key.length == 0) {
            throw new RejectionException(RejectionReason.EMPTY_FIELD, "key", "is empty");
        }
        String text = textOf(key);
        if (text == null) {
            throw new RejectionException(RejectionReason.KEY_MISMATCH, "key", "is not UTF-8");
        }
        return text;
    }

    /** The text of a key; null if there is no key, or it is not UTF-8, so that it can be no id. */
    static @Nullable String textOf(byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The ids among these that say something, each once. */
    static List<String> ids(@Nullable String... ids) {
        return Arrays.stream(ids)
                .map(FieldRules::emptyToNull)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** A probability from 0 to 1. */
    static double requireProbability(String field, double probability) throws RejectionException {
        if (!(probability >= 0 && probability <= 1)) {
            throw new RejectionException(
                    RejectionReason.OUT_OF_RANGE, field, "is %s, not from 0 to 1".formatted(probability));
        }
        return probability;
    }

    /** An ISO 4217 code in upper case. */
    static String requireCurrency(String field, String code) throws RejectionException {
        if (!isCurrency(code)) {
            throw new RejectionException(
                    RejectionReason.UNKNOWN_CURRENCY,
                    field,
                    "is %s, not an ISO 4217 code in upper case".formatted(quoted(code)));
        }
        return code;
    }

    static boolean isCurrency(String code) {
        return CURRENCIES.contains(code);
    }

    /** A time that tables can hold, cut to the millisecond. */
    static Instant requireTime(String field, Instant time) throws RejectionException {
        if (time.isBefore(FIRST_INSTANT) || !time.isBefore(AFTER_LAST_INSTANT)) {
            throw outside(field, time, FIRST_DAY_OF_TIMES, LAST_DAY_OF_TIMES);
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A day that tables can hold. */
    static LocalDate requireDay(String field, LocalDate day) throws RejectionException {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw outside(field, day, FIRST_DAY, LAST_DAY);
        }
        return day;
    }

    /** A time that lies not too far ahead of when the record was sent. */
    static void requireNotAhead(String field, Instant time, Instant timestamp, Duration maxFuture)
            throws RejectionException {
        if (time.isAfter(timestamp.plus(maxFuture))) {
            throw new RejectionException(
                    RejectionReason.FUTURE_EVENT,
                    field,
                    "is %s, more than %s ahead of the record's timestamp %s".formatted(time, maxFuture, timestamp));
        }
    }

    /** The text, or null if it says nothing. */
    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** A value for a message: quoted, and cut if it is long. */
    static String quoted(String text) {
        return text.length() <= QUOTED_CHARS ? "'" + text + "'" : "'" + text.substring(0, QUOTED_CHARS) + "…'";
    }

    private static String quoted(byte @Nullable [] key) {
        return key == null ? "missing" : quoted(new String(key, StandardCharsets.UTF_8));
    }

    private static RejectionException outside(String field, Object value, LocalDate first, LocalDate last) {
        return new RejectionException(
                RejectionReason.OUT_OF_RANGE, field, "is %s, not from %s to %s".formatted(value, first, last));
    }
}
