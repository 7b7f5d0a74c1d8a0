package io.dealpulse.core.metric.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.Activity.State;
import io.dealpulse.core.metric.Dimensions;
import io.dealpulse.core.metric.FamilyRows;
import io.dealpulse.core.metric.MetricFamilies;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rows: day, dimension, its value, type, then activities, seconds. */
class ActivityFamilyTest {

    private static final String LATE = "2024-03-01T23:30:00Z";

    private final MetricFamilies families =
            new MetricFamilies(new Dimensions(List.of("owner")), new ReportingCalendar(ZoneId.of("Europe/Amsterdam")));

    @Test
    void countsWhatWasDoneOnItsDayInTheReportingZoneForAllAndItsRep() {
        assertThat(rows(activity(State.DONE, "ann", "deal")))
                .containsExactly("2024-03-02 | all |  | demo | 1 | 90", "2024-03-02 | rep | ann | demo | 1 | 90");
    }

    @Test
    void withoutARepThereIsARowOfItsOwnSoThatRepsAddUp() {
        assertThat(rows(activity(State.DONE, "", "deal")))
                .containsExactly("2024-03-02 | all |  | demo | 1 | 90", "2024-03-02 | rep |  | demo | 1 | 90");
    }

    @Test
    void countsAnActivityOfALeadAlone() {
        assertThat(rows(activity(State.DONE, "ann", null))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DONE")
    void nothingElseCounts(State state) {
        assertThat(rows(activity(state, "ann", "deal"))).isEmpty();
    }

    @Test
    void aCorrectionMovesItToWhoDidIt() {
        assertThat(families.deltas(activity(State.DONE, "ann", "deal"), activity(State.DONE, "bob", "deal")).stream()
                        .map(FamilyRows::row))
                .containsExactlyInAnyOrder(
                        "2024-03-02 | rep | ann | demo | -1 | -90", "2024-03-02 | rep | bob | demo | 1 | 90");
    }

    private List<String> rows(Activity activity) {
        return families.contributions(activity).toList().stream()
                .map(FamilyRows::row)
                .toList();
    }

    private static Activity activity(State state, String rep, @Nullable String deal) {
        return new Activity("a", deal, "lead", rep, Activity.Type.DEMO, state, Instant.parse(LATE), null, 90);
    }
}
