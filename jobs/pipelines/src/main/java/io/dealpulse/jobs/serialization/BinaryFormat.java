package io.dealpulse.jobs.serialization;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The words that codecs are made of. Whole numbers take as many bytes as they need (7 bits in each, the lowest first),
 * signed ones zigzag; texts are UTF-8 after their length; maps are ordered by key, so that equal ones give equal bytes.
 *
 * <p>Saved state holds these formats: they never change.
 */
public final class BinaryFormat {

    private BinaryFormat() {}

    /** Writes a number from 0 upwards: 1 byte up to 127, at most 9. */
    public static void writeUnsigned(long number, DataOutputView out) throws IOException {
        if (number < 0) {
            throw new IllegalArgumentException("not a number from 0 upwards: " + number);
        }
        writeBits(number, out);
    }

    /** Reads what {@link #writeUnsigned} wrote. */
    public static long readUnsigned(DataInputView in) throws IOException {
        long number = readBits(in);
        if (number < 0) {
            throw new IOException("corrupt state: a negative number where none can be");
        }
        return number;
    }

    /** Writes any number: 1 byte from -64 to 63, at most 10. */
    public static void writeLong(long number, DataOutputView out) throws IOException {
        writeBits((number << 1) ^ (number >> 63), out);
    }

    /** Reads what {@link #writeLong} wrote. */
    public static long readLong(DataInputView in) throws IOException {
        long bits = readBits(in);
        return (bits >>> 1) ^ -(bits & 1);
    }

