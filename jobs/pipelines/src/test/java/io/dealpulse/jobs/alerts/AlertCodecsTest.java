package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.LearnedThreshold;
import io.dealpulse.core.stall.LearnedThreshold.Step;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.core.stall.WonStageTimes;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.Codecs;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.source.ClockTick;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Saved state holds these bytes. A test that fails here says that state can't be read any more: raise the codec's version,
 * keep reading the old one, and add the new bytes beside the old.
 */
class AlertCodecsTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");
    private static final LocalDate DAY = LocalDate.of(2024, 3, 31);

    private static final Alert OPEN =
            new Alert(AlertKind.IDLE, NOON, NOON.plusMillis(1), null, null, "sales", "größer", "ann", -123_456L, "EUR");
    private static final Alert RESOLVED = new Alert(
            AlertKind.PUSHED,
            NOON,
            NOON.plusMillis(1),
            NOON.plusMillis(2),
            Resolution.RULES_CHANGED,
            "sales",
            "lead",
            "",
            null,
            "");
    private static final List<String> SLICES = List.of("owner=ann", "segment=");
    private static final Cause CAUSE = new Cause(
            AlertKind.CLOSE_DATE_PASSED,
            NOON,
            new Cause.At(NOON.plusMillis(1)),
            null,
            null,
            "sales",
            "lead",
            "ann",
            123_456L,
            "EUR");
    private static final Cause LEARNED = new Cause(
            AlertKind.STAGE_OVERDUE,
            NOON,
            new Cause.Learned(NOON.minusMillis(1)),
            NOON.plusMillis(2),
            Resolution.STAGE_CHANGED,
            "sales",
            "lead",
            "",
            null,
            "");
    private static final ThresholdMessage THRESHOLD = new ThresholdMessage(
            WonStageTimes.key("sales", "lead"),
            new LearnedThreshold(List.of(new Step(DAY, 86_400L), new Step(DAY.plusDays(1), null))));

    @Test
    void alert() throws IOException {
        assertGolden(
                new AlertCodec(),
                OPEN,
                "00f6e98bc6d263f8e98bc6d26300000573616c6573086772c3b6c39f657203616e6e01ff880f03455552");
        assertGolden(
                new AlertCodec(), RESOLVED, "03f6e98bc6d263f8e98bc6d26301fae98bc6d263010a0573616c6573046c656164000000");
    }

    @Test
    void cause() throws IOException {
        assertGolden(
                new CauseCodec(),
                CAUSE,
                "02f6e98bc6d26300f8e98bc6d26300000573616c6573046c65616403616e6e0180890f03455552");
        assertGolden(
                new CauseCodec(),
                LEARNED,
                "01f6e98bc6d26301f4e98bc6d26301fae98bc6d26301030573616c6573046c656164000000");
    }

    @Test
    void knownAlert() throws IOException {
        assertGolden(
                new KnownAlert.Codec(),
                new KnownAlert(OPEN, true, 300, true),
                "0100f6e98bc6d263f8e98bc6d26300000573616c6573086772c3b6c39f657203616e6e01ff880f0345555201ac" + "0201");
        assertGolden(
                new KnownAlert.Codec(),
                new KnownAlert(RESOLVED, false, 0, false),
                "0103f6e98bc6d263f8e98bc6d26301fae98bc6d263010a0573616c6573046c656164000000000000");
    }

    @Test
    void dealAlerts() throws IOException {
        assertGolden(
                new DealAlerts.Codec(),
                new DealAlerts(
                        List.of(CAUSE, LEARNED),
                        List.of(new KnownAlert(OPEN, true, 1, true), new KnownAlert(RESOLVED, true, 2, false)),
                        SLICES,
                        true,
                        Resolution.RULES_CHANGED,
                        List.of(new RowKey("deal_alerts", List.of("open", "sales", "d1/idle/gone"))),
                        false,
                        NOON),
                "020102f6e98bc6d26300f8e98bc6d26300000573616c6573046c65616403616e6e0180890f034555520101f6e9"
                        + "8bc6d26301f4e98bc6d26301fae98bc6d26301030573616c6573046c65616400000002010100f6e98bc6d263f8"
                        + "e98bc6d26300000573616c6573086772c3b6c39f657203616e6e01ff880f03455552010101010103f6e98bc6d2"
                        + "63f8e98bc6d26301fae98bc6d263010a0573616c6573046c6561640000000102000a01010b6465616c5f616c65"
                        + "7274730301046f70656e010573616c6573010c64312f69646c652f676f6e650001f6e98bc6d26302096f776e65"
                        + "723d616e6e087365676d656e743d01");
        assertGolden(new DealAlerts.Codec(), DealAlerts.NONE, "0000090000000000");
        assertGolden(
                new DealAlerts.Codec(),
                new DealAlerts(List.of(), List.of(), List.of(), false, Resolution.LATE_EVENT, List.of(), true, null),
                "0000090001000000");
    }

    /** It knew of no slices, and of stale alerts not where their rows are. */
    @Test
    void dealAlertsOfVersion1() throws IOException {
        assertThat(Codecs.read(
                        new DealAlerts.Codec(),
                        1,
                        "020102f6e98bc6d26300f8e98bc6d26300000573616c6573046c65616403616e6e0180890f034555520101f6e9"
                                + "8bc6d26301f4e98bc6d26301fae98bc6d26301030573616c6573046c65616400000002010100f6e98bc6d263f8"
                                + "e98bc6d26300000573616c6573086772c3b6c39f657203616e6e01ff880f03455552010101010103f6e98bc6d2"
                                + "63f8e98bc6d26301fae98bc6d263010a0573616c6573046c6561640000000102000a010c64312f69646c652f67"
                                + "6f6e650001f6e98bc6d263"))
                .isEqualTo(new DealAlerts(
                        List.of(CAUSE, LEARNED),
                        List.of(new KnownAlert(OPEN, true, 1, true), new KnownAlert(RESOLVED, true, 2, false)),
                        List.of(),
                        false,
                        Resolution.RULES_CHANGED,
                        List.of(
                                new RowKey("deal_alerts", List.of("open", "sales", "d1/idle/gone")),
                                new RowKey("deal_alerts", List.of("resolved", "sales", "d1/idle/gone"))),
                        false,
                        NOON));
        assertThat(Codecs.read(new DealAlerts.Codec(), 1, "000009000000")).isEqualTo(DealAlerts.NONE);
    }

    @Test
    void alertInputOfVersion1() throws IOException {
        assertThat(Codecs.read(
                        new AlertInput.Codec(),
                        1,
                        "02643101010102f6e98bc6d26300f8e98bc6d26300000573616c6573046c65616403616e6e0180890f03455552"
                                + "090000"))
                .isEqualTo(AlertInput.of("d1", new DealCauses(List.of(CAUSE), List.of(), Resolution.LATE_EVENT)));
        assertThat(Codecs.read(
                        new AlertInput.Codec(),
                        1,
                        "03642f31000022642f312f69646c652f323032342d30332d33315431323a30303a30302e3132335a"))
                .isEqualTo(AlertInput.stale(
                        new RowKey("deal_alerts", List.of("open", "", "d/1/idle/2024-03-31T12:00:00.123Z"))));
        assertThat(Codecs.read(new AlertInput.Codec(), 1, "026431000000")).isEqualTo(AlertInput.erasure("d1"));
    }

    @Test
    void thresholdMessage() throws IOException {
        assertGolden(
                new ThresholdMessage.Codec(),
                THRESHOLD,
                "010e776f6e5f73746167655f74696d65020573616c6573046c65616402cab5020180c60accb50200");
        assertGolden(
                new ThresholdMessage.Codec(),
                new ThresholdMessage(THRESHOLD.stage(), LearnedThreshold.NONE),
                "010e776f6e5f73746167655f74696d65020573616c6573046c65616400");
    }

    @Test
    void alertMessage() throws IOException {
        assertGolden(
                new AlertMessage.Codec(),
                AlertMessage.of("d1", OPEN, 3),
                "2064312f69646c652f323032342d30332d33315431323a30303a30302e3132335a0100f6e98bc6d263f8e98bc6"
                        + "d26300000573616c6573086772c3b6c39f657203616e6e01ff880f0345555203");
        assertGolden(new AlertMessage.Codec(), AlertMessage.erased("d1/idle/gone"), "0c64312f69646c652f676f6e650000");
    }

    @Test
    void alertInput() throws IOException {
        assertGolden(
                new AlertInput.Codec(),
                AlertInput.of("d1", new DealCauses(List.of(CAUSE), SLICES, Resolution.LATE_EVENT)),
                "02643102010102f6e98bc6d26300f8e98bc6d26300000573616c6573046c65616403616e6e0180890f03455552"
                        + "0902096f776e65723d616e6e087365676d656e743d0000");
        assertGolden(
                new AlertInput.Codec(),
                AlertInput.published(AlertMessage.of("d1", RESOLVED, 2)),
                "02643100012264312f7075736865642f323032342d30332d33315431323a30303a30302e3132335a0103f6e98b"
                        + "c6d263f8e98bc6d26301fae98bc6d263010a0573616c6573046c6561640000000200");
        assertGolden(
                new AlertInput.Codec(),
                AlertInput.stale(
                        new RowKey("deal_alerts", List.of("open", "sales", "d/1/idle/2024-03-31T12:00:00.123Z"))),
                "03642f310000010b6465616c5f616c657274730301046f70656e010573616c65730121642f312f69646c652f32"
                        + "3032342d30332d33315431323a30303a30302e3132335a");
        assertGolden(new AlertInput.Codec(), AlertInput.erasure("d1"), "026431000000");
    }

    @Test
    void alertReference() throws IOException {
        assertGolden(new AlertReference.Codec(), AlertReference.of(new ClockTick(NOON, true)), "0101f6e98bc6d2630100");
        assertGolden(
                new AlertReference.Codec(),
                AlertReference.of(THRESHOLD),
                "0001010e776f6e5f73746167655f74696d65020573616c6573046c65616402cab5020180c60accb50200");
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void everyKindHasANumber(AlertKind kind) throws IOException {
        Alert alert = new Alert(kind, NOON, NOON, null, null, "", "", "", null, "");
        assertThat(Codecs.read(new AlertCodec(), 1, Codecs.hex(new AlertCodec(), alert)))
                .isEqualTo(alert);
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void everyResolutionHasANumber(Resolution resolution) throws IOException {
        Alert alert = OPEN.takenBack(NOON, resolution);
        assertThat(Codecs.read(new AlertCodec(), 1, Codecs.hex(new AlertCodec(), alert)))
                .isEqualTo(alert);
    }

    private static <T> void assertGolden(BinaryCodec<T> codec, T value, String golden) throws IOException {
        assertThat(Codecs.hex(codec, value)).isEqualTo(golden);
        assertThat(Codecs.read(codec, codec.version(), golden)).isEqualTo(value);
    }
}
