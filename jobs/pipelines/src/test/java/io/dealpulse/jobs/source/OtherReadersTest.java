package io.dealpulse.jobs.source;

import static io.dealpulse.jobs.source.Events.SENT;
import static io.dealpulse.jobs.source.Events.activity;
import static io.dealpulse.jobs.source.Events.key;
import static io.dealpulse.jobs.source.Events.pipeline;
import static io.dealpulse.jobs.source.Events.rate;
import static io.dealpulse.jobs.source.Events.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.events.v1.ActivityLogged;
import io.dealpulse.events.v1.ActivityState;
import io.dealpulse.events.v1.FxRateSet;
import io.dealpulse.events.v1.PipelineDefined;
import io.dealpulse.events.v1.StageDefined;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of reading activities, pipelines and rates. */
class OtherReadersTest {

    @Nested
    class Activities {

        private final ActivityReader reader = new ActivityReader(Duration.ofDays(1));

        @Test
        void readsAllThatTheRecordSays() throws Exception {
            ActivityLogged record = activity("d-1");
            record.setRecordedAt(SENT);
            record.setLeadId("l-1");

            assertThat(reader.read(record, key("d-1"), SENT))
                    .isEqualTo(new ActivityMessage(
                            "d-1",
                            new Activity(
                                    "a-1",
                                    "d-1",
                                    "l-1",
                                    "ann",
                                    Activity.Type.CALL,
                                    Activity.State.DONE,
                                    SENT.minusSeconds(3600),
                                    SENT,
                                    60)));
        }

        @Test
        void anActivityWithoutDealHasTheKeyOfItsLead() throws Exception {
            ActivityLogged record = activity("");
            record.setLeadId("l-1");
            record.setRepId(null);
            record.setDurationSeconds(null);

            ActivityMessage message = reader.read(record, key("l-1"), SENT);

            assertThat(message.key()).isEqualTo("l-1");
            assertThat(message.activity().dealId()).isNull();
            assertThat(message.activity().repId()).isEmpty();
            assertThat(message.activity().durationSeconds()).isZero();
        }

        @Test
        void onlyPlannedOnesMayLieFarAhead() throws Exception {
            ActivityLogged record = activity("d-1");
            record.setOccurredAt(SENT.plus(Duration.ofDays(30)));
            assertRejected(RejectionReason.FUTURE_EVENT, "occurred_at", () -> read(record));

            record.setState(ActivityState.PLANNED);
            assertThat(read(record).activity().state()).isEqualTo(Activity.State.PLANNED);
        }

        @ParameterizedTest
        @EnumSource(ActivityState.class)
        void onlyWhatWasDoneMovesTheClock(ActivityState state) throws Exception {
            ActivityLogged record = activity("d-1");
            record.setState(state);

            assertThat(reader.clockTime(read(record)))
                    .isEqualTo(state == ActivityState.DONE ? record.getOccurredAt() : null);
        }

        @Test
        void anIdIsMissing() {
            ActivityLogged nameless = activity("d-1");
            nameless.setActivityId("");
            assertRejected(RejectionReason.EMPTY_FIELD, "activity_id", () -> read(nameless));

            ActivityLogged ofNothing = activity("");
            assertRejected(RejectionReason.EMPTY_FIELD, "deal_id", () -> read(ofNothing));
        }

        @Test
        void theKeyIsTheLeadsThoughThereIsADeal() {
            ActivityLogged record = activity("d-1");
            record.setLeadId("l-1");
            assertRejected(
                    RejectionReason.KEY_MISMATCH,
                    "key: is 'l-1', but deal_id",
                    () -> reader.read(record, key("l-1"), SENT));
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, ActivityReader.DURATION_LIMIT + 1})
        void aDurationThatCannotBe(long seconds) {
            ActivityLogged record = activity("d-1");
            record.setDurationSeconds(seconds);
            assertRejected(RejectionReason.OUT_OF_RANGE, "duration_seconds", () -> read(record));
        }

        @Test
        void aTombstoneSaysNothing() {
            assertThat(reader.readTombstone(key("d-1"))).isNull();
            assertThat(reader.readTombstone(null)).isNull();
        }

