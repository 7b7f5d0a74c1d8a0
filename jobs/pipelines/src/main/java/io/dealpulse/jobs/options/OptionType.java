package io.dealpulse.jobs.options;

import java.util.function.Function;

/**
 * How the text of an option becomes a value.
 *
 * @param name the type's name for people, such as {@code duration}
 * @param allowed what texts are allowed, completing "allowed is …"
 * @param parser text to value; any {@link RuntimeException} means that the text is not allowed
 * @param <T> the value's class
 */
public record OptionType<T>(String name, String allowed, Function<String, T> parser) {

    /**
     * The value of a text.
     *
     * @throws RuntimeException if the text is not {@link #allowed}
     */
    T parse(String text) {
        return parser.apply(text);
    }
}
