package io.dealpulse.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dealpulse.events.v1.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is shown.
 *
 * @param place where the rejected record lies
 * @param timestamp the rejected record's Kafka timestamp
 * @param reason why it was rejected
 * @param detail what exactly is wrong
 * @param key the record's key as text; null if there is none, or it is no printable UTF-8
 * @param keySize the bytes of the key; null if there is none, or the letter leaves it out
 * @param valueSize the bytes of the value; null if there is none, or the letter leaves it out
 * @param keyBase64 the key's bytes where they are wanted
 * @param valueBase64 the value's bytes where they are wanted
 */
record ShownLetter(
        SourcePlace place,
        Instant timestamp,
        String reason,
        String detail,
        @Nullable String key,
        @Nullable Integer keySize,
        @Nullable Integer valueSize,
        @Nullable String keyBase64,
        @Nullable String valueBase64) {

    /** Control characters, which would do something to a terminal, and what has no meaning. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    /**
     * What is shown of a letter.
     *
     * @param payload whether to keep the bytes of its record
     */
    static ShownLetter of(DeadLetter letter, boolean payload) {
        ByteBuffer key = letter.getKey();
        ByteBuffer value = letter.getValue();
        return new ShownLetter(
                new SourcePlace(letter.getTopic(), letter.getPartition(), letter.getOffset()),
                letter.getTimestamp(),
                letter.getReason(),
                letter.getDetail(),
                key == null ? null : text(key),
                key == null ? null : Integer.valueOf(key.remaining()),
                value == null ? null : Integer.valueOf(value.remaining()),
                key == null || !payload ? null : base64(key),
                value == null || !payload ? null : base64(value));
    }

    /** The text, with a mark in place of each character that a terminal might take for a command. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("\uFFFD");
    }

    private static @Nullable String text(ByteBuffer bytes) {
        try {
            String text = UTF_8.newDecoder().decode(bytes.duplicate()).toString();
            return UNPRINTABLE.matcher(text).find() ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static String base64(ByteBuffer bytes) {
        return new String(Base64.getEncoder().encode(bytes.duplicate()).array(), UTF_8);
    }
}
