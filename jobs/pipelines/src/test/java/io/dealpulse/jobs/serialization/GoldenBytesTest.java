package io.dealpulse.jobs.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.money.FxRate;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Saved state holds these bytes. A test that fails here says that state can't be read any more: raise the codec's version,
 * keep reading the old one, and add the new bytes beside the old.
 */
class GoldenBytesTest {

    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");

    @Test
    void dealEventThatSaysEverything() throws IOException {
        DealEvent event = new DealEvent(
                "e-1",
                NOON,
                NOON.plusMillis(1),
                -7L,
                true,
                "sales",
                "proposal",
                -123_456L,
                "EUR",
                "ann",
                "acme",
                0.25,
                LocalDate.parse("2024-04-01"),
                "l-1",
                "price",
                "rival",
                Map.of("source", "web", "segment", "größer", "empty", ""),
                List.of("owner_id", "attributes.x"));

        assertGolden(
                new DealEventCodec(),
                event,
                "03652d31f6e98bc6d26301f8e98bc6d263010d010673616c65730970726f706f73616c01ff880f04"
                        + "45555204616e6e0561636d65013fd000000000000001ccb502046c2d310670726963650672697661"
                        + "6c02077365676d656e74086772c3b6c39f657206736f757263650377656202086f776e65725f6964"
                        + "0c617474726962757465732e78");
    }

    @Test
    void dealEventThatSaysNothing() throws IOException {
        DealEvent event = new DealEvent(
                "e",
                Instant.EPOCH,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());

        assertGolden(new DealEventCodec(), event, "01650000000000000000000000000000000000");
    }

    @Test
    void activity() throws IOException {
        assertGolden(
                new ActivityCodec(),
                new Activity(
                        "a-1",
                        "d-1",
                        "l-1",
                        "ann",
                        Activity.Type.DEMO,
                        Activity.State.DONE,
                        NOON,
                        NOON.minusMillis(1),
                        3600),
                "03612d3104642d31046c2d3103616e6e0403f6e98bc6d26301f4e98bc6d263901c");
        assertGolden(
                new ActivityCodec(),
                new Activity("a-2", null, "l-1", "", Activity.Type.UNKNOWN, Activity.State.UNKNOWN, NOON, null, 0),
                "03612d3200046c2d31000000f6e98bc6d2630000");
    }

    @Test
    void pipelineDefinition() throws IOException {
        assertGolden(
                new PipelineDefinitionCodec(),
                new PipelineDefinition(
                        "sales",
                        "Sales",
                        List.of(
                                new Stage("lead", "Lead", StageKind.OPEN, 0.1, 14, null),
                                new Stage("won", "Won", StageKind.WON, 1, null, null),
                                new Stage("lost", "", StageKind.LOST, 0, null, 300))),
                "0573616c65730553616c657303046c656164044c656164003fb999999999999a011c0003776f6e03"
                        + "576f6e013ff00000000000000000046c6f7374000200000000000000000001d804");
    }

    @Test
    void fxRate() throws IOException {
        assertGolden(
                new FxRateCodec(),
                new FxRate("EUR", "USD", LocalDate.parse("2024-03-31"), new BigDecimal("1.0811000000")),
                "0345555203555344cab5021405028462c4c0");
    }

    @ParameterizedTest
    @EnumSource(Activity.Type.class)
    void everyTypeOfActivityHasANumber(Activity.Type type) throws IOException {
        Activity activity = new Activity("a", "d", null, "", type, Activity.State.DONE, NOON, null, 0);
        assertThat(Codecs.read(new ActivityCodec(), 1, Codecs.hex(new ActivityCodec(), activity)))
                .isEqualTo(activity);
    }

    @ParameterizedTest
    @EnumSource(Activity.State.class)
    void everyStateOfActivityHasANumber(Activity.State state) throws IOException {
        Activity activity = new Activity("a", "d", null, "", Activity.Type.CALL, state, NOON, null, 0);
        assertThat(Codecs.read(new ActivityCodec(), 1, Codecs.hex(new ActivityCodec(), activity)))
                .isEqualTo(activity);
    }

    private static <T> void assertGolden(BinaryCodec<T> codec, T value, String golden) throws IOException {
        assertThat(Codecs.hex(codec, value)).isEqualTo(golden);
        assertThat(Codecs.read(codec, 1, golden)).isEqualTo(value);
    }
}
