package io.dealpulse.core.stall;

import static io.dealpulse.core.stall.StalledDeal.AMSTERDAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dealpulse.core.stall.Cause.At;
import io.dealpulse.core.stall.Cause.Due;
import io.dealpulse.core.stall.Cause.Learned;
import io.dealpulse.core.stall.LearnedThreshold.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExaminationTest {

    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");
    private static final LearnedThreshold A_MINUTE =
            new LearnedThreshold(List.of(new Step(LocalDate.parse("2024-01-01"), 60L)));

    private static Cause cause(Due due, @Nullable Instant endsAt) {
        return new Cause(
                AlertKind.STAGE_OVERDUE,
                NOON,
                due,
                endsAt,
                endsAt == null ? null : Resolution.WON,
                "sales",
                "lead",
                "ann",
                5L,
                "EUR");
    }

    private static Examination look(Instant now, Cause... causes) {
        return Examination.of(
                List.of(causes),
                (pipeline, stage) ->
                        pipeline.equals("sales") && stage.equals("lead") ? A_MINUTE : LearnedThreshold.NONE,
                AMSTERDAM,
                now);
    }

    @Test
    void aCauseIsAnAlertFromTheInstantOnAtWhichItIsDue() {
        Cause cause = cause(new At(NOON.plusSeconds(9)), null);
        assertThat(look(NOON.plusMillis(8_999), cause)).isEqualTo(new Examination(List.of(), NOON.plusSeconds(9)));
        assertThat(look(NOON.plusSeconds(9), cause))
                .isEqualTo(new Examination(
                        List.of(new Alert(
                                AlertKind.STAGE_OVERDUE,
                                NOON,
                                NOON.plusSeconds(9),
                                null,
                                null,
                                "sales",
                                "lead",
                                "ann",
                                5L,
                                "EUR")),
                        null));
    }

    @Test
    void aCauseThatEndsBeforeOrJustWhenItIsDueIsNone() {
        Due due = new At(NOON.plusSeconds(9));
        assertThat(look(NOON, cause(due, NOON.plusSeconds(9)))).isEqualTo(Examination.NOTHING);
        assertThat(look(NOON.plusSeconds(99), cause(due, NOON.plusSeconds(9)))).isEqualTo(Examination.NOTHING);
        assertThat(look(NOON.plusSeconds(9), cause(due, NOON.plusMillis(9_001))).alerts())
                .hasSize(1);
        assertThat(look(NOON, cause(new Learned(NOON), NOON.plusSeconds(60)))).isEqualTo(Examination.NOTHING);
        assertThat(look(NOON.plusSeconds(60), cause(new Learned(NOON), NOON.plusMillis(60_001)))
                        .alerts())
                .hasSize(1);
    }

    @Test
    void whatIsLearntTellsWhenItIsDue() {
        Cause cause = cause(new Learned(NOON.minusSeconds(40)), null);
        assertThat(look(NOON, cause)).isEqualTo(new Examination(List.of(), NOON.plusSeconds(20)));
        assertThat(look(NOON, cause(new Learned(NOON.minusSeconds(99)), null)).alerts())
                .extracting(Alert::raisedAt)
                .containsExactly(NOON);
    }

    @Test
    void theNextLookIsAtTheEarliestOfWhatIsYetToCome() {
        Cause[] causes = {
            cause(new At(NOON.plusSeconds(30)), null),
            cause(new At(NOON.plusSeconds(20)), NOON.plusSeconds(20)),
            cause(new Learned(NOON.minusSeconds(35)), null),
            cause(new At(NOON), NOON.plusSeconds(1)),
            cause(new At(NOON.plusSeconds(40)), null)
        };
        assertThat(look(NOON, causes).alerts()).extracting(Alert::raisedAt).containsExactly(NOON);
        assertThat(look(NOON, causes).lookAgainAt()).isEqualTo(NOON.plusSeconds(25));
        assertThat(look(NOON.plusSeconds(25), causes).lookAgainAt()).isEqualTo(NOON.plusSeconds(30));
        assertThat(look(NOON.plusSeconds(40), causes).lookAgainAt()).isNull();
    }

    @Test
    void aCauseEndsForAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Cause(AlertKind.IDLE, NOON, new At(NOON), NOON, null, "sales", "lead", "", null, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cause(
                        AlertKind.IDLE, NOON, new At(NOON), null, Resolution.WON, "sales", "lead", "", null, ""));
    }
}
