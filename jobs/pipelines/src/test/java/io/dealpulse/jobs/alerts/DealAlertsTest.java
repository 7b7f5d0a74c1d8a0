package io.dealpulse.jobs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.stall.Alert;
import io.dealpulse.core.stall.AlertKind;
import io.dealpulse.core.stall.Cause;
import io.dealpulse.core.stall.Examination;
import io.dealpulse.core.stall.Resolution;
import io.dealpulse.jobs.alerts.DealAlerts.Look;
import io.dealpulse.jobs.sink.TableRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a look finds, against what the world was told before. */
class DealAlertsTest {

    private static final Instant SINCE = Instant.parse("2024-03-01T09:00:00Z");
    private static final Instant RAISED = Instant.parse("2024-03-08T09:00:00Z");
    private static final Instant ENDED = Instant.parse("2024-03-10T09:00:00Z");
    private static final Instant NOW = Instant.parse("2024-03-20T09:00:00Z");

    private static final Alert OPEN = alert(null, null, "ann");
    private static final Alert WON = alert(ENDED, Resolution.WON, "ann");
    private static final Alert IN_RENEWALS =
            new Alert(AlertKind.IDLE, SINCE, RAISED, null, null, "renewals", "first", "ann", 100_00L, "EUR");
    private static final String ID = OPEN.id("d1");

    private static final List<String> SLICES = List.of("owner=ann", "segment=a");
    private static final DealAlerts UNTOLD =
            DealAlerts.NONE.with(AlertInput.of("d1", new DealCauses(List.of(), SLICES, Resolution.LATE_EVENT)));
    private static final DealAlerts TOLD_OPEN = look(UNTOLD, OPEN).deal();
    private static final DealAlerts TOLD_WON = look(TOLD_OPEN, WON).deal();
    private static final DealAlerts UNTOLD_WON = look(UNTOLD, WON).deal();

    @Test
    void anOpenAlertIsWrittenAndToldOnce() {
        Look look = look(UNTOLD, OPEN);
        assertThat(look.rows()).containsExactly(row(OPEN));
        assertThat(look.messages()).containsExactly(new AlertMessage(ID, OPEN, 1));
        assertSilent(look(look.deal(), OPEN));
    }

    @Test
    void oneThatIsOverBeforeItCouldBeToldIsWrittenAlone() {
        Look look = look(UNTOLD, WON);
        assertThat(look.rows()).containsExactly(row(WON));
        assertThat(look.messages()).isEmpty();
        assertSilent(look(look.deal(), WON));
    }

    @Test
    void oneThatTurnsOutToLastIsToldThen() {
        Look look = look(UNTOLD_WON, OPEN);
        assertThat(look.messages()).containsExactly(new AlertMessage(ID, OPEN, 1));
        assertThat(look.rows()).containsExactly(gone(WON), row(OPEN));
    }

    @Test
    void aChangeOfAnOpenOneIsTold() {
        Alert bobs = alert(null, null, "bob");
        Look look = look(TOLD_OPEN, bobs);
        assertThat(look.rows()).containsExactly(row(bobs));
        assertThat(look.messages()).containsExactly(new AlertMessage(ID, bobs, 2));
    }

    @Test
    void theEndOfOneThatWasToldIsToldAndItsChangesAfterwardsAreNot() {
        Look end = look(TOLD_OPEN, WON);
        assertThat(end.messages()).containsExactly(new AlertMessage(ID, WON, 2));
        assertThat(end.rows()).as("never both at once").containsExactly(gone(OPEN), row(WON));
        Alert bobs = alert(ENDED, Resolution.WON, "bob");
        Look change = look(end.deal(), bobs);
        assertThat(change.rows()).containsExactly(row(bobs));
        assertThat(change.messages()).isEmpty();
    }

