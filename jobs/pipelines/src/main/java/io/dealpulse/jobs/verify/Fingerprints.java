package io.dealpulse.jobs.verify;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.sink.RowKeyCodec;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.TableRowCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Which rows there are: of each, 128 bits of a hash of its key and 64 of one of its whole, in 24 bytes and no object, so
 * that millions fit into a small heap. Of ten million rows, that two are taken for one has a chance of 1 in 10^24, that a
 * difference is overlooked one of 1 in 10^12 if all rows differ.
 */
final class Fingerprints {

    /** How a row relates to the known ones. */
    enum Match {
        /** One of its key, and the same. */
        SAME,
        /** One of its key, but another. */
        DIFFERENT,
        /** None of its key. */
        ABSENT
    }

    private static final int LONGS = 3;

    private static final RowKeyCodec KEY = new RowKeyCodec();
    private static final TableRowCodec ROW = new TableRowCodec();

    private final MessageDigest digest;
    private final DataOutputSerializer encoder = new DataOutputSerializer(256);

    /** By open addressing; where the first two longs are 0 there is none. */
    private long[] slots = new long[1024 * LONGS];

    /** The slots of the rows that were met. */
    private final BitSet met = new BitSet();

    private int size;

    Fingerprints() {
        try {
            // Fast, and spreads well: nobody is kept out by it.
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /**
     * Adds a row. Not after the first {@link #meet}.
     *
     * @throws IllegalArgumentException if there is one of its key
     */
    void add(TableRow row) {
        if (size >= capacity() / 4 * 3) {
            grow();
        }
        ByteBuffer key = hash(KEY, row.rowKey());
        long high = key.getLong();
        long low = key.getLong();
        int slot = find(high, low);
        if (isTaken(slot)) {
            throw new IllegalArgumentException("there are two rows of the key " + row.rowKey());
        }
        put(slot, high, low, hash(ROW, row).getLong());
        size++;
    }

    /** Marks the row of that key as met, and compares. */
    Match meet(TableRow row) {
        int slot = slotOf(row);
        if (!isTaken(slot)) {
            return Match.ABSENT;
        }
        met.set(slot);
        return slots[slot * LONGS + 2] == hash(ROW, row).getLong() ? Match.SAME : Match.DIFFERENT;
    }

    /** Whether the row of that key was met. */
    boolean isMet(TableRow row) {
        return met.get(slotOf(row));
    }

    /** How many were added. */
    int size() {
        return size;
    }

    /** How many were met. */
    int met() {
        return met.cardinality();
    }

    private int slotOf(TableRow row) {
        ByteBuffer key = hash(KEY, row.rowKey());
        return find(key.getLong(), key.getLong());
    }

    /** The slot of that key, or the free one where it belongs. */
    private int find(long high, long low) {
        int capacity = capacity();
        int slot = (int) Long.remainderUnsigned(low, capacity);
        while (isTaken(slot) && (slots[slot * LONGS] != high || slots[slot * LONGS + 1] != low)) {
            slot = slot + 1 == capacity ? 0 : slot + 1;
        }
        return slot;
    }

    private int capacity() {
        return slots.length / LONGS;
    }

    private boolean isTaken(int slot) {
        return slots[slot * LONGS] != 0 || slots[slot * LONGS + 1] != 0;
    }

    private void put(int slot, long high, long low, long row) {
        slots[slot * LONGS] = high;
        slots[slot * LONGS + 1] = low;
        slots[slot * LONGS + 2] = row;
    }

    private void grow() {
        long[] former = slots;
        slots = new long[Math.multiplyExact(former.length, 2)];
        for (int at = 0; at < former.length; at += LONGS) {
            if (former[at] != 0 || former[at + 1] != 0) {
                put(find(former[at], former[at + 1]), former[at], former[at + 1], former[at + 2]);
            }
        }
    }

    private <T> ByteBuffer hash(BinaryCodec<T> codec, T value) {
        try {
            encoder.clear();
            codec.write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        digest.update(encoder.getSharedBuffer(), 0, encoder.length());
        return ByteBuffer.wrap(digest.digest());
    }
}
