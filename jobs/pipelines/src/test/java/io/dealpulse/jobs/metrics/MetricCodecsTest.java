package io.dealpulse.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activities;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Timeline;
import io.dealpulse.core.metric.Contribution;
import io.dealpulse.core.metric.Histogram;
import io.dealpulse.core.metric.Measures;
import io.dealpulse.core.metric.MetricKey;
import io.dealpulse.core.metric.milestone.MilestoneKind;
import io.dealpulse.core.metric.milestone.StayClass;
import io.dealpulse.core.metric.pipelineflow.FlowCause;
import io.dealpulse.jobs.deals.DealInput;
import io.dealpulse.jobs.deals.DealLogCodec;
import io.dealpulse.jobs.serialization.BinaryCodec;
import io.dealpulse.jobs.serialization.Codecs;
import io.dealpulse.jobs.sink.RowKey;
import io.dealpulse.jobs.sink.Tables;
import io.dealpulse.jobs.source.ClockTick;
import io.dealpulse.jobs.source.DealMessage;
import io.dealpulse.jobs.source.FxRateMessage;
import io.dealpulse.jobs.source.RecordPlace;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Saved state holds these bytes. A test that fails here says that state can't be read any more: raise the codec's version,
 * keep reading the old one, and add the new bytes beside the old.
 */
class MetricCodecsTest {

    private static final LocalDate DAY = LocalDate.of(2024, 3, 31);
    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00.123Z");
    private static final MetricKey KEY = new MetricKey("closing", List.of("sales", "owner", "größer", "won", ""));

    @Test
    void metricKey() throws IOException {
        assertGolden(
                new MetricKeyCodec(), KEY, "07636c6f73696e67050573616c6573056f776e6572086772c3b6c39f657203776f6e00");
    }

