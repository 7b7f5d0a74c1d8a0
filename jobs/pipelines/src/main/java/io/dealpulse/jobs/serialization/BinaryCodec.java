package io.dealpulse.jobs.serialization;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * How an immutable type is written as bytes and read again.
 *
 * <p>Saved state holds these bytes for as long as a job lives, so a codec keeps reading every version it has ever
 * written. It is stateless, has a public constructor without parameters, and keeps its class name: saved state names
 * it. Equal values must give equal bytes, or they can't serve as keys.
 *
 * @param <T> an immutable type
 */
public interface BinaryCodec<T> extends Serializable {

    /** The version that {@link #write} writes, from 1 upwards; raised with every change of the format. */
    int version();

    /** Writes the value in the present version. */
    void write(T value, DataOutputView out) throws IOException;

    /**
     * Reads what {@link #write} wrote when {@link #version} was the given one.
     *
     * @param version from 1 to {@link #version()}
     */
    T read(int version, DataInputView in) throws IOException;

    /**
     * Writes the value with its version before it. For a value inside another: the outer codec then needs no new
     * version when the inner one gets one.
     */
    default void writeNested(T value, DataOutputView out) throws IOException {
        BinaryFormat.writeUnsigned(version(), out);
        write(value, out);
    }

    /** Reads what {@link #writeNested} wrote. */
    default T readNested(DataInputView in) throws IOException {
        return readWritten((int) BinaryFormat.readUnsigned(in), in);
    }

    /** Writes the value as {@link #writeNested} does, or 0 if there is none. */
    default void writeNullableNested(@Nullable T value, DataOutputView out) throws IOException {
        if (value == null) {
            BinaryFormat.writeUnsigned(0, out);
        } else {
            writeNested(value, out);
        }
    }

    /** Reads what {@link #writeNullableNested} wrote. */
    default @Nullable T readNullableNested(DataInputView in) throws IOException {
        int written = (int) BinaryFormat.readUnsigned(in);
        return written == 0 ? null : readWritten(written, in);
    }

    private T readWritten(int written, DataInputView in) throws IOException {
        if (written < 1 || written > version()) {
            throw new IOException("%s reads versions 1 to %d, not %d: state of a newer release, or corrupt"
                    .formatted(getClass().getName(), version(), written));
        }
        return read(written, in);
    }
}