    /** Writes any number, or that there is none. */
    public static void writeNullableLong(@Nullable Long number, DataOutputView out) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            writeLong(number, out);
        }
    }

    /** Reads what {@link #writeNullableLong} wrote. */
    public static @Nullable Long readNullableLong(DataInputView in) throws IOException {
        return in.readBoolean() ? (Long) readLong(in) : null;
    }

    /** Writes any number, or that there is none; the bytes are those of {@link #writeNullableLong}. */
    public static void writeNullableInt(@Nullable Integer number, DataOutputView out) throws IOException {
        writeNullableLong(number == null ? null : (Long) number.longValue(), out);
    }

    /** Reads what {@link #writeNullableInt} wrote. */
    public static @Nullable Integer readNullableInt(DataInputView in) throws IOException {
        return in.readBoolean() ? (Integer) Math.toIntExact(readLong(in)) : null;
    }

    /** Writes a double (9 bytes), or that there is none (1 byte). */
    public static void writeNullableDouble(@Nullable Double number, DataOutputView out) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeDouble(number);
        }
    }

    /** Reads what {@link #writeNullableDouble} wrote. */
    public static @Nullable Double readNullableDouble(DataInputView in) throws IOException {
        return in.readBoolean() ? (Double) in.readDouble() : null;
    }

    /** Writes a decimal exactly, its scale included. */
    public static void writeDecimal(BigDecimal number, DataOutputView out) throws IOException {
        writeLong(number.scale(), out);
        writeBytes(number.unscaledValue().toByteArray(), out);
    }

    /** Reads what {@link #writeDecimal} wrote. */
    public static BigDecimal readDecimal(DataInputView in) throws IOException {
        int scale = Math.toIntExact(readLong(in));
        return new BigDecimal(new BigInteger(readBytes(in)), scale);
    }

    /** Writes a decimal, or that there is none. */
    public static void writeNullableDecimal(@Nullable BigDecimal number, DataOutputView out) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            writeDecimal(number, out);
        }
    }

    /** Reads what {@link #writeNullableDecimal} wrote. */
    public static @Nullable BigDecimal readNullableDecimal(DataInputView in) throws IOException {
        return in.readBoolean() ? readDecimal(in) : null;
    }

    /** Writes a text. */
    public static void writeText(String text, DataOutputView out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    /** Reads what {@link #writeText} wrote. */
    public static String readText(DataInputView in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    /** Writes a text, or that there is none (1 byte). */
    public static void writeNullableText(@Nullable String text, DataOutputView out) throws IOException {
        writeNullableBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8), out);
    }

    /** Reads what {@link #writeNullableText} wrote. */
    public static @Nullable String readNullableText(DataInputView in) throws IOException {
        byte[] bytes = readNullableBytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes bytes after their number. */
    public static void writeBytes(byte[] bytes, DataOutputView out) throws IOException {
        writeUnsigned(bytes.length, out);
        out.write(bytes);
    }

    /** Reads what {@link #writeBytes} wrote. */
    public static byte[] readBytes(DataInputView in) throws IOException {
        return readExactly(readUnsigned(in), in);
    }

    /** Writes bytes after their number plus one, or 0 if there are none at all. */
    public static void writeNullableBytes(byte @Nullable [] bytes, DataOutputView out) throws IOException {
        if (bytes == null) {
            writeUnsigned(0, out);
        } else {
            writeUnsigned(bytes.length + 1L, out);
            out.write(bytes);
        }
    }

    /** Reads what {@link #writeNullableBytes} wrote. */
    public static byte @Nullable [] readNullableBytes(DataInputView in) throws IOException {
        long lengthPlusOne = readUnsigned(in);
        return lengthPlusOne == 0 ? null : readExactly(lengthPlusOne - 1, in);
    }

    /** Writes an instant to the millisecond: what is finer is cut off. */
    public static void writeInstant(Instant instant, DataOutputView out) throws IOException {
        writeLong(instant.toEpochMilli(), out);
    }

    /** Reads what {@link #writeInstant} wrote. */
    public static Instant readInstant(DataInputView in) throws IOException {
        return Instant.ofEpochMilli(readLong(in));
    }

    /** Writes an instant to the millisecond, or that there is none. */
    public static void writeNullableInstant(@Nullable Instant instant, DataOutputView out) throws IOException {
        writeNullableLong(instant == null ? null : (Long) instant.toEpochMilli(), out);
    }

    /** Reads what {@link #writeNullableInstant} wrote. */
    public static @Nullable Instant readNullableInstant(DataInputView in) throws IOException {
        return in.readBoolean() ? readInstant(in) : null;
    }

    /** Writes a day. */
    public static void writeDate(LocalDate date, DataOutputView out) throws IOException {
        writeLong(date.toEpochDay(), out);
    }

    /** Reads what {@link #writeDate} wrote. */
    public static LocalDate readDate(DataInputView in) throws IOException {
        return LocalDate.ofEpochDay(readLong(in));
    }

    /** Writes a day, or that there is none. */
    public static void writeNullableDate(@Nullable LocalDate date, DataOutputView out) throws IOException {
        writeNullableLong(date == null ? null : (Long) date.toEpochDay(), out);
    }

    /** Reads what {@link #writeNullableDate} wrote. */
    public static @Nullable LocalDate readNullableDate(DataInputView in) throws IOException {
        return in.readBoolean() ? readDate(in) : null;
    }

    /**
     * Writes one of several constants as its place in the list.
     *
     * @param numbered every constant that can occur; the list may only grow at its end
     */
    public static <E> void writeConstant(E constant, List<E> numbered, DataOutputView out) throws IOException {
        int number = numbered.indexOf(constant);
        if (number < 0) {
            throw new IllegalArgumentException("a constant without a number: " + constant);
        }
        writeUnsigned(number, out);
    }

    /** Reads what {@link #writeConstant} wrote. */
    public static <E> E readConstant(List<E> numbered, DataInputView in) throws IOException {
        long number = readUnsigned(in);
        if (number >= numbered.size()) {
            throw new IOException("corrupt state: no constant has the number %d, only %s".formatted(number, numbered));
        }
        return numbered.get((int) number);
    }

    /** Writes a map of texts, ordered by key. */
    public static void writeTexts(Map<String, String> texts, DataOutputView out) throws IOException {
        writeUnsigned(texts.size(), out);
        for (Map.Entry<String, String> entry : inOrder(texts).entrySet()) {
            writeText(entry.getKey(), out);
            writeText(entry.getValue(), out);
        }
    }

    /** Reads what {@link #writeTexts(Map, DataOutputView)} wrote. */
    public static Map<String, String> readTextMap(DataInputView in) throws IOException {
        long size = readUnsigned(in);
        if (size == 0) {
            return Map.of();
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (long read = 0; read < size; read++) {
            String key = readText(in);
            texts.put(key, readText(in));
        }
        return texts;
    }

    /** Writes a list of texts in its order. */
    public static void writeTexts(List<String> texts, DataOutputView out) throws IOException {
        writeUnsigned(texts.size(), out);
        for (String text : texts) {
            writeText(text, out);
        }
    }

    /** Reads what {@link #writeTexts(List, DataOutputView)} wrote. */
    public static List<String> readTextList(DataInputView in) throws IOException {
        long size = readUnsigned(in);
        if (size == 0) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (long read = 0; read < size; read++) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static Map<String, String> inOrder(Map<String, String> texts) {
        return texts.size() < 2 ? texts : new TreeMap<>(texts);
    }

    private static byte[] readExactly(long length, DataInputView in) throws IOException {
        if (length > Integer.MAX_VALUE) {
            throw new IOException("corrupt state: a length of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        in.readFully(bytes);
        return bytes;
    }

    private static void writeBits(long bits, DataOutputView out) throws IOException {
        long rest = bits;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readBits(DataInputView in) throws IOException {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.readByte();
            bits |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return bits;
            }
        }
        throw new IOException("corrupt state: a number of more than 10 bytes");
    }
}