    @Test
    void measures() throws IOException {
        assertGolden(
                new MeasuresCodec(),
                Measures.of(
                        Histogram.of(0)
                                .plus(Histogram.of(3600))
                                .plus(Histogram.of(Long.MAX_VALUE).negated()),
                        1,
                        -100_00,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE),
                "04029f9c01ffffffffffffffffff01feffffffffffffffff010300029f03029f1101");
        assertGolden(new MeasuresCodec(), Measures.zero(5), "05000000000000");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 59, 86_400, 12_622_780_800L, Long.MAX_VALUE})
    void aHistogramOfAnyDuration(long seconds) throws IOException {
        Measures measures = Measures.of(Histogram.of(seconds), seconds);
        assertThat(Codecs.read(new MeasuresCodec(), 1, Codecs.hex(new MeasuresCodec(), measures)))
                .isEqualTo(measures);
    }

    @Test
    void bucketMessage() throws IOException {
        assertGolden(
                new BucketMessage.Codec(),
                BucketMessage.delta(
                        new Contribution(KEY, DAY, Measures.of(Histogram.of(1).negated(), -1, 0))),
                "0107636c6f73696e67050573616c6573056f776e6572086772c3b6c39f657203776f6e0001ca"
                        + "b5020102010001010100");
        assertGolden(
                new BucketMessage.Codec(),
                BucketMessage.staleDay(KEY, LocalDate.of(1900, 1, 1)),
                "0107636c6f73696e67050573616c6573056f776e6572086772c3b6c39f657203776f6e0001bd" + "8f030000");
        assertGolden(
                new BucketMessage.Codec(),
                BucketMessage.staleWindow(KEY, 3660),
                "0107636c6f73696e67050573616c6573056f776e6572086772c3b6c39f657203776f6e000000" + "cc1c");
    }

    @Test
    void dealLog() throws IOException {
        assertGolden(
                new DealLogCodec(),
                new DealLog(
                        Timeline.restore(List.of(event("e1", NOON), fullEvent("e2", NOON.plusSeconds(60)))),
                        Activities.restore(List.of(activity("a1"), fullActivity("a2"))),
                        false),
                "000200026531f6e98bc6d263f88001000573616c657300046c6561640100034555520100016b0001760101"
                        + "32c0a907ffff03010d0100056f6666657280890f030003616e6e000461636d653fd0000000000000cab502"
                        + "00026c31000570726963650005726976616c0200086772c3b6c39f65720204050100086f776e65725f6964"
                        + "0200026131bfa90709000264310701033c01013200070e090000040112");
        assertGolden(new DealLogCodec(), DealLog.EMPTY, "000000");
        assertGolden(new DealLogCodec(), DealLog.ERASED, "010000");
    }

    @Test
    void dealState() throws IOException {
        assertGolden(new DealState.Codec(), 2, DealState.of(DealLog.EMPTY, DAY, null), "01cab50200000401000000");
        assertGolden(new DealState.Codec(), 2, DealState.of(DealLog.ERASED, null, DAY), "0001cab502000401010000");
        assertGolden(
                new DealState.Codec(),
                2,
                DealState.left(new LeftDeal(
                        3,
                        List.of(
                                new FlowKey("sales", FlowCause.CREATED, DAY),
                                new FlowKey("sales", FlowCause.WON, DAY.plusDays(1))),
                        List.of(
                                new MilestoneKey("sales", MilestoneKind.REACHED, StayClass.UNBOUNDED, "lead", DAY, 1),
                                new MilestoneKey("sales", MilestoneKind.LEFT, null, "lead", DAY, 1),
                                new MilestoneKey("sales", MilestoneKind.LEFT, StayClass.of(0), "lead", DAY, 2)))),
                "00000303020573616c657300cab5020573616c657308ccb502030573616c6573000100046c656164cab50201"
                        + "0573616c65730100046c656164cab502010573616c6573010110046c656164cab5020200");
    }

    @Test
    void stateOfADealIsReadAsTheFormerVersionWroteIt() throws IOException {
        assertThat(Codecs.read(new DealState.Codec(), 1, "0000010600"))
                .isEqualTo(DealState.left(new LeftDeal(3, List.of(), List.of())));
        assertThat(Codecs.read(new DealState.Codec(), 1, "01cab50200000401000000"))
                .isEqualTo(DealState.of(DealLog.EMPTY, DAY, null));
    }

    @Test
    void stateOfADealThatLeftBeforeItHadMilestonesIsReadAsItWasWritten() throws IOException {
        assertThat(Codecs.read(new DealState.Codec(), 2, "00000103010573616c657300cab50200"))
                .isEqualTo(DealState.left(
                        new LeftDeal(3, List.of(new FlowKey("sales", FlowCause.CREATED, DAY)), List.of())));
    }

    @Test
    void ofADealThatLeftBeforeStaysHadClassesAnyRowThatItMayHaveIsKnown() throws IOException {
        LeftDeal left = Objects.requireNonNull(Codecs.read(
                        new DealState.Codec(),
                        2,
                        "00000203020573616c657300cab5020573616c657308ccb502030573616c657300046c656164cab5020105"
                                + "73616c657301046c656164ccb5020105"
                                + "73616c65730403776f6eccb5020200")
                .left());
        assertThat(left.milestones())
                .containsExactly(
                        new MilestoneKey("sales", MilestoneKind.REACHED, StayClass.UNBOUNDED, "lead", DAY, 1),
                        new MilestoneKey("sales", MilestoneKind.LEFT, null, "lead", DAY.plusDays(1), 1),
                        new MilestoneKey("sales", MilestoneKind.WON, StayClass.UNBOUNDED, "won", DAY.plusDays(1), 2));
        List<Object> stays = DealRows.keysOf("d1", left).stream()
                .filter(key -> key.table().equals(Tables.DEAL_MILESTONES.name()))
                .filter(key -> key.values().get(1).equals("left"))
                .map(key -> key.values().get(2))
                .toList();
        assertThat(stays).containsExactly(8L, 32L, 128L, 512L, 0L);
    }

    @Test
    void idsThatShareTheirBeginningsAndTextsThatOccurAgainAreWrittenOnce() throws IOException {
        List<DealEvent> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(event("0c6f5a52-deal-4711-event-" + (char) ('a' + i), NOON.plusSeconds(i)));
        }
        DealLog log = new DealLog(Timeline.restore(events), Activities.none(), false);
        String hex = Codecs.hex(new DealLogCodec(), log);
        assertThat(Codecs.read(new DealLogCodec(), 1, hex)).isEqualTo(log);
        assertThat(hex.length() / 2).as("bytes").isLessThan(20 * 20);
    }

    @Test
    void anIdMayEndInHalfOfWhatTheNextOneHas() throws IOException {
        // Both begin with the same first half of a surrogate pair.
        DealLog log = new DealLog(
                Timeline.restore(List.of(event("x😀", NOON), event("x😁", NOON.plusSeconds(1)))),
                Activities.none(),
                false);
        assertThat(Codecs.read(new DealLogCodec(), 1, Codecs.hex(new DealLogCodec(), log)))
                .isEqualTo(log);
    }

    @Test
    void dealInput() throws IOException {
        assertGolden(
                new DealInput.Codec(),
                DealInput.of(new DealMessage("d1", event("e1", NOON))),
                "02643101026531f6e98bc6d2630000000673616c6573056c6561640101044555520000000000"
                        + "000001016b017600000000");
        assertGolden(new DealInput.Codec(), DealInput.of(new DealMessage("d1", null)), "02643100000000");
        assertGolden(
                new DealInput.Codec(),
                DealInput.of("d1", activity("a1"), new RecordPlace(2, 300, NOON)),
                "02643100010261310364310003616e6e0103f6e98bc6d263003c000102ac02f6e98bc6d263");
        assertGolden(
                new DealInput.Codec(),
                DealInput.stale(new RowKey("stage_visits", List.of("d1", 2L))),
                "0264310000010c7374616765" + "5f7669736974730201026431020400");
    }

    @Test
    void referenceMessage() throws IOException {
        assertGolden(
                new ReferenceMessage.Codec(), ReferenceMessage.of(new ClockTick(NOON, true)), "0101f6e98bc6d263010000");
        assertGolden(new ReferenceMessage.Codec(), ReferenceMessage.of(new ClockTick(null, false)), "0100000000");
        assertGolden(
                new ReferenceMessage.Codec(),
                ReferenceMessage.of(new FxRateMessage("USD", "EUR", DAY, new BigDecimal("0.9200000000"))),
                "00010355534403455552cab50201140502245cdc0000");
        assertGolden(
                new ReferenceMessage.Codec(),
                ReferenceMessage.of(new FxRateMessage("USD", "EUR", DAY, null)),
                "00010355534403455552cab5020000");
    }

    private static DealEvent event(String eventId, Instant at) {
        return new DealEvent(
                eventId,
                at,
                null,
                null,
                false,
                "sales",
                "lead",
                -1L,
                "EUR",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of("k", "v"),
                List.of());
    }

    private static DealEvent fullEvent(String eventId, Instant at) {
        return new DealEvent(
                eventId,
                at,
                at.minusMillis(1),
                -7L,
                true,
                "sales",
                "offer",
                123_456L,
                "EUR",
                "ann",
                "acme",
                0.25,
                DAY,
                "l1",
                "price",
                "rival",
                Map.of("k", "v", "größer", "lead"),
                List.of("owner_id"));
    }

    private static Activity fullActivity(String activityId) {
        return new Activity(
                activityId, "d1", "l1", "", Activity.Type.DEMO, Activity.State.PLANNED, NOON, NOON.plusMillis(9), 0);
    }

    private static Activity activity(String activityId) {
        @Nullable String lead = null;
        return new Activity(activityId, "d1", lead, "ann", Activity.Type.CALL, Activity.State.DONE, NOON, null, 60);
    }

    private static <T> void assertGolden(BinaryCodec<T> codec, T value, String golden) throws IOException {
        assertGolden(codec, 1, value, golden);
    }

    private static <T> void assertGolden(BinaryCodec<T> codec, int version, T value, String golden) throws IOException {
        assertThat(codec.version()).isEqualTo(version);
        assertThat(Codecs.hex(codec, value)).isEqualTo(golden);
        assertThat(Codecs.read(codec, version, golden)).isEqualTo(value);
    }
}
