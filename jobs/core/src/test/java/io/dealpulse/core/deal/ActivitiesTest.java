package io.dealpulse.core.deal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.deal.Activity.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActivitiesTest {

    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void laterRecordedReplaces() {
        Activity done = call(State.DONE, NOON, null);
        Activity cancelled = call(State.CANCELLED, NOON, NOON);
        assertThat(Activities.none().with(done).with(cancelled).done()).isZero();
        assertThat(Activities.none().with(cancelled).with(done).done()).isZero();
    }

    @Test
    void recordedAtOnceDoneStandsOverCancelledOverPlannedThenTheLater() {
        Activity planned = call(State.PLANNED, NOON.plusSeconds(9), null);
        Activity cancelled = call(State.CANCELLED, NOON.plusSeconds(5), null);
        Activity done = call(State.DONE, NOON, null);
        Activity doneLater = call(State.DONE, NOON.plusSeconds(1), null);
        assertThat(Activities.none().with(planned).with(done).with(doneLater).with(cancelled))
                .isEqualTo(Activities.none().with(doneLater).with(cancelled).with(done));
        assertThat(Activities.none().with(done).with(doneLater).lastDoneAt()).hasValue(NOON.plusSeconds(1));
    }

    @Test
    void countsDoneOnesUpToAnInstant() {
        Activities activities = Activities.none().with(call(State.DONE, NOON, null));
        assertThat(activities.doneUpTo(NOON)).isEqualTo(1);
        assertThat(activities.doneUpTo(NOON.minusMillis(1))).isZero();
    }

    private static Activity call(State state, Instant at, @Nullable Instant recordedAt) {
        return new Activity("a", "deal", null, "ann", Activity.Type.CALL, state, at, recordedAt, 60);
    }
}
