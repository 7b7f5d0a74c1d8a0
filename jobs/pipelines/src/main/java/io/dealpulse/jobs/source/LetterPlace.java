package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Which dead letter: the place of the record that was rejected. It names no deal, so it may outlive one.
 *
 * @param topic where the record came from
 * @param partition the partition there
 * @param offset the offset there
 * @param shared whether the letter has more than one subject, so that several deals decide on it
 */
public record LetterPlace(String topic, int partition, long offset, boolean shared) {

    /** Flink's type of these records. */
    public static final TypeInformation<LetterPlace> TYPE = new CodecTypeInformation<>(LetterPlace.class, new Codec());

    /** The place of that letter. */
    public static LetterPlace of(RejectedRecord letter) {
        return new LetterPlace(
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.subjects().size() > 1);
    }

    /** The letter's key in the dead-letter topic. */
    public String key() {
        return topic + "/" + partition + "/" + offset;
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<LetterPlace> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(LetterPlace place, DataOutputView out) throws IOException {
            BinaryFormat.writeText(place.topic(), out);
            BinaryFormat.writeUnsigned(place.partition(), out);
            BinaryFormat.writeUnsigned(place.offset(), out);
            out.writeBoolean(place.shared());
        }

        @Override
        public LetterPlace read(int version, DataInputView in) throws IOException {
            return new LetterPlace(
                    BinaryFormat.readText(in),
                    (int) BinaryFormat.readUnsigned(in),
                    BinaryFormat.readUnsigned(in),
                    in.readBoolean());
        }
    }
}