    @Test
    void oneThatWasToldToBeOverAndIsNotIsRaisedAgain() {
        Look look = look(TOLD_WON, OPEN);
        assertThat(look.messages()).containsExactly(new AlertMessage(ID, OPEN, 3));
        assertThat(look.rows()).containsExactly(gone(WON), row(OPEN));
    }

    @Test
    void oneThatWasToldAndNeverWasIsTakenBackNowForTheReasonOfTheNews() {
        Alert late = OPEN.takenBack(NOW, Resolution.LATE_EVENT);
        Look look = look(TOLD_OPEN);
        assertThat(look.rows()).containsExactly(gone(OPEN), row(late));
        assertThat(look.messages()).containsExactly(new AlertMessage(ID, late, 2));
        assertSilent(look(look.deal()));
        assertSilent(look(look.deal().when(Resolution.RULES_CHANGED)));

        Alert otherRules = OPEN.takenBack(NOW, Resolution.RULES_CHANGED);
        Look changed = look(TOLD_OPEN.with(
                AlertInput.of("d1", new DealCauses(List.of(cause()), SLICES, Resolution.RULES_CHANGED))));
        assertThat(changed.messages()).containsExactly(new AlertMessage(ID, otherRules, 2));
        assertThat(changed.deal().newsIs()).as("the reason is that of one look").isEqualTo(Resolution.LATE_EVENT);
    }

    @Test
    void oneThatWasTakenBackMayBeRaisedAgain() {
        DealAlerts takenBack = look(TOLD_OPEN).deal();
        assertThat(look(takenBack, OPEN).messages()).containsExactly(new AlertMessage(ID, OPEN, 3));
        assertThat(look(takenBack, OPEN).rows()).containsExactly(gone(WON), row(OPEN));
        assertThat(look(takenBack, WON).messages()).isEmpty();
        assertThat(look(takenBack, WON).rows()).containsExactly(row(WON));
    }

    @Test
    void oneThatNobodyWasToldAndThatNeverWasIsGone() {
        Look look = look(UNTOLD_WON);
        assertThat(look.rows()).containsExactly(gone(WON));
        assertThat(look.messages()).isEmpty();
        assertThat(look.deal()).isEqualTo(look(UNTOLD).deal());
        assertThat(look(UNTOLD_WON.with(stale(OPEN))).rows())
                .as("a former attempt has written it under the other state")
                .containsExactly(gone(OPEN), gone(WON));
    }

    @Test
    void oneThatWasToldToBeOverAndNeverWasIsTakenBackWhenItEndedInItsRowAlone() {
        Look look = look(TOLD_WON);
        assertThat(look.rows()).containsExactly(row(OPEN.takenBack(ENDED, Resolution.LATE_EVENT)));
        assertThat(look.messages()).isEmpty();
    }

    @Test
    void nothingIsTakenBackBeforeItWasRaised() {
        Look look = TOLD_OPEN.look("d1", Examination.NOTHING, SINCE);
        assertThat(look.messages())
                .containsExactly(new AlertMessage(ID, OPEN.takenBack(RAISED, Resolution.LATE_EVENT), 2));
        assertThat(TOLD_OPEN.look("d1", Examination.NOTHING, null).messages()).isEqualTo(look.messages());
    }

    @Test
    void whatAFormerRunToldIsNotToldAgain() {
        DealAlerts read = UNTOLD.with(AlertInput.published(new AlertMessage(ID, OPEN, 7)));
        Look same = look(read, OPEN);
        assertThat(same.messages()).isEmpty();
        assertThat(same.rows())
                .as("it may have no row, or one under either state")
                .containsExactly(gone(WON), row(OPEN));
        assertThat(look(read, WON).messages()).containsExactly(new AlertMessage(ID, WON, 8));
        assertThat(look(read).messages())
                .containsExactly(new AlertMessage(ID, OPEN.takenBack(NOW, Resolution.LATE_EVENT), 8));
    }

