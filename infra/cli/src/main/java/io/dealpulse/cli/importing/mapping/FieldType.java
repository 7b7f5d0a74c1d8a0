package io.dealpulse.cli.importing.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a field of an event holds, and how it is read from text.
 *
 * @param <T> its values
 */
final class FieldType<T> {

    /** Reads a non-empty text; an IllegalArgumentException says what is wrong with it. */
    private interface Reader<T> {
        T read(String text, Formats formats);
    }

    private static final List<String> TIME_SETTINGS = List.of("format", "zone");
    private static final List<String> NUMBER_SETTINGS = List.of("decimal", "grouping");
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Any text. */
    static final FieldType<String> TEXT = new FieldType<>(List.of(), (text, formats) -> text);
    /** A time, to the millisecond. */
    static final FieldType<Instant> INSTANT =
            new FieldType<>(TIME_SETTINGS, (text, formats) -> formats.time().instant(text));
    /** A calendar day. */
    static final FieldType<LocalDate> DATE =
            new FieldType<>(TIME_SETTINGS, (text, formats) -> formats.time().date(text));
    /** An amount of money, rounded half up to hundredths. */
    static final FieldType<BigDecimal> MONEY = new FieldType<>(
            NUMBER_SETTINGS, (text, formats) -> decimal(formats.number().number(text), 18, 2));
    /** An exchange rate, greater than 0. */
    static final FieldType<BigDecimal> RATE = new FieldType<>(NUMBER_SETTINGS, (text, formats) -> {
        BigDecimal rate = decimal(formats.number().number(text), 28, 10);
        check(rate.signum() > 0, text, "a rate is greater than 0");
        return rate;
    });
    /** A whole number. */
    static final FieldType<Long> WHOLE = new FieldType<>(NUMBER_SETTINGS, FieldType::whole);
    /** Seconds, 0 or more. */
    static final FieldType<Long> SECONDS = new FieldType<>(NUMBER_SETTINGS, (text, formats) -> {
        long seconds = whole(text, formats);
        check(seconds >= 0, text, "a duration is 0 or more");
        return seconds;
    });
    /** Days, 1 or more. */
    static final FieldType<Integer> DAYS = new FieldType<>(NUMBER_SETTINGS, (text, formats) -> {
        long days = whole(text, formats);
        check(days >= 1 && days <= Integer.MAX_VALUE, text, "a number of days is 1 or more");
        return Math.toIntExact(days);
    });
    /** A probability, 0 to 1. */
    static final FieldType<Double> PROBABILITY = new FieldType<>(NUMBER_SETTINGS, (text, formats) -> {
        double probability = formats.number().number(text).doubleValue();
        check(probability >= 0 && probability <= 1, text, "a probability is 0 to 1");
        return probability;
    });
    /** true or false. */
    static final FieldType<Boolean> FLAG = new FieldType<>(List.of(), (text, formats) -> {
        boolean yes = text.equalsIgnoreCase("true");
        check(yes || text.equalsIgnoreCase("false"), text, "expected true or false");
        return yes;
    });
    /** An ISO 4217 code. */
    static final FieldType<String> CURRENCY = new FieldType<>(List.of(), (text, formats) -> {
        check(CURRENCIES.contains(text), text, "not an ISO 4217 currency code in upper case");
        return text;
    });

    private final List<String> settings;
    private final Reader<T> reader;

    private FieldType(List<String> settings, Reader<T> reader) {
        this.settings = settings;
        this.reader = reader;
    }

    /** A word of an event schema's enum, in any case; UNKNOWN is for readers alone. */
    static <E extends Enum<E>> FieldType<E> word(Class<E> words) {
        List<E> known = Arrays.stream(words.getEnumConstants())
                .filter(word -> !word.name().equals("UNKNOWN"))
                .toList();
        return new FieldType<>(
                List.of(),
                (text, formats) -> known.stream()
                        .filter(word -> word.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + text + "': expected "
                                + known.stream().map(Enum::name).collect(Collectors.joining(", ")))));
    }

    /** The keys, beside those that every field has, with which a mapping says how its texts are written. */
    List<String> settings() {
        return settings;
    }

    /**
     * The value that a text stands for.
     *
     * @throws IllegalArgumentException where it stands for none; the message names the text
     */
    T read(String text, Formats formats) {
        return reader.read(text, formats);
    }

    private static long whole(String text, Formats formats) {
        try {
            return formats.number().number(text).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "': expected a whole number of at most 64 bits", e);
        }
    }

    private static BigDecimal decimal(BigDecimal number, int precision, int scale) {
        BigDecimal rounded = number.setScale(scale, RoundingMode.HALF_UP);
        check(
                rounded.precision() <= precision,
                number.toPlainString(),
                String.format(Locale.ROOT, "at most %d digits before the decimal mark", precision - scale));
        return rounded;
    }

    private static void check(boolean holds, String text, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("'" + text + "': " + rule);
        }
    }
}
