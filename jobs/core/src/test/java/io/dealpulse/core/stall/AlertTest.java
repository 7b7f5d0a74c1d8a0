package io.dealpulse.core.stall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertTest {

    private static final Instant SINCE = Instant.parse("2024-03-01T09:00:00.120Z");

    private static final Alert OPEN =
            new Alert(AlertKind.CLOSE_DATE_PASSED, SINCE, SINCE, null, null, "sales", "lead", "ann", 100L, "EUR");

    @Test
    void itsIdNamesTheDealTheKindAndTheStart() {
        assertThat(OPEN.id("d-1")).isEqualTo("d-1/close_date_passed/2024-03-01T09:00:00.120Z");
    }

    @ParameterizedTest(name = "deal {0}")
    @ValueSource(strings = {"d-1", "a/b", "/", "//", "/a", "a/", "a/idle/2024-03-01T09:00:00Z", " ", "ö/😀"})
    void itsIdTellsTheDeal(String dealId) {
        for (AlertKind kind : AlertKind.values()) {
            Alert alert = new Alert(kind, SINCE, SINCE, null, null, "sales", "lead", "", null, "");
            assertThat(Alert.dealOf(alert.id(dealId))).isEqualTo(dealId);
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "d-1", "d-1/idle", "/idle/2024-03-01T09:00:00Z", "//"})
    void whatNamesNoDealIsNoId(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> Alert.dealOf(id)).withMessageContaining(id);
    }

    @Test
    void isOpenUntilItIsTakenBack() {
        Alert takenBack = OPEN.takenBack(SINCE.plusSeconds(9), Resolution.LATE_EVENT);
        assertThat(OPEN.isOpen()).isTrue();
        assertThat(takenBack)
                .isEqualTo(new Alert(
                        AlertKind.CLOSE_DATE_PASSED,
                        SINCE,
                        SINCE,
                        SINCE.plusSeconds(9),
                        Resolution.LATE_EVENT,
                        "sales",
                        "lead",
                        "ann",
                        100L,
                        "EUR"));
        assertThat(takenBack.isOpen()).isFalse();
    }

    @Test
    void onlyNewKnowledgeTakesBack() {
        assertThat(Arrays.stream(Resolution.values()).filter(Resolution::takesBack))
                .containsExactly(Resolution.LATE_EVENT, Resolution.RULES_CHANGED);
    }
}