    @Test
    void whatAFormerAttemptToldBeyondSavedStateCounts() {
        Alert bobs = alert(null, null, "bob");
        DealAlerts toldOfBob = TOLD_OPEN.with(AlertInput.published(new AlertMessage(ID, bobs, 2)));
        assertThat(look(toldOfBob, OPEN).messages()).containsExactly(new AlertMessage(ID, OPEN, 3));
        assertThat(look(toldOfBob, bobs).messages()).isEmpty();
        DealAlerts toldOver = TOLD_OPEN.with(AlertInput.published(new AlertMessage(ID, WON, 2)));
        assertThat(look(toldOver, OPEN).messages()).containsExactly(new AlertMessage(ID, OPEN, 3));
        assertThat(look(toldOver, WON).messages()).isEmpty();
        assertThat(look(toldOver, WON).rows())
                .as("the row may still be the one that saved state knows")
                .containsExactly(gone(OPEN), row(WON));
    }

    /** Its message came into the topic after a later attempt had read that, and told another thing under the same number. */
    @Test
    void whatAZombieToldUnderTheSameNumberCounts() {
        Alert bobs = alert(null, null, "bob");
        DealAlerts read = TOLD_OPEN.with(AlertInput.published(new AlertMessage(ID, bobs, 1)));
        assertThat(look(read, OPEN).messages()).containsExactly(new AlertMessage(ID, OPEN, 2));
    }

    @Test
    void whatSavedStateKnowsBetterThanTheTopicStays() {
        assertThat(TOLD_WON.with(AlertInput.published(new AlertMessage(ID, OPEN, 1))))
                .isEqualTo(TOLD_WON);
        DealAlerts takenBackUntold = look(TOLD_WON).deal();
        assertThat(takenBackUntold.with(AlertInput.published(new AlertMessage(ID, WON, 2))))
                .as("the row says why it was taken back, the topic what was told before")
                .isEqualTo(takenBackUntold);
    }

    @Test
    void staleRowsAreWrittenAnewOnceOrDeleted() {
        Alert unknown = new Alert(AlertKind.PUSHED, SINCE, RAISED, null, null, "renewals", "first", "", null, "");
        DealAlerts stale = TOLD_OPEN.with(stale(OPEN)).with(stale(unknown)).with(stale(OPEN));
        Look look = look(stale, OPEN);
        assertThat(look.rows()).containsExactly(gone(unknown), row(OPEN));
        assertThat(look.messages()).isEmpty();
        assertSilent(look(look.deal(), OPEN));
    }

    /** A former attempt has moved the row; that the one which is to stay is gone need not be known any more. */
    @Test
    void aStaleRowUnderAnotherStateOrPipelineIsDeletedAndTheAlertsOwnWrittenAnew() {
        for (Alert moved : List.of(WON, IN_RENEWALS)) {
            assertThat(look(TOLD_OPEN.with(stale(moved)), OPEN).rows()).containsExactly(gone(moved), row(OPEN));
        }
    }

    @Test
    void anAlertThatTurnsOutToBeOfAnotherPipelineHasOneRow() {
        assertThat(look(TOLD_OPEN, IN_RENEWALS).rows()).containsExactly(gone(OPEN), row(IN_RENEWALS));
    }

    /** The message of the former attempt is there, its rows are not. */
    @Test
    void whatWasToldOfAnotherPipelineLeavesNoRowInTheFormerOne() {
        DealAlerts read = TOLD_OPEN.with(AlertInput.published(new AlertMessage(ID, IN_RENEWALS, 2)));
        Alert resolved = IN_RENEWALS.takenBack(NOW, Resolution.LATE_EVENT);
        assertThat(look(read, IN_RENEWALS).rows()).containsExactly(gone(OPEN), gone(resolved), row(IN_RENEWALS));
    }

