package io.dealpulse.jobs.source;

import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.BinaryFormat;
import io.dealpulse.jobs.serialization.CodecTypeInformation;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * What reaches {@link KeepDeadLetters}: a dead letter that speaks of a deal, or the word that the deal is erased.
 *
 * @param subject the deal
 * @param letter the letter, one of whose subjects the deal is; null: the deal is erased
 */
record LetterInput(String subject, @Nullable RejectedRecord letter) {

    /** Flink's type of these records. */
    static final TypeInformation<LetterInput> TYPE = new CodecTypeInformation<>(LetterInput.class, new Codec());

    /** A letter, under one of its subjects. */
    static LetterInput of(String subject, RejectedRecord letter) {
        return new LetterInput(subject, letter);
    }

    /** The deal is erased. */
    static LetterInput erasure(String subject) {
        return new LetterInput(subject, null);
    }

    /** The record's fields in order. */
    public static final class Codec implements BinaryCodec<LetterInput> {

        private static final long serialVersionUID = 1L;

        private static final RejectedRecord.Codec LETTER = new RejectedRecord.Codec();

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(LetterInput input, DataOutputView out) throws IOException {
            BinaryFormat.writeText(input.subject(), out);
            LETTER.writeNullableNested(input.letter(), out);
        }

        @Override
        public LetterInput read(int version, DataInputView in) throws IOException {
            return new LetterInput(BinaryFormat.readText(in), LETTER.readNullableNested(in));
        }
    }
}
