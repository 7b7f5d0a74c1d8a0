package io.dealpulse.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, each known and given once. Reading one that is missing or not allowed throws a
 * {@link ProblemException} that names it, its value and what is allowed.
 */
public final class Parameters {

    private static final int LONGEST_QUERY = 8_192;
    private static final int LONGEST_VALUE = 500;
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final LocalDate FIRST_DAY = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private final SortedMap<String, String> values;

    private Parameters(SortedMap<String, String> values) {
        this.values = values;
    }

    /**
     * Reads a request.
     *
     * @param query what follows the question mark, still encoded; null if nothing does
     * @param path the parameters in the path, decoded
     * @param known the parameters that the path takes after the question mark
     */
    public static Parameters read(@Nullable String query, Map<String, String> path, Collection<String> known) {
        SortedMap<String, String> values = new TreeMap<>();
        path.forEach((name, value) -> values.put(name, requireText(name, value)));
        if (query == null || query.isEmpty()) {
            return new Parameters(values);
        }
        if (query.length() > LONGEST_QUERY) {
            throw new ProblemException(
                    Problem.badRequest("The query is longer than " + LONGEST_QUERY + " characters."));
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "There is no parameter '%s' here. %s",
                        Problem.excerpt(name),
                        known.isEmpty() ? "It takes none." : "There are: " + String.join(", ", known) + ".");
            }
            if (equals < 0) {
                throw wrong(name, "Parameter %s has no value: write %s=VALUE.", name, name);
            }
            if (values.put(name, requireText(name, decode(pair.substring(equals + 1)))) != null) {
                throw wrong(name, "Parameter %s is given more than once.", name);
            }
        }
        return new Parameters(values);
    }

    /** All that was given, the same for the same request however it was written. */
    public String canonical() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + '=' + entry.getValue())
                .collect(Collectors.joining("\0"));
    }

    /** Whether it was given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text that may be empty; null if it was not given. */
    public @Nullable String text(String name) {
        return values.get(name);
    }

    /** A text that must be given and may be empty. */
    public String requiredText(String name, String whatItIs) {
        String value = values.get(name);
        if (value == null) {
            throw wrong(name, "Parameter %s is missing: %s.", name, whatItIs);
        }
        return value;
    }

    /** A day from 1970 to 2199; null if it was not given. */
    public @Nullable LocalDate day(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        if (DAY.matcher(value).matches()) {
            try {
                LocalDate day = LocalDate.parse(value);
                if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
                    return day;
                }
            } catch (DateTimeException e) {
                throw wrongValue(name, value, "a day such as 2026-03-31");
            }
        }
        throw wrongValue(name, value, "a day such as 2026-03-31, from " + FIRST_DAY + " to " + LAST_DAY);
    }

    /** A whole number. */
    public int integer(String name, int least, int greatest, int unlessGiven) {
        String value = values.get(name);
        if (value == null) {
            return unlessGiven;
        }
        if (WHOLE_NUMBER.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (least <= number && number <= greatest) {
                return (int) number;
            }
        }
        throw wrongValue(name, value, "a whole number from %,d to %,d".formatted(least, greatest));
    }

    /** A number with decimals, plainly written, from 0 to a million; null if it was not given. */
    public @Nullable Double decimal(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value.matches("\\d{1,7}(\\.\\d{1,9})?")) {
            double number = Double.parseDouble(value);
            if (number <= 1_000_000) {
                return number;
            }
        }
        throw wrongValue(name, value, "a number from 0 to 1,000,000, such as 7 or 0.5");
    }

    /** One of the words of an enumeration, in lower case. */
    public <E extends Enum<E>> E choice(String name, Class<E> words, E unlessGiven) {
        E choice = choice(name, words);
        return choice == null ? unlessGiven : choice;
    }

    /** One of the words of an enumeration, in lower case; null if it was not given. */
    public <E extends Enum<E>> @Nullable E choice(String name, Class<E> words) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        return Arrays.stream(words.getEnumConstants())
                .filter(constant -> word(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> wrongValue(
                        name,
                        value,
                        Arrays.stream(words.getEnumConstants())
                                .map(Parameters::word)
                                .collect(Collectors.joining(", "))));
    }

    /** The word of a constant, as requests and answers have it. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The problem of a value that is not allowed. */
    public static ProblemException wrongValue(String name, String value, String allowed) {
        return wrong(name, "Parameter %s can't be '%s'. Allowed: %s.", name, Problem.excerpt(value), allowed);
    }

    /** The problem of a parameter. */
    public static ProblemException wrong(String name, String format, Object... arguments) {
        return new ProblemException(Problem.wrongParameter(name, String.format(Locale.ROOT, format, arguments)));
    }

    private static String requireText(String name, String value) {
        if (value.length() > LONGEST_VALUE) {
            throw wrong(name, "Parameter %s is longer than %d characters.", Problem.excerpt(name), LONGEST_VALUE);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw wrongValue(name, value, "text without control characters");
        }
        return value;
    }

    /** Strict, unlike the JDK's: what is no UTF-8 or a broken escape is refused. */
    private static String decode(String encoded) {
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
        for (int at = 0; at < encoded.length(); at++) {
            char next = encoded.charAt(at);
            if (next == '%') {
                int high = at + 2 < encoded.length() ? hexDigit(encoded.charAt(at + 1)) : -1;
                int low = at + 2 < encoded.length() ? hexDigit(encoded.charAt(at + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw notEncoded();
                }
                bytes.put((byte) (high << 4 | low));
                at += 2;
            } else if (next > 127) {
                throw notEncoded();
            } else {
                bytes.put((byte) (next == '+' ? ' ' : next));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw notEncoded(e);
        }
    }

    private static int hexDigit(char digit) {
        return digit < 128 ? Character.digit(digit, 16) : -1;
    }

    private static ProblemException notEncoded() {
        return new ProblemException(notEncodedProblem());
    }

    private static ProblemException notEncoded(CharacterCodingException cause) {
        return new ProblemException(notEncodedProblem(), cause);
    }

    private static Problem notEncodedProblem() {
        return Problem.badRequest("The query is not percent-encoded UTF-8.");
    }
}
