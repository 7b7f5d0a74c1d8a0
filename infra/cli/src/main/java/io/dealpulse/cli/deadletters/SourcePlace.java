package io.dealpulse.cli.deadletters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record lies that was rejected; its dead letter is known by that.
 *
 * @param topic the record's topic
 * @param partition the partition there
 * @param offset the offset there
 */
record SourcePlace(String topic, int partition, long offset) {

    /** No more digits than the numbers can hold. */
    private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9._-]+)/(\\d{1,9})/(\\d{1,18})");

    /** The place that is written like that, the key of its dead letter; empty if it is none. */
    static Optional<SourcePlace> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new SourcePlace(
                        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** {@code topic/partition/offset}. */
    @Override
    public String toString() {
        return topic + "/" + partition + "/" + offset;
    }
}
