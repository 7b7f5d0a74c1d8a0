package io.dealpulse.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.events.v1.AlertState;
import io.dealpulse.events.v1.DeliveryOutcome;
import io.dealpulse.events.v1.ToldState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {

    @ParameterizedTest(name = "told {0} {1}, now {2}, meant {3}, ends wanted {4}: {5}")
    @CsvSource({
        // Nothing was told.
        ", , RAISED, true, true, TELL_RAISED",
        ", , RAISED, false, true, NOTHING",
        ", , RESOLVED, true, true, SKIP",
        ", , RESOLVED, false, true, NOTHING",
        // It was told, or may have been, as raised: an end is told whomever the alert is for by then.
        "RAISED, DELIVERED, RAISED, true, true, NOTHING",
        "RAISED, SENDING, RAISED, true, true, NOTHING",
        "RAISED, DELIVERED, RESOLVED, true, true, TELL_RESOLVED",
        "RAISED, DELIVERED, RESOLVED, false, true, TELL_RESOLVED",
        "RAISED, SENDING, RESOLVED, false, true, TELL_RESOLVED",
        "RAISED, DELIVERED, RESOLVED, true, false, SKIP",
        // It was refused.
        "RAISED, REFUSED, RAISED, true, true, NOTHING",
        "RAISED, REFUSED, RESOLVED, true, true, SKIP",
        // It was told as resolved, or could not be.
        "RESOLVED, DELIVERED, RESOLVED, true, true, NOTHING",
        "RESOLVED, SENDING, RESOLVED, true, true, NOTHING",
        "RESOLVED, REFUSED, RESOLVED, true, true, NOTHING",
        "RESOLVED, DELIVERED, RAISED, true, true, TELL_RAISED",
        "RESOLVED, REFUSED, RAISED, true, true, TELL_RAISED",
        "RESOLVED, DELIVERED, RAISED, false, true, NOTHING",
        // There was nothing to tell.
        ", SKIPPED, RESOLVED, true, true, NOTHING",
        ", SKIPPED, RAISED, true, true, TELL_RAISED",
        // A state that this version does not know.
        "RAISED, DELIVERED, UNKNOWN, true, true, NOTHING",
    })
    void leadsFromWhatIsKnownToWhereTheAlertStands(
            @Nullable ToldState told,
            @Nullable DeliveryOutcome outcome,
            AlertState state,
            boolean meant,
            boolean tellResolved,
            Step step) {
        Note note = outcome == null ? null : new Note(1, told, outcome, null, 1, List.of());

        assertThat(Step.next(note, state, meant, tellResolved)).isEqualTo(step);
    }
}
