package io.dealpulse.jobs.options;

/**
 * One option of the catalogue.
 *
 * @param key lower-case name with dots, as in files and after {@code --set}
 * @param type how its text is read, and what is allowed
 * @param defaultText the text that stands when nobody gives one; allowed by the type
 * @param secret whether its value is never printed
 * @param doc what it does, for the reference page; Markdown
 * @param <T> the value's class
 */
public record Option<T>(String key, OptionType<T> type, String defaultText, boolean secret, String doc) {

    /**
     * The value of a text.
     *
     * @param origin where the text came from, for the message
     * @throws InvalidOptionException if the text is not allowed
     */
    T parse(String text, String origin) {
        try {
            return type.parse(text);
        } catch (RuntimeException e) {
            throw new InvalidOptionException(
                    "Option %s: %s (from %s) is not allowed. Allowed is %s."
                            .formatted(
                                    key,
                                    secret ? "its value" : "\"" + Secrets.mask(text) + "\"",
                                    origin,
                                    type.allowed()),
                    e);
        }
    }
}
