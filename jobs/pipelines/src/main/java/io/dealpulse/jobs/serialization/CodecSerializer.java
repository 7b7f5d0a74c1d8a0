package io.dealpulse.jobs.serialization;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's view of a {@link BinaryCodec}. Values are immutable, so a copy is the value itself.
 *
 * @param <T> the codec's type
 */
public final class CodecSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final BinaryCodec<T> codec;
    private final int readVersion;

    /** A serializer of the codec's present version. */
    public CodecSerializer(BinaryCodec<T> codec) {
        this(codec, codec.version());
    }

    /**
     * A serializer of state that an earlier version wrote. It only reads: Flink writes migrated state with the present
     * version's serializer.
     */
    CodecSerializer(BinaryCodec<T> codec, int readVersion) {
        this.codec = codec;
        this.readVersion = readVersion;
    }

    BinaryCodec<T> codec() {
        return codec;
    }

    int readVersion() {
        return readVersion;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        if (readVersion != codec.version()) {
            throw new IOException(
                    "%s writes version %d only, and this state is still of version %d: register the state when the operator opens, so that it is migrated"
                            .formatted(codec.getClass().getName(), codec.version(), readVersion));
        }
        codec.write(value, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return codec.read(readVersion, source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    /** Nothing: an immutable value can't be reused. */
    @Override
    public @Nullable T createInstance() {
        return null;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CodecSerializerSnapshot<>(codec, readVersion);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CodecSerializer<?> that
                && codec.getClass() == that.codec.getClass()
                && readVersion == that.readVersion;
    }

    @Override
    public int hashCode() {
        return 31 * codec.getClass().hashCode() + readVersion;
    }

    @Override
    public String toString() {
        return "CodecSerializer(" + codec.getClass().getName() + ", version " + readVersion + ")";
    }
}
