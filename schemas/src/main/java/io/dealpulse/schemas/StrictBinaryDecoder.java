package io.dealpulse.schemas;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding from one byte array, read without trust. Unlike Avro's own decoder it checks every length and count
 * against the bytes that are left before it makes room for them, so that no message can ask for gigabytes of memory; and it
 * refuses text that is not UTF-8 instead of mending it, so that no two ids can become one.
 *
 * <p>Throws {@link EOFException} where the bytes end too early, {@link AvroRuntimeException} where they are not possible;
 * both name the offset in the array.
 */
final class StrictBinaryDecoder extends Decoder {

    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = {};
    private int position;

    /** Begins to read {@code bytes} at {@code position}. */
    void reset(byte[] bytes, int position) {
        this.bytes = bytes;
        this.position = position;
    }

    /** Offset in the array of the byte to be read next. */
    int position() {
        return position;
    }

    /** How many bytes are left. */
    int remaining() {
        return bytes.length - position;
    }

    @Override
    public void readNull() {
        // Null is written as nothing.
    }

    @Override
    public boolean readBoolean() throws EOFException {
        int start = position;
        byte value = bytes[take(1)];
        if (value != 0 && value != 1) {
            throw new AvroRuntimeException("a boolean of " + (value & 0xff) + " at offset " + start);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws EOFException {
        int start = position;
        long value = readLong();
        if (value != (int) value) {
            throw new AvroRuntimeException("an int of " + value + " at offset " + start);
        }
        return (int) value;
    }

    @Override
    public long readLong() throws EOFException {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes[take(1)];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new AvroRuntimeException("a number of more than 10 bytes at offset " + start);
    }

    @Override
    public float readFloat() throws EOFException {
        return Float.intBitsToFloat((int) readLittleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws EOFException {
        return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
    }

    private long readLittleEndian(int length) throws EOFException {
        int start = take(length);
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = value << Byte.SIZE | (bytes[start + i] & 0xffL);
        }
        return value;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws EOFException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws EOFException {
        int length = readLength("a string");
        int start = take(length);
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        // The replacement character is rare, and may have been written as such.
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(start, length);
        }
        return text;
    }

    private void requireUtf8(int start, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
        } catch (CharacterCodingException e) {
            throw new AvroRuntimeException("a string that is not UTF-8 at offset " + start, e);
        }
    }

    @Override
    public void skipString() throws EOFException {
        take(readLength("a string"));
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws EOFException {
        int length = readLength("bytes");
        int start = take(length);
        return ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + length));
    }

    @Override
    public void skipBytes() throws EOFException {
        take(readLength("bytes"));
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws EOFException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws EOFException {
        take(length);
    }

    @Override
    public int readEnum() throws EOFException {
        return readInt();
    }

    @Override
    public int readIndex() throws EOFException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws EOFException {
        return readBlock();
    }

    @Override
    public long arrayNext() throws EOFException {
        return readBlock();
    }

    @Override
    public long skipArray() throws EOFException {
        return readBlock();
    }

    @Override
    public long readMapStart() throws EOFException {
        return readBlock();
    }

    @Override
    public long mapNext() throws EOFException {
        return readBlock();
    }

    @Override
    public long skipMap() throws EOFException {
        return readBlock();
    }

    /** The number of items in the block that begins here; 0 ends the array or map. */
    private long readBlock() throws EOFException {
        int start = position;
        long count = readLong();
        if (count < 0) {
            // A negative count is followed by the block's size in bytes, for those who want to skip it.
            readLength("a block");
            count = -count;
        }
        // An item takes a byte at least: the few types that take none are in no schema of ours.
        if (count < 0 || count > remaining()) {
            throw new EOFException(
                    "a block of " + count + " items at offset " + start + ", but " + remaining() + " bytes are left");
        }
        return count;
    }

    private int readLength(String what) throws EOFException {
        int start = position;
        long length = readLong();
        if (length < 0) {
            throw new AvroRuntimeException(what + " of length " + length + " at offset " + start);
        }
        if (length > remaining()) {
            throw new EOFException(
                    what + " of length " + length + " at offset " + start + ", but " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    /** Steps over so many bytes and gives the offset of the first. */
    private int take(int length) throws EOFException {
        if (length > remaining()) {
            throw new EOFException("ends at offset " + bytes.length + ", within a value of " + length
                    + " bytes that began" + " at offset " + position);
        }
        int start = position;
        position += length;
        return start;
    }
}