    @Test
    void newSlicesAreWrittenToAllRowsOfTheDealAndToldNobody() {
        Alert untold =
                new Alert(AlertKind.PUSHED, SINCE, RAISED, ENDED, Resolution.WON, "sales", "lead", "ann", null, "");
        DealAlerts known = look(TOLD_OPEN, untold).deal();
        Alert takenBack = OPEN.takenBack(NOW, Resolution.LATE_EVENT);
        DealAlerts resliced =
                known.with(AlertInput.of("d1", new DealCauses(List.of(), List.of("segment=b"), Resolution.LATE_EVENT)));
        Look look = look(resliced, untold);
        assertThat(look.rows())
                .containsExactly(
                        AlertRows.of("d1", untold, List.of("segment=b")),
                        AlertRows.of("d1", takenBack, List.of("segment=b")));
        assertThat(look.messages()).isEmpty();
        assertSilent(look(look.deal(), untold));
        Look same = look(
                look.deal()
                        .with(AlertInput.of(
                                "d1", new DealCauses(List.of(), List.of("segment=b"), Resolution.LATE_EVENT))),
                untold);
        assertSilent(same);
    }

    /** The thresholds that it is taken back for are known, and it was not looked at since. */
    @Test
    void newsOfSlicesAloneLeavesTheReasonOfWhatIsTakenBack() {
        DealAlerts resliced = TOLD_OPEN
                .when(Resolution.RULES_CHANGED)
                .with(AlertInput.of("d1", new DealCauses(List.of(), List.of("segment=b"), Resolution.LATE_EVENT)));
        assertThat(look(resliced).messages())
                .containsExactly(new AlertMessage(ID, OPEN.takenBack(NOW, Resolution.RULES_CHANGED), 2));
    }

    @Test
    void anErasedDealsAlertsAreDeletedAndThoseThatWereToldAreTakenOutOfTheTopic() {
        Alert untold =
                new Alert(AlertKind.PUSHED, SINCE, RAISED, ENDED, Resolution.WON, "sales", "lead", "ann", null, "");
        DealAlerts known = look(TOLD_OPEN, OPEN, untold).deal();
        Look look = look(known.with(AlertInput.erasure("d1")));
        assertThat(look.rows()).containsExactlyInAnyOrder(gone(OPEN), gone(untold));
        assertThat(look.messages()).containsExactly(AlertMessage.erased(ID));
        assertThat(look(look.deal().with(stale(WON))).rows())
                .as("a former attempt has written it")
                .containsExactly(gone(WON));
        DealAlerts later =
                look.deal().with(AlertInput.of("d1", new DealCauses(List.of(cause()), SLICES, Resolution.LATE_EVENT)));
        assertThat(later).isEqualTo(look.deal());
        assertSilent(look(later, OPEN));
        Look told = look(later.with(AlertInput.published(new AlertMessage(ID, OPEN, 1))));
        assertThat(told.messages())
                .as("a former run's message is still there")
                .containsExactly(AlertMessage.erased(ID));
        assertThat(told.rows()).as("and a row under either state may be").containsExactly(gone(OPEN), gone(WON));
    }

    private static Look look(DealAlerts before, Alert... found) {
        return before.look("d1", new Examination(List.of(found), null), NOW);
    }

    private static AlertInput stale(Alert alert) {
        return AlertInput.stale(AlertRows.key("d1", alert));
    }

    private static TableRow row(Alert alert) {
        return AlertRows.of("d1", alert, SLICES);
    }

    private static TableRow gone(Alert alert) {
        return TableRow.deleted(AlertRows.key("d1", alert));
    }

    private static void assertSilent(Look look) {
        assertThat(look.rows()).isEmpty();
        assertThat(look.messages()).isEmpty();
    }

    private static Cause cause() {
        return new Cause(
                AlertKind.IDLE, SINCE, new Cause.At(RAISED), null, null, "sales", "lead", "ann", 100_00L, "EUR");
    }

    private static Alert alert(@Nullable Instant resolvedAt, @Nullable Resolution resolution, String ownerId) {
        return new Alert(
                AlertKind.IDLE, SINCE, RAISED, resolvedAt, resolution, "sales", "lead", ownerId, 100_00L, "EUR");
    }
}
