package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one dead letter: it is there, or it is gone with the deal that it speaks of.
 *
 * @param place which letter it is
 * @param letter the letter; null: it is gone
 */
public record LetterChange(LetterPlace place, @Nullable RejectedRecord letter) {

    /** Flink's type of these records. */
    public static final TypeInformation<LetterChange> TYPE =
            new CodecTypeInformation<>(LetterChange.class, new Codec());

    /** The letter is there. */
    public static LetterChange kept(RejectedRecord letter) {
        return new LetterChange(LetterPlace.of(letter), letter);
    }

    /** The letter of that place is gone. */
    public static LetterChange erased(LetterPlace place) {
        return new LetterChange(place, null);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<LetterChange> {

        private static final long serialVersionUID = 1L;

        private static final LetterPlace.Codec PLACE = new LetterPlace.Codec();
        private static final RejectedRecord.Codec LETTER = new RejectedRecord.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(LetterChange change, DataOutputView out) throws IOException {
            PLACE.writeNested(change.place(), out);
            LETTER.writeNullableNested(change.letter(), out);
        }

        @Override
        public LetterChange read(int version, DataInputView in) throws IOException {
            return new LetterChange(PLACE.readNested(in), LETTER.readNullableNested(in));
        }
    }
}
