package io.dealpulse.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.core.calendar.ReportingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static final ReportingCalendar AMSTERDAM = new ReportingCalendar(ZoneId.of("Europe/Amsterdam"));

    @Test
    void windowsMayEndWithTheNewestEventsDayOrLaterOrStayBehindByTheClocksLateness() {
        Instant newest = Instant.parse("2024-03-05T23:00:30Z");

        assertThat(staleClock("2024-03-06", newest)).isNull();
        assertThat(staleClock("2024-03-09", newest)).isNull();
        assertThat(staleClock("2024-03-05", newest)).isNull();
        assertThat(staleClock("2024-03-04", newest)).contains("as_of is 2024-03-04", "2024-03-05 or later");
        assertThat(staleClock("2024-03-05", newest.plusSeconds(60))).contains("2024-03-06 or later");
    }

    @Test
    void withoutEventsThereIsNoClock() {
        assertThat(Verification.staleClock(null, null, Duration.ZERO, AMSTERDAM))
                .isNull();
    }

    private static @Nullable String staleClock(String lastDay, Instant newest) {
        return Verification.staleClock(LocalDate.parse(lastDay), newest, Duration.ofMinutes(1), AMSTERDAM);
    }
}
