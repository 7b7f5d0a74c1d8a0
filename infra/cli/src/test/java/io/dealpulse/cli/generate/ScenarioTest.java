package io.dealpulse.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {

    private static final LocalDate NEW_YEAR = LocalDate.of(2025, 1, 1);

    @Test
    void theDemoHistoryIsTheSameWheneverItIsGenerated() {
        Scenario demo = Scenario.demoHistory(1, 2_000);

        assertThat(demo.start()).isEqualTo(Instant.parse("2024-07-01T00:00:00Z"));
        assertThat(demo.end()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(demo.endless()).isFalse();
    }

    @Test
    void theTimeLapseGoesOnWhereTheDemoHistoryEnds() {
        Scenario lapse = Scenario.demoTimeLapse(1, 2_000);

        assertThat(lapse.start()).isEqualTo(Scenario.demoHistory(1, 2_000).start());
        assertThat(lapse.end()).isEqualTo(Scenario.demoHistory(1, 2_000).end());
        assertThat(lapse.endless()).isTrue();
    }

    @Test
    void theLiveDemoHasItsHistoryBeforeToday() {
        Scenario live = Scenario.demoLive(1, 2_000, NEW_YEAR);

        assertThat(live.end()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(live.endless()).isTrue();
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new Scenario(1, 0, NEW_YEAR, 1, false, Scenario.Shares.DEMO, List.of("EUR")))
                .hasMessage("'deals' must be 1 or more, but is 0");
        assertThatThrownBy(() -> new Scenario(1, 1, NEW_YEAR, 0, false, Scenario.Shares.DEMO, List.of("EUR")))
                .hasMessage("'days' must be 1 or more, but is 0");
        assertThatThrownBy(() -> new Scenario(1, 1, NEW_YEAR, 1, false, Scenario.Shares.DEMO, List.of()))
                .hasMessage("'currencies' must name at least one currency");
        assertThatThrownBy(() -> new Scenario(1, 1, NEW_YEAR, 1, false, Scenario.Shares.DEMO, List.of("XAU")))
                .hasMessageStartingWith("no rate is known for currency 'XAU'; known are EUR, AUD, ");
        assertThatThrownBy(() -> new Scenario.Shares(0, 1.01, 0, 0))
                .hasMessage("share 'late' must be from 0 to 1, but is 1.01");
        assertThatThrownBy(() -> new Scenario.Shares(Double.NaN, 0, 0, 0))
                .hasMessage("share 'duplicates' must be from 0 to 1, but is NaN");
    }
}
