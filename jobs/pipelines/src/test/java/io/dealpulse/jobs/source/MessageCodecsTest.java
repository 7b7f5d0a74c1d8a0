package io.dealpulse.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.Codecs;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Saved state, and records in flight, hold these bytes: see GoldenBytesTest. */
class MessageCodecsTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
    private static final DealEvent EVENT = new DealEvent(
            "e", NOON, null, null, false, null, "lead", null, null, null, null, null, null, null, null, null, Map.of(),
            List.of());
    private static final Activity ACTIVITY =
            new Activity("a", "d", null, "", Activity.Type.CALL, Activity.State.DONE, NOON, null, 60);
    private static final PipelineDefinition DEFINITION =
            new PipelineDefinition("p", "", List.of(new Stage("lead", "", StageKind.OPEN, 0.5, null, null)));

    private static final RejectedRecord LETTER =
            new RejectedRecord("t", 0, 0, NOON, "r", "d", null, null, List.of("a"));
    private static final String LETTER_BYTES = "0174000080e88bc6d263017201640000010161";

    private static final String PLACE_BYTES = "0103ac0280e88bc6d263";

    static Stream<Arguments> goldenBytes() {
        return Stream.of(
                Arguments.of(
                        new DealMessage.Codec(),
                        new DealMessage("d", EVENT),
                        "016401016580e88bc6d26300000000056c656164000000000000000000000000"),
                Arguments.of(
                        new DealMessage.Codec(),
                        new DealMessage("d", null, new RecordPlace(3, 300, NOON)),
                        "016400" + PLACE_BYTES),
                Arguments.of(
                        new ActivityMessage.Codec(),
                        new ActivityMessage("d", ACTIVITY, new RecordPlace(3, 300, NOON)),
                        "016401016102640000010380e88bc6d263003c" + PLACE_BYTES),
                Arguments.of(
                        new PipelineMessage.Codec(),
                        new PipelineMessage("p", DEFINITION),
                        "01700101700001046c65616400003fe00000000000000000"),
                Arguments.of(new PipelineMessage.Codec(), new PipelineMessage("p", null), "017000"),
                Arguments.of(
                        new FxRateMessage.Codec(),
                        new FxRateMessage("EUR", "USD", LocalDate.EPOCH, new BigDecimal("1.5")),
                        "0345555203555344000102010f"),
                Arguments.of(
                        new FxRateMessage.Codec(),
                        new FxRateMessage("EUR", "USD", LocalDate.EPOCH, null),
                        "03455552035553440000"),
                Arguments.of(
                        new RejectedRecord.Codec(),
                        new RejectedRecord("t", 3, 300, NOON, "r", "d", new byte[] {1}, new byte[0], List.of("a", "b")),
                        "017403ac0280e88bc6d263017201640201010201610162"),
                Arguments.of(
                        new RejectedRecord.Codec(),
                        new RejectedRecord("t", 0, 0, NOON, "r", "d", null, null, List.of()),
                        "0174000080e88bc6d26301720164000000"),
                Arguments.of(new LetterPlace.Codec(), new LetterPlace("t", 3, 300, true), "017403ac0201"),
                Arguments.of(
                        new LetterChange.Codec(),
                        LetterChange.erased(new LetterPlace("t", 3, 300, true)),
                        "01017403ac020100"),
                Arguments.of(new LetterChange.Codec(), LetterChange.kept(LETTER), "01017400000002" + LETTER_BYTES),
                Arguments.of(new LetterInput.Codec(), LetterInput.of("a", LETTER), "016102" + LETTER_BYTES),
                Arguments.of(new LetterInput.Codec(), LetterInput.erasure("a"), "016100"),
                Arguments.of(new Progress.Codec(), new Progress("t", 1, 7, NOON), "017401070180e88bc6d263"),
                Arguments.of(new Progress.Codec(), new Progress("t", 1, 7, null), "0174010700"),
                Arguments.of(new ClockTick.Codec(), new ClockTick(NOON, true), "0180e88bc6d26301"),
                Arguments.of(new ClockTick.Codec(), new ClockTick(null, false), "0000"),
                Arguments.of(
                        new RawRecord.Codec(),
                        new RawRecord("t", 3, 300, NOON, new byte[] {1}, null),
                        "017403ac0280e88bc6d263020100"));
    }

    @ParameterizedTest
    @MethodSource
    <T> void goldenBytes(BinaryCodec<T> codec, T value, String golden) throws Exception {
        assertThat(Codecs.hex(codec, value)).isEqualTo(golden);
        assertThat(Codecs.read(codec, codec.version(), golden)).isEqualTo(value);
    }

    @Test
    void rejectedRecordWithoutSubjects() throws Exception {
        assertThat(Codecs.read(new RejectedRecord.Codec(), 1, "017403ac0280e88bc6d26301720164020101"))
                .isEqualTo(new RejectedRecord("t", 3, 300, NOON, "r", "d", new byte[] {1}, new byte[0], List.of()));
    }
}
