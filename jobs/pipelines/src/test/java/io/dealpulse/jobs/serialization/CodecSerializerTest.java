package io.dealpulse.jobs.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CodecSerializerTest {

    /** A type whose second version puts an "x" before the text; its present version can be turned. */
    public static final class TextCodec implements BinaryCodec<String> {

        private static final long serialVersionUID = 1L;

        private static int present = 2;

        @Override
        public int version() {
            return present;
        }

        @Override
        public void write(String value, DataOutputView out) throws IOException {
            out.writeUTF(present == 1 ? value : "x" + value);
        }

        @Override
        public String read(int version, DataInputView in) throws IOException {
            String text = in.readUTF();
            return version == 1 ? text : text.substring(1);
        }
    }

    /** Another codec of the same type. */
    public static final class OtherCodec implements BinaryCodec<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(String value, DataOutputView out) throws IOException {
            out.writeUTF(value);
        }

        @Override
        public String read(int version, DataInputView in) throws IOException {
            return in.readUTF();
        }
    }

    @AfterEach
    void turnBack() {
        TextCodec.present = 2;
    }

    @Test
    void theSameVersionReadsItsStateAsItIs() throws IOException {
        TypeSerializerSnapshot<String> saved = savedBy(2);

        assertThat(new CodecSerializer<>(new TextCodec())
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(saved)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void newerCodeMigratesOlderState() throws IOException {
        byte[] state = write("deal", 1);
        TypeSerializerSnapshot<String> saved = savedBy(1);
        TextCodec.present = 2;

        TypeSerializer<String> former = saved.restoreSerializer();

        assertThat(new CodecSerializer<>(new TextCodec())
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(saved)
                        .isCompatibleAfterMigration())
                .isTrue();
        assertThat(former.deserialize(new DataInputDeserializer(state))).isEqualTo("deal");
        assertThatThrownBy(() -> former.serialize("deal", new DataOutputSerializer(8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 1");
    }

    @Test
    void olderCodeRefusesNewerState() throws IOException {
        TypeSerializerSnapshot<String> saved = savedBy(2);
        TextCodec.present = 1;

        assertThat(new CodecSerializer<>(new TextCodec())
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(saved)
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void stateOfAnotherCodecIsRefused() throws IOException {
        assertThat(new CodecSerializer<>(new OtherCodec())
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(savedBy(1))
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void aNestedValueBearsItsVersion() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        TextCodec.present = 1;
        new TextCodec().writeNullableNested("one", out);
        TextCodec.present = 2;
        new TextCodec().writeNullableNested("two", out);
        new TextCodec().writeNullableNested(null, out);

        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
        assertThat(new TextCodec().readNullableNested(in)).isEqualTo("one");
        assertThat(new TextCodec().readNullableNested(in)).isEqualTo("two");
        assertThat(new TextCodec().readNullableNested(in)).isNull();
    }

    @Test
    void aNestedValueOfANewerVersionIsRefused() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        new TextCodec().writeNested("two", out);
        TextCodec.present = 1;

        assertThatThrownBy(() -> new TextCodec().readNested(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer release");
    }

    @Test
    void valuesAreImmutableAndSharedAcrossCopies() {
        CodecSerializer<String> serializer = new CodecSerializer<>(new TextCodec());
        String value = new String("deal");

        assertThat(serializer.isImmutableType()).isTrue();
        assertThat(serializer.copy(value)).isSameAs(value);
        assertThat(serializer).isEqualTo(new CodecSerializer<>(new TextCodec()));
        assertThat(serializer).isNotEqualTo(new CodecSerializer<>(new OtherCodec()));
    }

    private static byte[] write(String value, int version) throws IOException {
        TextCodec.present = version;
        DataOutputSerializer out = new DataOutputSerializer(16);
        new CodecSerializer<>(new TextCodec()).serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static TypeSerializerSnapshot<String> savedBy(int version) throws IOException {
        TextCodec.present = version;
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(
                out, new CodecSerializer<>(new TextCodec()).snapshotConfiguration());
        TextCodec.present = 2;
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), CodecSerializerTest.class.getClassLoader());
    }
}