        private ActivityMessage read(ActivityLogged record) throws RejectionException {
            return reader.read(record, key("d-1"), SENT);
        }
    }

    @Nested
    class Pipelines {

        private final PipelineDefinitionReader reader = new PipelineDefinitionReader();

        @Test
        void readsAllThatTheRecordSays() throws Exception {
            PipelineDefined record = pipeline("sales");
            record.getStages().get(0).setIdleAfterDays(14);
            record.getStages().get(0).setStallAfterDays(30);

            assertThat(read(record))
                    .isEqualTo(new PipelineMessage(
                            "sales",
                            new PipelineDefinition(
                                    "sales",
                                    "Sales",
                                    List.of(
                                            new Stage("lead", "lead", StageKind.OPEN, 0.1, 14, 30),
                                            new Stage("won", "won", StageKind.WON, 1, null, null),
                                            new Stage("lost", "lost", StageKind.LOST, 0, null, null)))));
        }

        @Test
        void aPipelineNeedsNoOpenStage() throws Exception {
            PipelineDefined record = pipeline("sales");
            record.setStages(List.of(stage("won", io.dealpulse.events.v1.StageKind.WON, 1)));
            assertThat(read(record).definition()).isNotNull();
        }

        @Test
        void aFaultNamesItsStage() {
            PipelineDefined empty = pipeline("sales");
            empty.setStages(List.of());
            assertRejected(RejectionReason.NO_STAGES, "stages", () -> read(empty));

            PipelineDefined twice = pipeline("sales");
            twice.getStages().get(2).setStageId("lead");
            assertRejected(RejectionReason.DUPLICATE_STAGE, "stages[2].stage_id: is 'lead'", () -> read(twice));

            assertRejected(RejectionReason.EMPTY_FIELD, "stages[1].stage_id", () -> read(with(1).stageId("")));
            assertRejected(RejectionReason.OUT_OF_RANGE, "stages[0].probability", () -> read(with(0).probability(1.5)));
            assertRejected(
                    RejectionReason.OUT_OF_RANGE, "stages[0].probability", () -> read(with(0).probability(Double.NaN)));

            PipelineDefined unknown = pipeline("sales");
            unknown.getStages().get(1).setKind(io.dealpulse.events.v1.StageKind.UNKNOWN);
            assertRejected(RejectionReason.UNKNOWN_KIND, "stages[1].kind", () -> read(unknown));

            PipelineDefined negative = pipeline("sales");
            negative.getStages().get(0).setIdleAfterDays(-1);
            assertRejected(RejectionReason.OUT_OF_RANGE, "stages[0].idle_after_days", () -> read(negative));
        }

        @Test
        void idAndKey() {
            assertRejected(RejectionReason.EMPTY_FIELD, "pipeline_id", () -> reader.read(pipeline(""), key(""), SENT));
            assertRejected(
                    RejectionReason.KEY_MISMATCH, "key", () -> reader.read(pipeline("sales"), key("Sales"), SENT));
        }

        @Test
        void aTombstoneWithdrawsTheDefinition() throws Exception {
            assertThat(reader.readTombstone(key("sales"))).isEqualTo(new PipelineMessage("sales", null));
        }

        private PipelineMessage read(PipelineDefined record) throws RejectionException {
            return reader.read(record, key("sales"), SENT);
        }

        private PipelineMessage read(Changed changed) throws RejectionException {
            return read(changed.record());
        }

        private Changed with(int stage) {
            return new Changed(pipeline("sales"), stage);
        }

        private record Changed(PipelineDefined record, int index) {

            Changed stageId(String stageId) {
                stage().setStageId(stageId);
                return this;
            }

            Changed probability(double probability) {
                stage().setProbability(probability);
                return this;
            }

            private StageDefined stage() {
                return record.getStages().get(index);
            }
        }
    }

    @Nested
    class Rates {

        private static final String KEY = "EUR/USD/2024-03-31";

        private final FxRateReader reader = new FxRateReader();

        @Test
        void readsAllThatTheRecordSays() throws Exception {
            assertThat(read(rate("1.0811")))
                    .isEqualTo(new FxRateMessage(
                            "EUR", "USD", LocalDate.parse("2024-03-31"), new BigDecimal("1.0811000000")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1"})
        void aRateIsAboveZero(String rate) {
            assertRejected(RejectionReason.OUT_OF_RANGE, "rate", () -> read(rate(rate)));
        }

        @Test
        void aRateIsBelowWhatItsTableHolds() throws Exception {
            assertRejected(
                    RejectionReason.OUT_OF_RANGE, "rate: is of 19 digits", () -> read(rate("1000000000000000000")));
            assertThat(read(rate("999999999999999999")).rate()).isEqualByComparingTo("999999999999999999");
        }

        @Test
        void currencies() {
            FxRateSet lowerCase = rate("1");
            lowerCase.setBase("eur");
            assertRejected(RejectionReason.UNKNOWN_CURRENCY, "base: is 'eur'", () -> read(lowerCase));

            FxRateSet none = rate("1");
            none.setQuote("");
            assertRejected(RejectionReason.EMPTY_FIELD, "quote", () -> read(none));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "EUR/USD", "USD/EUR/2024-03-31", "EUR/USD/2024-3-31", "EUR/USD/2024-03-30"})
        void theKeyIsPairAndDate(String key) {
            assertRejected(RejectionReason.KEY_MISMATCH, "key", () -> reader.read(rate("1"), key(key), SENT));
        }

        @Test
        void aTombstoneWithdrawsTheRate() throws Exception {
            assertThat(reader.readTombstone(key(KEY)))
                    .isEqualTo(new FxRateMessage("EUR", "USD", LocalDate.parse("2024-03-31"), null));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "EUR/USD",
                    "eur/USD/2024-03-31",
                    "EUR/USD/2024-02-30",
                    "EUR/USD/2024-03-31/",
                    "EUR/ABC/2024-03-31",
                    "EUR/USD/0001-01-01"
                })
        void aTombstoneOfNoRateMakesNoSense(String key) {
            assertThatExceptionOfType(RejectionException.class)
                    .isThrownBy(() -> reader.readTombstone(key(key)))
                    .withMessageStartingWith("key: ");
        }

        private FxRateMessage read(FxRateSet record) throws RejectionException {
            return reader.read(record, key(KEY), SENT);
        }
    }

    private static void assertRejected(RejectionReason reason, String detail, ThrowingCallable reading) {
        assertThatExceptionOfType(RejectionException.class)
                .isThrownBy(reading)
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(reason))
                .satisfies(rejection -> assertThat(rejection.detail()).startsWith(detail));
    }
}
