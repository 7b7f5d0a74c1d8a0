package io.dealpulse.jobs.serialization;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Bytes of codecs, as tests see them. */
public final class Codecs {

    private Codecs() {}

    /** The value's bytes in hexadecimal. */
    public static <T> String hex(BinaryCodec<T> codec, T value) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        codec.write(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }

    /** Reads bytes that a version wrote, every one of them. */
    public static <T> T read(BinaryCodec<T> codec, int version, String hex) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(hex));
        T value = codec.read(version, in);
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes left");
        }
        return value;
    }
}
