package io.dealpulse.jobs.alerts;

import static io.dealpulse.jobs.alerts.EventBuilder.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.pipeline.StageKind;
import io.dealpulse.jobs.alerts.AlertsHarness.Checkpoint;
import io.dealpulse.jobs.sink.InMemoryTables;
import io.dealpulse.jobs.sink.StampedRow;
import io.dealpulse.jobs.sink.TableRow;
import io.dealpulse.jobs.sink.Tables;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DealAlertsHarnessTest {

    private static final String MARCH_1 = "2024-03-01T09:00:00Z";
    private static final String MARCH_2 = "2024-03-02T09:00:00Z";
    private static final String MARCH_5 = "2024-03-05T09:00:00Z";
    private static final String MARCH_8 = "2024-03-08T09:00:00Z";
    private static final String MARCH_9 = "2024-03-09T09:00:00Z";
    private static final String MARCH_10 = "2024-03-10T09:00:00Z";
    private static final String MARCH_15 = "2024-03-15T09:00:00Z";
    private static final String MARCH_20 = "2024-03-20T09:00:00Z";

    private static final String IDLE = "d1/idle/" + MARCH_1;

    private final InMemoryTables tables = new InMemoryTables();
    private final InMemoryTopic topic = new InMemoryTopic();

    // When each kind is raised and resolved.

    @Test
    void aDealIsIdleAfterTheDaysOfItsStageUntilSomethingIsDone() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead").owner("ann").amount(100_00));
            job.caughtUp("2024-03-08T08:59:59.999Z");
            assertThat(rows()).isEmpty();
            assertThat(told()).isEmpty();
            job.caughtUp(MARCH_8);
            assertThat(rows()).containsOnly(Map.entry(IDLE, "open, raised " + MARCH_8 + ", ann, 10000"));
            assertThat(told()).containsExactly(IDLE + " 1 raised");
            job.caughtUp(MARCH_9);
            assertThat(told()).hasSize(1);
            job.activity(done("a1", MARCH_10));
            assertThat(rows())
                    .containsOnly(
                            Map.entry(IDLE, "activity_done " + MARCH_10 + ", raised " + MARCH_8 + ", ann, 10000"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved activity_done");
            job.caughtUp("2024-03-17T08:59:59.999Z");
            assertThat(rows()).hasSize(1);
            job.caughtUp("2024-03-17T09:00:00Z");
            assertThat(told()).last().isEqualTo("d1/idle/" + MARCH_10 + " 1 raised");
        }
    }

    @Test
    void aDealIsOverdueAfterTheDaysOfItsStageUntilItGoesOn() throws Exception {
        try (AlertsHarness job = settled(sales(null, 7))) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_5).owner("bob"));
            job.caughtUp("2024-03-08T08:59:59.999Z");
            assertThat(rows()).isEmpty();
            job.caughtUp(MARCH_8);
            assertThat(rows()).containsOnly(overdue("open, raised " + MARCH_8 + ", bob, -"));
            job.event("d1", event("e3", MARCH_10).in("offer"));
            assertThat(rows()).containsOnly(overdue("stage_changed " + MARCH_10 + ", raised " + MARCH_8 + ", bob, -"));
            assertThat(told())
                    .containsExactly(
                            "d1/stage_overdue/" + MARCH_1 + " 1 raised",
                            "d1/stage_overdue/" + MARCH_1 + " 2 resolved stage_changed");
        }
    }

    @Test
    void theDayOnWhichADealWasToCloseIsOverUntilAnotherIsSet() throws Exception {
        String alert = "d1/close_date_passed/2024-03-09T00:00:00Z";
        try (AlertsHarness job = settled(sales(null, null))) {
            job.event("d1", event("e1", MARCH_1).in("lead").closing("2024-03-08"));
            job.caughtUp("2024-03-08T23:59:59.999Z");
            assertThat(rows()).isEmpty();
            job.caughtUp("2024-03-09T00:00:00Z");
            assertThat(rows()).containsOnly(Map.entry(alert, "open, raised 2024-03-09T00:00:00Z, , -"));
            job.event("d1", event("e2", MARCH_10).closing("2024-03-20"));
            assertThat(rows())
                    .containsOnly(
                            Map.entry(alert, "close_date_changed " + MARCH_10 + ", raised 2024-03-09T00:00:00Z, , -"));
            assertThat(told()).containsExactly(alert + " 1 raised", alert + " 2 resolved close_date_changed");
        }
    }

    @Test
    void aDealThatIsPutOffForTheThirdTimeIsPushedAtOnceUntilItIsWon() throws Exception {
        String alert = "d1/pushed/" + MARCH_9;
        try (AlertsHarness job = settled(sales(null, null))) {
            job.event("d1", event("e1", MARCH_1).in("lead").closing("2024-04-01"));
            job.event("d1", event("e2", MARCH_2).closing("2024-05-01"));
            job.event("d1", event("e3", MARCH_5).closing("2024-06-01"));
            job.caughtUp(MARCH_10);
            assertThat(rows()).isEmpty();
            job.event("d1", event("e4", MARCH_9).closing("2024-07-01"));
            assertThat(rows()).containsOnly(Map.entry(alert, "open, raised " + MARCH_9 + ", , -"));
            job.event("d1", event("e5", MARCH_10).in("won"));
            assertThat(rows()).containsOnly(Map.entry(alert, "won " + MARCH_10 + ", raised " + MARCH_9 + ", , -"));
            assertThat(told()).containsExactly(alert + " 1 raised", alert + " 2 resolved won");
        }
    }

    @Test
    void overAWeekendWithoutTrafficTheClockAloneRaisesAlerts() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_2).in("lead"));
            for (int hour = 0; hour < 60; hour++) {
                job.caughtUp(Instant.parse("2024-03-08T00:00:00Z")
                        .plusSeconds(hour * 3600L)
                        .toString());
            }
            assertThat(told()).containsExactly(IDLE + " 1 raised", "d2/idle/" + MARCH_2 + " 1 raised");
            assertThat(rows().get("d2/idle/" + MARCH_2)).startsWith("open, raised " + MARCH_9);
        }
    }

    @Test
    void whatIsPlannedPutsOffAnAlertAndResolvesOne() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_1).in("lead"));
            job.activity(planned("a1", "d1", MARCH_5, MARCH_10));
            job.caughtUp(MARCH_9);
            assertThat(told()).containsExactly("d2/idle/" + MARCH_1 + " 1 raised");
            job.activity(planned("a2", "d2", MARCH_9, MARCH_15));
            assertThat(told()).last().isEqualTo("d2/idle/" + MARCH_1 + " 2 resolved activity_planned");
            job.caughtUp(MARCH_10);
            assertThat(told()).last().isEqualTo(IDLE + " 1 raised");
            assertThat(rows().get(IDLE)).as("the plan was not carried out").startsWith("open, raised " + MARCH_10);
            job.caughtUp(MARCH_15);
            assertThat(told()).last().isEqualTo("d2/idle/" + MARCH_15 + " 1 raised");
        }
    }

    @Test
    void aPlanThatIsCancelledRaisesWhatItSuppressed() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.activity(planned("a1", "d1", MARCH_5, MARCH_20));
            job.caughtUp(MARCH_10);
            assertThat(told()).isEmpty();
            job.activity(activity("a1", "d1", Activity.State.CANCELLED, MARCH_20, MARCH_10));
            assertThat(told()).containsExactly(IDLE + " 1 raised");
            assertThat(rows().get(IDLE)).startsWith("open, raised " + MARCH_8);
        }
    }

    @Test
    void theOwnerAndAmountOfAnOpenAlertFollowTheDealAndAreTold() throws Exception {
        try (AlertsHarness job = settled(sales(null, 7))) {
            job.event("d1", event("e1", MARCH_1).in("lead").owner("ann").amount(100_00));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_8).owner("bob"));
            assertThat(rows()).containsOnly(overdue("open, raised " + MARCH_8 + ", bob, 10000"));
            job.event("d1", event("e3", MARCH_8).amount(200_00));
            job.event("d1", event("e3", MARCH_8).amount(200_00));
            assertThat(rows()).containsOnly(overdue("open, raised " + MARCH_8 + ", bob, 20000"));
            assertThat(told())
                    .containsExactly(
                            "d1/stage_overdue/" + MARCH_1 + " 1 raised",
                            "d1/stage_overdue/" + MARCH_1 + " 2 raised",
                            "d1/stage_overdue/" + MARCH_1 + " 3 raised");
        }
    }

    @Test
    void whatIsOverBeforeAnybodyWasToldHasARowAndNoMessage() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_10).in("won"));
            assertThat(rows()).isEmpty();
            job.caughtUp(MARCH_10);
            assertThat(rows()).containsOnly(Map.entry(IDLE, "won " + MARCH_10 + ", raised " + MARCH_8 + ", , -"));
            assertThat(told()).isEmpty();
            job.event("d1", event("e2", MARCH_10).owner("ann").corrected());
            assertThat(told()).as("the win was a mistake").isEmpty();
            assertThat(rows()).containsOnlyKeys(IDLE);
            assertThat(rows().get(IDLE)).startsWith("deal_updated " + MARCH_10);
        }
    }

    // Deals that close, leave and come back.

    @Test
    void aReopenedDealIsRaisedAnew() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_9).in("lost"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved lost");
            job.caughtUp(MARCH_20);
            job.event("d1", event("e3", MARCH_10).in("lead"));
            assertThat(told()).last().isEqualTo("d1/idle/" + MARCH_10 + " 1 raised");
            assertThat(rows()).hasSize(2);
        }
    }

    @Test
    void aDeletedDealIsResolvedAndARestoredOneCountsFromThen() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_9).deleted());
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved deleted");
            assertThat(rows().get(IDLE)).startsWith("deleted " + MARCH_9);
            job.caughtUp(MARCH_20);
            assertThat(told()).hasSize(2);
            job.event("d1", event("e3", MARCH_20));
            job.caughtUp("2024-03-27T09:00:00Z");
            assertThat(told()).hasSize(3).last().isEqualTo("d1/idle/" + MARCH_20 + " 1 raised");
        }
    }

    @Test
    void ofAnErasedDealNothingIsSaidAnyMore() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_9));
            job.caughtUp("2024-03-16T09:00:00Z");
            assertThat(rows()).hasSize(3);
            checkpoint = job.checkpoint(3);
            job.erase("d1");
            assertThat(rows()).containsOnlyKeys("d2/idle/" + MARCH_1);
            assertThat(told()).endsWith(IDLE + " erased", "d1/idle/" + MARCH_9 + " erased");
            int messages = told().size();
            job.event("d1", event("e3", MARCH_2).in("lead"));
            job.activity(done("a1", MARCH_5));
            job.erase("d1");
            job.define(sales(1, null));
            job.caughtUp("2024-04-16T09:00:00Z");
            assertThat(told().subList(messages, told().size())).noneMatch(text -> text.startsWith("d1/"));
        }
        int messages = told().size();
        // The replay brings the erasure before anything else.
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.erase("d1");
            job.event("d1", event("e3", MARCH_2).in("lead"));
            job.settle(4, "2024-04-16T09:00:00Z");
            assertThat(rows()).containsOnlyKeys("d2/idle/" + MARCH_1);
            assertThat(told().subList(messages, told().size()))
                    .as("told again, as it is not known whether it was")
                    .contains(IDLE + " erased", "d1/idle/" + MARCH_9 + " erased");
        }
    }

    @Test
    void anErasureIsAllThatIsLeftInTheTopicsAndAlertsOfTheDealAreTakenOutAllTheSame() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
        }
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.erase("d1");
            job.settle(1, null);
            assertThat(rows()).isEmpty();
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " erased");
        }
    }

    // What comes late.

    @Test
    void aLateEventTakesBackWhatWasTold() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.caughtUp(MARCH_9);
            job.activity(done("a1", MARCH_5));
            assertThat(rows()).containsOnly(Map.entry(IDLE, "late_event " + MARCH_9 + ", raised " + MARCH_8 + ", , -"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved late_event");
            job.event("d1", event("e2", MARCH_10).owner("ann"));
            job.caughtUp(MARCH_10);
            job.define(sales(7, 300));
            assertThat(rows().get(IDLE)).as("stays as it is").startsWith("late_event " + MARCH_9);
            assertThat(told()).hasSize(2);
            job.activity(new Activity(
                    "a1",
                    "d1",
                    null,
                    "",
                    Activity.Type.CALL,
                    Activity.State.CANCELLED,
                    Instant.parse(MARCH_5),
                    Instant.parse(MARCH_10),
                    0));
            assertThat(rows().get(IDLE)).as("it was right after all").startsWith("deal_updated " + MARCH_10);
            assertThat(told()).as("it is over by now").hasSize(2);
        }
    }

    @Test
    void aLateEventTakesBackWhatNobodyWasTold() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_10).in("won"));
            job.caughtUp(MARCH_10);
            assertThat(rows()).containsOnlyKeys(IDLE);
            job.activity(done("a1", MARCH_5));
            assertThat(rows()).isEmpty();
            assertThat(told()).isEmpty();
        }
    }

    @Test
    void whatWasToldToBeOverAndNeverWasIsTakenBackInItsRowAlone() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_9).in("won"));
            job.activity(done("a1", MARCH_5));
            assertThat(rows()).containsOnly(Map.entry(IDLE, "late_event " + MARCH_9 + ", raised " + MARCH_8 + ", , -"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved won");
        }
    }

    // Rules that change.

    @Test
    void aDefinitionThatAllowsMoreTakesBackWhatIsOpenUntilItIsDueAgain() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_9);
            job.define(sales(14, null));
            assertThat(rows())
                    .containsOnly(Map.entry(IDLE, "rules_changed " + MARCH_9 + ", raised " + MARCH_8 + ", , -"));
            job.caughtUp("2024-03-15T08:59:59.999Z");
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved rules_changed");
            job.caughtUp(MARCH_15);
            assertThat(rows()).containsOnly(Map.entry(IDLE, "open, raised " + MARCH_15 + ", , -"));
            assertThat(told()).last().isEqualTo(IDLE + " 3 raised");
        }
    }

    @Test
    void aDefinitionThatAllowsLessRaisesWhatWouldHaveBeenDue() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp("2024-03-06T00:00:00Z");
            job.define(sales(3, null));
            assertThat(rows()).containsOnly(Map.entry(IDLE, "open, raised 2024-03-04T09:00:00Z, , -"));
            job.caughtUp(MARCH_10);
            job.define(sales(7, null));
            assertThat(rows()).containsOnly(Map.entry(IDLE, "open, raised " + MARCH_8 + ", , -"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 raised");
            job.withdraw("sales");
            assertThat(rows())
                    .containsOnly(Map.entry(IDLE, "rules_changed " + MARCH_10 + ", raised " + MARCH_8 + ", , -"));
            job.define(sales(7, null));
            assertThat(told()).last().isEqualTo(IDLE + " 4 raised");
        }
    }

    @Test
    void theThirtiethWinMakesOldVisitsOverdueAtTheStartOfTheNextDay() throws Exception {
        try (AlertsHarness job = settled(sales(null, null))) {
            job.event("d1", event("e1", "2024-02-01T09:00:00Z").in("offer"));
            win(job, 1, 29, MARCH_5);
            job.checkpoint(3);
            job.caughtUp(MARCH_9);
            assertThat(rows()).isEmpty();
            win(job, 30, 30, MARCH_9);
            job.passFlushInterval();
            job.caughtUp("2024-03-09T23:59:59.999Z");
            assertThat(rows()).isEmpty();
            job.caughtUp("2024-03-10T00:00:00Z");
            String alert = "d1/stage_overdue/2024-02-01T09:00:00Z";
            assertThat(rows()).containsOnly(Map.entry(alert, "open, raised 2024-03-10T00:00:00Z, , -"));
            assertThat(told()).containsExactly(alert + " 1 raised");
        }
    }

    @Test
    void aLateWinChangesWhatWasLearntWithoutWaitingForTheClock() throws Exception {
        String alert = "d1/stage_overdue/2024-02-01T09:00:00Z";
        try (AlertsHarness job = settled(sales(null, null))) {
            job.event("d1", event("e1", "2024-02-01T09:00:00Z").in("offer"));
            win(job, 1, 30, MARCH_9);
            job.checkpoint(3);
            job.caughtUp(MARCH_10);
            assertThat(rows()).containsOnly(Map.entry(alert, "open, raised 2024-03-10T00:00:00Z, , -"));
            // Thirty deals had been won a week earlier.
            win(job, 31, 60, MARCH_2);
            job.passFlushInterval();
            job.passSlices();
            assertThat(rows()).containsOnly(Map.entry(alert, "open, raised 2024-03-03T00:00:00Z, , -"));
            assertThat(told()).containsExactly(alert + " 1 raised", alert + " 2 raised");
            // And none of the wins was one.
            for (int deal = 1; deal <= 60; deal++) {
                job.event("won-" + deal, event("e3", MARCH_15).in("lost"));
            }
            job.passFlushInterval();
            job.passSlices();
            assertThat(rows())
                    .containsOnly(Map.entry(alert, "rules_changed " + MARCH_10 + ", raised 2024-03-03T00:00:00Z, , -"));
            assertThat(told()).last().isEqualTo(alert + " 3 resolved rules_changed");
        }
    }

    // Starts, restarts and crashes.

    @Test
    void nothingIsSaidBeforeTheJobHasCaughtUpAndABarrierHasPassed() throws Exception {
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.define(sales(7, null));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.tick(MARCH_9);
            job.checkpoint(1);
            job.passSlices();
            job.caughtUp(MARCH_10);
            job.passSlices();
            assertThat(tables.writes()).isZero();
            job.activity(done("a1", MARCH_5));
            job.event("d2", event("e1", MARCH_1).in("lead"));
            job.checkpoint(2);
            assertThat(tables.writes())
                    .as("the checkpoint itself waits for nothing")
                    .isZero();
            job.passSlices();
            assertThat(told()).containsExactly("d2/idle/" + MARCH_1 + " 1 raised");
            assertThat(rows()).hasSize(1);
        }
    }

    @Test
    void atTheEndOfInputAllIsSaidAtTheClocksTimeWhateverTheWatermark() throws Exception {
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.define(sales(7, null));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_5).in("lead"));
            job.caughtUp(MARCH_8);
            job.finish();
            assertThat(told()).containsExactly(IDLE + " 1 raised");
            assertThat(rows()).containsOnly(Map.entry(IDLE, "open, raised " + MARCH_8 + ", , -"));
        }
    }

    @Test
    void drainedOnItsWayThroughThePastItSaysNothing() throws Exception {
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.define(sales(7, null));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.tick(MARCH_8);
            job.finish();
            assertThat(told()).isEmpty();
            assertThat(tables.writes()).isZero();
        }
    }

    @Test
    void theEndOfInputComesInTheMiddleOfABurst() throws Exception {
        int deals = RaiseAlerts.SLICE * 2 + 7;
        try (AlertsHarness job = settled()) {
            for (int deal = 0; deal < deals; deal++) {
                job.event("d" + deal, event("e1", MARCH_1).in("lead"));
            }
            job.caughtUp(MARCH_8);
            assertThat(told()).hasSize(RaiseAlerts.SLICE);
            job.finish();
            assertThat(told()).hasSize(deals).doesNotHaveDuplicates();
        }
    }

    @Test
    void aReplayOfTheWholeHistorySaysNothingThatIsNotRightAtItsEndAndTellsNobodyTwice() throws Exception {
        try (AlertsHarness job = settled()) {
            history(job, true);
        }
        List<String> before = told();
        Map<String, String> rows = rows();
        assertThat(before).contains(IDLE + " 2 resolved late_event");
        int writes = tables.writes();
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.define(sales(7, null));
            history(job, false);
            assertThat(tables.writes()).isEqualTo(writes);
            job.settle(1, MARCH_20);
            assertThat(told()).isEqualTo(before);
            assertThat(rows().keySet()).isEqualTo(rows.keySet());
            assertThat(rows()).isEqualTo(rows);
        }
    }

    @ParameterizedTest(name = "definition read first: {0}")
    @ValueSource(booleans = {true, false})
    void theFirstDefinitionIsNoChangeOfRulesWhetherReadBeforeOrAfterTheEvents(boolean definitionFirst)
            throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
        }
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            if (definitionFirst) {
                job.define(sales(7, null));
            }
            job.activity(done("a1", MARCH_5));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            if (!definitionFirst) {
                job.define(sales(7, null));
            }
            job.settle(1, MARCH_9);
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved late_event");
        }
    }

    @Test
    void aStartWithoutStateDeletesAndTakesBackWhatTheTopicsNoLongerGive() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e2", MARCH_10).in("won"));
            job.caughtUp(MARCH_10);
            assertThat(rows()).hasSize(2);
        }
        try (AlertsHarness job = AlertsHarness.start(tables, topic)) {
            job.settle(1, null);
            assertThat(rows())
                    .as("what nobody was told is gone")
                    .containsOnly(Map.entry(IDLE, "late_event " + MARCH_8 + ", raised " + MARCH_8 + ", , -"));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved late_event");
            // The first event of all comes in.
            job.define(sales(7, null));
            job.event("d3", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            assertThat(told()).last().isEqualTo("d3/idle/" + MARCH_1 + " 1 raised");
        }
    }

    @Test
    void aRestoredJobGoesOnFromTheClockThatItHad() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_5).in("lead"));
            job.caughtUp(MARCH_8);
            checkpoint = job.checkpoint(3);
        }
        int writes = tables.writes();
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            // A tick without a time, as of a clock that is not restored yet, does not set it back.
            job.caughtUp(null);
            job.checkpoint(4);
            job.passSlices();
            assertThat(told()).as("was told already").containsExactly(IDLE + " 1 raised");
            assertThat(tables.writes()).as("and written").isEqualTo(writes);
            job.caughtUp("2024-03-12T09:00:00Z");
            assertThat(told()).last().isEqualTo("d2/idle/" + MARCH_5 + " 1 raised");
        }
    }

    /** The replay brings the activity first. */
    @Test
    void whatWasToldAfterTheCheckpointAndIsNeverRaisedInTheReplayIsTakenBack() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            checkpoint = job.checkpoint(3);
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            assertThat(told()).hasSize(1);
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.activity(done("a1", MARCH_5));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.tick(MARCH_8);
            job.settle(4, MARCH_9);
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved late_event");
            assertThat(rows()).containsOnly(Map.entry(IDLE, "late_event " + MARCH_9 + ", raised " + MARCH_8 + ", , -"));
        }
    }

    /** What was said last is known from the topic alone: in saved state nothing has changed. */
    @Test
    void whatAnUpdateAfterTheCheckpointSaidIsPutRightIfTheReplayBringsItNoMore() throws Exception {
        String alert = "d1/stage_overdue/" + MARCH_1;
        Checkpoint checkpoint;
        try (AlertsHarness job = settled(sales(null, 7))) {
            job.event("d1", event("e1", MARCH_1).in("lead").owner("ann"));
            job.caughtUp(MARCH_8);
            checkpoint = job.checkpoint(3);
            job.event("d1", event("e2", MARCH_9).owner("bob"));
            assertThat(told()).hasSize(2);
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            // The correction comes before what it corrects.
            job.event("d1", event("e2", MARCH_9).corrected());
            job.event("d1", event("e2", MARCH_9).owner("bob"));
            job.settle(4, MARCH_9);
            assertThat(rows()).containsOnly(overdue("open, raised " + MARCH_8 + ", ann, -"));
            AlertMessage last = topic.messages().get(topic.messages().size() - 1);
            assertThat(InMemoryTopic.text(last)).isEqualTo(alert + " 3 raised");
            assertThat(last.alert())
                    .isNotNull()
                    .satisfies(told -> assertThat(told.ownerId()).isEqualTo("ann"));
        }
    }

    /** By the time that the replayed job looks, the win is known to be a mistake. */
    @ParameterizedTest(name = "the message of the resolution is lost: {0}")
    @ValueSource(booleans = {false, true})
    void aResolutionAfterTheCheckpointThatNeverHappensInTheReplayLeavesOneRow(boolean lost) throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            checkpoint = job.checkpoint(3);
            job.event("d1", event("e2", MARCH_9).in("won"));
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("resolved", "sales", IDLE));
        }
        if (lost) {
            topic.lose(1);
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            // The correction comes before what it corrects.
            job.event("d1", event("e2", MARCH_1).corrected());
            job.event("d1", event("e2", MARCH_9).in("won"));
            job.settle(4, MARCH_9);
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("open", "sales", IDLE));
            assertThat(told()).last().isEqualTo(IDLE + (lost ? " 1 raised" : " 3 raised"));
        }
    }

    /** The other way round: after the checkpoint the win was a mistake; by the end of the replay another one is known. */
    @Test
    void aRaisingAfterTheCheckpointThatNeverHappensInTheReplayLeavesOneRow() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            job.event("d1", event("e2", MARCH_9).in("won"));
            checkpoint = job.checkpoint(3);
            job.event("d1", event("e2", MARCH_1).corrected());
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("open", "sales", IDLE));
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.event("d1", event("e3", MARCH_9).in("won"));
            job.event("d1", event("e2", MARCH_1).corrected());
            job.settle(4, MARCH_9);
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("resolved", "sales", IDLE));
            assertThat(told()).last().isEqualTo(IDLE + " 4 resolved won");
        }
    }

    /** The process died between two writes: its message was acknowledged, of its rows none, one or both are there. */
    @ParameterizedTest(name = "{0} rows written")
    @ValueSource(ints = {0, 1, 2})
    void aChangeOfStateOfWhichNotAllIsWrittenLeavesOneRow(int rowsWritten) throws Exception {
        Checkpoint checkpoint;
        int writes;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            checkpoint = job.checkpoint(3);
            writes = tables.writes();
            job.event("d1", event("e2", MARCH_9).in("won"));
            assertThat(tables.writes()).isEqualTo(writes + 2);
        }
        tables.lose(writes + rowsWritten);
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.event("d1", event("e2", MARCH_9).in("won"));
            job.settle(4, MARCH_9);
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("resolved", "sales", IDLE));
            assertThat(told()).containsExactly(IDLE + " 1 raised", IDLE + " 2 resolved won");
        }
    }

    /** What the former run left open is over by now, so that its row is under another key than that of the new run. */
    @Test
    void aStartWithoutStateDeletesTheRowUnderTheFormerState() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("open", "sales", IDLE));
        }
        try (AlertsHarness job = AlertsHarness.start(tables, new InMemoryTopic())) {
            job.define(sales(7, null));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_9).in("won"));
            job.settle(1, MARCH_9);
            assertThat(tables.rows(Tables.DEAL_ALERTS)).containsOnlyKeys(List.of("resolved", "sales", IDLE));
        }
    }

    @Test
    void aRowThatSavedStateKnowsNothingOfIsDeleted() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            checkpoint = job.checkpoint(3);
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_10).in("won"));
            job.caughtUp(MARCH_10);
            assertThat(rows()).hasSize(1);
        }
        // Meanwhile somebody has told of a call.
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.activity(done("a1", MARCH_5));
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d1", event("e2", MARCH_10).in("won"));
            job.settle(4, MARCH_10);
            assertThat(rows()).isEmpty();
        }
    }

    // What the deal has in each dimension.

    @Test
    void allRowsOfADealTellItsValuesAsItStandsNowAndNobodyIsTold() throws Exception {
        try (AlertsHarness job = settled(sales(7, 7))) {
            job.event("d1", event("e1", MARCH_1).in("lead").segment("smb"));
            job.caughtUp(MARCH_8);
            job.activity(done("a1", MARCH_9));
            assertThat(slices())
                    .containsOnly(
                            Map.entry(IDLE, List.of("segment=smb")),
                            Map.entry("d1/stage_overdue/" + MARCH_1, List.of("segment=smb")));
            int toldBefore = told().size();
            job.event("d1", event("e2", MARCH_10).segment("enterprise"));
            assertThat(rows().get(IDLE)).as("is over").startsWith("activity_done");
            assertThat(slices())
                    .containsOnly(
                            Map.entry(IDLE, List.of("segment=enterprise")),
                            Map.entry("d1/stage_overdue/" + MARCH_1, List.of("segment=enterprise")));
            assertThat(told()).hasSize(toldBefore);
            int writes = tables.writes();
            job.event("d1", event("e3", MARCH_10).segment("enterprise"));
            assertThat(tables.writes()).as("nothing has changed").isEqualTo(writes);
        }
    }

    /** A correction of what came before says nothing new of causes: these are as they were. */
    @Test
    void aValueThatAloneChangesIsWritten() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead").segment("smb"));
            job.caughtUp(MARCH_8);
            job.event(
                    "d1", event("e1", MARCH_1).in("lead").segment("enterprise").corrected());
            assertThat(slices()).containsOnly(Map.entry(IDLE, List.of("segment=enterprise")));
            assertThat(told()).containsExactly(IDLE + " 1 raised");
            job.define(sales(30, null));
            assertThat(rows().get(IDLE)).startsWith("rules_changed");
            job.event("d1", event("e1", MARCH_1).in("lead").segment("public").correctedAt(MARCH_2));
            assertThat(slices()).as("taken back").containsOnly(Map.entry(IDLE, List.of("segment=public")));
            job.withdraw("sales");
            assertThat(slices()).as("a deal that waits").containsOnly(Map.entry(IDLE, List.of()));
            assertThat(told()).hasSize(2);
        }
    }

    @Test
    void aValueThatChangesBeforeTheJobHasCaughtUpIsWrittenThen() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead").segment("smb"));
            job.caughtUp(MARCH_8);
            checkpoint = job.checkpoint(3);
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.event(
                    "d1", event("e1", MARCH_1).in("lead").segment("enterprise").corrected());
            checkpoint = job.checkpoint(4);
        }
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            assertThat(slices()).containsOnly(Map.entry(IDLE, List.of("segment=smb")));
            job.settle(5, MARCH_9);
            assertThat(slices()).containsOnly(Map.entry(IDLE, List.of("segment=enterprise")));
            assertThat(told()).containsExactly(IDLE + " 1 raised");
        }
    }

    /** Each step of a history is followed by a crash, from which each checkpoint before it is gone back to. */
    @ParameterizedTest(name = "messages that were not acknowledged are lost: {0}")
    @ValueSource(booleans = {false, true})
    void aCrashBetweenAnyTwoStepsChangesNothing(boolean loseMessages) throws Exception {
        List<Step> steps = steps();
        Map<String, String> expectedRows;
        Map<String, String> expectedLast;
        try (AlertsHarness job = settled()) {
            for (Step step : steps) {
                step.in(job);
            }
            expectedRows = due();
            expectedLast = lastStates();
        }
        assertThat(expectedRows).hasSize(5);
        assertThat(expectedLast).hasSize(2);
        for (int crash = 1; crash <= steps.size(); crash++) {
            for (int checkpoint = 0; checkpoint <= crash; checkpoint++) {
                InMemoryTables crashedTables = new InMemoryTables();
                InMemoryTopic crashedTopic = new InMemoryTopic();
                crash(steps, checkpoint, crash, loseMessages, crashedTables, crashedTopic);
                String where = "checkpoint after step " + checkpoint + ", crash after step " + crash;
                assertThat(due(crashedTables)).as(where).isEqualTo(expectedRows);
                assertThat(lastStates(crashedTopic)).as(where).isEqualTo(expectedLast);
                crashedTopic.last().forEach((id, last) -> {
                    if (id.startsWith("d4/")) {
                        assertThat(last.alert()).as(where + ": erased").isNull();
                    }
                });
            }
        }
    }

    private void crash(
            List<Step> steps,
            int checkpointAfter,
            int crashAfter,
            boolean loseMessages,
            InMemoryTables crashedTables,
            InMemoryTopic crashedTopic)
            throws Exception {
        Checkpoint checkpoint = null;
        int acknowledged = 0;
        try (AlertsHarness job = AlertsHarness.start(crashedTables, crashedTopic)) {
            job.define(sales(7, null));
            job.settle(1, MARCH_1);
            for (int step = 0; step <= crashAfter; step++) {
                if (step == checkpointAfter) {
                    checkpoint = job.checkpoint(2);
                    acknowledged = crashedTopic.messages().size();
                }
                if (step < crashAfter) {
                    steps.get(step).in(job);
                }
            }
        }
        if (loseMessages) {
            crashedTopic.lose(acknowledged);
        }
        List<Step> again = new ArrayList<>(steps.subList(checkpointAfter, steps.size()));
        // The deals overtake each other, and events those before them.
        Collections.reverse(again);
        try (AlertsHarness job =
                AlertsHarness.restore(crashedTables, crashedTopic, Objects.requireNonNull(checkpoint))) {
            for (Step step : again) {
                if (!step.isTick()) {
                    step.in(job);
                }
            }
            job.settle(3, MARCH_20);
        }
    }

    // Many deals.

    @Test
    void twoDealsAreDueAtTheSameInstant() throws Exception {
        try (AlertsHarness job = settled()) {
            job.event("d1", event("e1", MARCH_1).in("lead"));
            job.event("d2", event("e1", MARCH_1).in("lead"));
            job.caughtUp(MARCH_8);
            assertThat(told()).containsExactlyInAnyOrder(IDLE + " 1 raised", "d2/idle/" + MARCH_1 + " 1 raised");
        }
    }

    @Test
    void aBarrierGetsInBetweenWhenMoreDealsAreDueAtOnceThanASliceTakes() throws Exception {
        int deals = RaiseAlerts.SLICE * 3 + 7;
        Checkpoint checkpoint;
        int acknowledged;
        try (AlertsHarness job = settled()) {
            for (int deal = 0; deal < deals; deal++) {
                job.event("d" + deal, event("e1", MARCH_1).in("lead"));
            }
            job.caughtUp(MARCH_8);
            assertThat(told()).hasSize(RaiseAlerts.SLICE);
            job.caughtUp("2024-03-08T09:00:01Z");
            assertThat(told()).as("a tick does not add a slice").hasSize(RaiseAlerts.SLICE);
            checkpoint = job.checkpoint(3);
            acknowledged = told().size();
            assertThat(job.alertTimers()).isEqualTo(deals - RaiseAlerts.SLICE);
            job.passSlice();
            assertThat(told()).hasSize(2 * RaiseAlerts.SLICE);
            job.passSlices();
            assertThat(told()).hasSize(deals).doesNotHaveDuplicates();
            assertThat(rows()).hasSize(deals);
            assertThat(job.alertTimers()).isZero();
        }
        for (boolean lost : new boolean[] {true, false}) {
            if (lost) {
                topic.lose(acknowledged);
            }
            try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
                job.settle(4, "2024-03-08T09:00:01Z");
                job.passSlices();
                assertThat(told()).hasSize(deals).doesNotHaveDuplicates();
                assertThat(rows()).hasSize(deals);
                assertThat(job.alertTimers()).isZero();
            }
        }
    }

    @Test
    void aDealHasOneTimer() throws Exception {
        try (AlertsHarness job = settled(sales(7, 14))) {
            job.event("d1", event("e1", MARCH_1).in("lead").closing("2024-03-31"));
            assertThat(job.alertTimers()).isEqualTo(1);
            job.event("d1", event("e2", MARCH_2).owner("bob"));
            job.activity(planned("a1", "d1", MARCH_2, MARCH_20));
            job.define(sales(8, 15));
            assertThat(job.alertTimers()).isEqualTo(1);
            job.caughtUp("2024-03-16T09:00:00Z");
            assertThat(job.alertTimers()).isEqualTo(1);
            job.event("d1", event("e3", "2024-03-16T09:00:00Z").in("won"));
            assertThat(job.alertTimers()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Asia/Tokyo, segment, dimensions=segment reporting.zone=Asia/Tokyo",
        "UTC, region, dimensions=region reporting.zone=UTC"
    })
    void aRestoredStateTakesNoOtherZoneAndNoOtherDimensions(String zone, String dimension, String shape)
            throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            checkpoint = job.checkpoint(3);
        }
        AlertOptions other =
                new AlertOptions(List.of(dimension), ZoneId.of(zone), AlertsHarness.OPTIONS.flushInterval());
        assertThatThrownBy(() -> AlertsHarness.restore(tables, topic, checkpoint, other))
                .hasStackTraceContaining("dimensions=segment reporting.zone=UTC; now: " + shape);
    }

    @Test
    void aRowThatBecomesVisibleTwiceIsWrittenOnce() throws Exception {
        Checkpoint checkpoint;
        try (AlertsHarness job = settled()) {
            checkpoint = job.checkpoint(3);
        }
        tables.write(new StampedRow(
                TableRow.of(
                        Tables.DEAL_ALERTS,
                        List.of("open", "sales", IDLE),
                        "d1",
                        "lead",
                        "",
                        "idle",
                        Instant.parse(MARCH_1),
                        Instant.parse(MARCH_8),
                        null,
                        "",
                        null,
                        "",
                        List.of()),
                1L << 32,
                3));
        int writes = tables.writes();
        try (AlertsHarness job = AlertsHarness.restore(tables, topic, checkpoint)) {
            job.tick(MARCH_9);
            job.settle(4, MARCH_9);
            assertThat(rows()).isEmpty();
            assertThat(tables.writes()).as("one deletion").isEqualTo(writes + 1);
        }
    }

    private AlertsHarness settled() throws Exception {
        return settled(sales(7, null));
    }

    /** A job that has caught up with an empty topic. */
    private AlertsHarness settled(PipelineDefinition definition) throws Exception {
        AlertsHarness job = AlertsHarness.start(tables, topic);
        job.define(definition);
        job.settle(1, MARCH_1);
        return job;
    }

    /** What is undone, resolved, open and erased, with the clock going along. */
    private static void history(AlertsHarness job, boolean caughtUp) throws Exception {
        for (Step step : steps()) {
            String tick = step.tick();
            if (caughtUp || tick == null) {
                step.in(job);
            } else {
                job.tick(tick);
            }
        }
    }

    /** One thing that happens: an event of a deal, an activity, an erasure or a tick. */
    private record Step(
            @Nullable String dealId,
            @Nullable EventBuilder event,
            @Nullable Activity activity,
            @Nullable String tick) {

        static Step of(String dealId, EventBuilder event) {
            return new Step(dealId, event, null, null);
        }

        static Step of(Activity activity) {
            return new Step(null, null, activity, null);
        }

        static Step erase(String dealId) {
            return new Step(dealId, null, null, null);
        }

        static Step at(String tick) {
            return new Step(null, null, null, tick);
        }

        boolean isTick() {
            return tick != null;
        }

        void in(AlertsHarness job) throws Exception {
            if (tick != null) {
                job.caughtUp(tick);
            } else if (activity != null) {
                job.activity(activity);
            } else if (dealId != null && event != null) {
                job.event(dealId, event);
            } else if (dealId != null) {
                job.erase(dealId);
            }
        }
    }

    private static List<Step> steps() {
        return List.of(
                Step.of("d1", event("e1", MARCH_1).in("lead").owner("ann")),
                Step.of("d2", event("e1", MARCH_1).in("lead").closing("2024-03-14")),
                Step.of("d3", event("e1", MARCH_2).in("lead")),
                Step.of("d4", event("e1", MARCH_2).in("lead")),
                Step.at(MARCH_8),
                Step.at(MARCH_9),
                Step.of(done("a1", MARCH_5)),
                Step.of("d2", event("e2", MARCH_10).owner("bob").amount(100_00)),
                Step.erase("d4"),
                Step.at(MARCH_15),
                Step.of("d1", event("e2", MARCH_15).in("won")),
                Step.of("d3", event("e2", MARCH_15).owner("eve")),
                Step.of("d3", event("e2", MARCH_15).corrected()),
                Step.at(MARCH_20));
    }

    /** Deals that were each a day in the stage "offer", won at a time. */
    private static void win(AlertsHarness job, int from, int to, String at) throws Exception {
        for (int deal = from; deal <= to; deal++) {
            Instant won = Instant.parse(at);
            // The other way round nobody would know of the win while the offer is overdue.
            job.event("won-" + deal, event("e2", won).in("won"));
            job.event("won-" + deal, event("e1", won.minusSeconds(86_400)).in("offer"));
        }
    }

    private Map<String, String> rows() {
        return rows(tables);
    }

    /** {@code open} or why and when it was resolved, when raised, owner and amount, by alert. */
    private static Map<String, String> rows(InMemoryTables tables) {
        Map<String, String> rows = new TreeMap<>();
        tables.rows(Tables.DEAL_ALERTS).forEach((key, row) -> {
            String text = "%s, raised %s, %s, %s"
                    .formatted(
                            key.get(0).equals("open") ? "open" : row.get(7) + " " + row.get(6),
                            row.get(5),
                            row.get(2),
                            String.valueOf(row.get(8)).replace("null", "-"));
            assertThat(rows.put((String) key.get(2), text))
                    .as("another row of the same alert as " + key)
                    .isNull();
        });
        return rows;
    }

    /** The slices, by alert. */
    private Map<String, Object> slices() {
        Map<String, Object> slices = new TreeMap<>();
        tables.rows(Tables.DEAL_ALERTS)
                .forEach((key, row) -> slices.put((String) key.get(2), Objects.requireNonNull(row.get(10))));
        return slices;
    }

    private Map<String, String> due() {
        return due(tables);
    }

    /** The rows that are not of alerts that were taken back. */
    private static Map<String, String> due(InMemoryTables tables) {
        Map<String, String> rows = rows(tables);
        rows.values().removeIf(row -> row.startsWith("late_event") || row.startsWith("rules_changed"));
        return rows;
    }

    private List<String> told() {
        return topic.messages().stream().map(InMemoryTopic::text).toList();
    }

    private Map<String, String> lastStates() {
        return lastStates(topic);
    }

    /** The alerts that are open by what is told, as they were told. */
    private static Map<String, String> lastStates(InMemoryTopic topic) {
        Map<String, String> states = new TreeMap<>();
        topic.last().forEach((id, message) -> {
            if (message.alert() != null && message.alert().isOpen()) {
                states.put(id, message.alert().toString());
            }
        });
        return states;
    }

    private static Map.Entry<String, String> overdue(String row) {
        return Map.entry("d1/stage_overdue/" + MARCH_1, row);
    }

    private static Activity done(String activityId, String at) {
        return activity(activityId, "d1", Activity.State.DONE, at, null);
    }

    private static Activity planned(String activityId, String dealId, String on, String until) {
        return activity(activityId, dealId, Activity.State.PLANNED, until, on);
    }

    private static Activity activity(
            String activityId, String dealId, Activity.State state, String at, @Nullable String recordedAt) {
        return new Activity(
                activityId,
                dealId,
                null,
                "ann",
                Activity.Type.CALL,
                state,
                Instant.parse(at),
                recordedAt == null ? null : Instant.parse(recordedAt),
                0);
    }

    /** A pipeline in which an offer's time is learnt. */
    private static PipelineDefinition sales(@Nullable Integer idleAfterDays, @Nullable Integer stallAfterDays) {
        return new PipelineDefinition(
                "sales",
                "Sales",
                List.of(
                        new Stage("lead", "Lead", StageKind.OPEN, 0.2, idleAfterDays, stallAfterDays),
                        new Stage("offer", "Offer", StageKind.OPEN, 0.5, null, null),
                        new Stage("won", "Won", StageKind.WON, 1, null, null),
                        new Stage("lost", "Lost", StageKind.LOST, 0, null, null)));
    }
}
