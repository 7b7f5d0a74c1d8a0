package io.dealpulse.cli.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeLapseTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

    private final TimeLapse lapse = new TimeLapse(FROM, START, Duration.ofSeconds(10));

    @Test
    void whatLiesBehindIsSentAtOnceAndThenADayTakesTenSeconds() {
        assertThat(lapse.due(FROM.minusMillis(1))).isEqualTo(START);
        assertThat(lapse.due(FROM)).isEqualTo(START);
        assertThat(lapse.due(Instant.parse("2026-01-01T12:00:00Z"))).isEqualTo(START.plusSeconds(5));
        assertThat(lapse.due(Instant.parse("2026-01-31T00:00:00Z"))).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void onceItHasReachedThePresentItGoesOnInRealTime() {
        // 151 days and a half lie between: they take 25 min, in which the present moves on a little.
        Instant behind = Instant.parse("2026-06-01T12:25:00Z");
        Instant ahead = Instant.parse("2026-06-01T12:26:00Z");

        assertThat(lapse.due(behind)).isAfter(behind).isBefore(ahead);
        assertThat(lapse.due(ahead)).isEqualTo(ahead);
        assertThat(lapse.due(Instant.parse("2027-01-01T00:00:00Z"))).isEqualTo(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void timeThatIsAheadAlreadyGoesOnWhenThePresentIsThere() {
        TimeLapse early = new TimeLapse(START.plusSeconds(60), START, Duration.ofSeconds(10));

        assertThat(early.due(START.plusSeconds(59))).isEqualTo(START);
        assertThat(early.due(START.plusSeconds(60))).isEqualTo(START.plusSeconds(60));
    }

    @Test
    void aDayTakesSomeTimeAndNoMoreThanADay() {
        assertThat(new TimeLapse(FROM, START, Duration.ofDays(1)).due(FROM.plusSeconds(7)))
                .isEqualTo(START.plusSeconds(7));
        for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(25)}) {
            assertThatThrownBy(() -> new TimeLapse(FROM, START, wrong))
                    .hasMessage("a day must take more than 0 s and 1 d at most, not " + wrong);
        }
    }
}
