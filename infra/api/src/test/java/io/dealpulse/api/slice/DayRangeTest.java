package io.dealpulse.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dealpulse.api.http.Parameters;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayRangeTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 18);

    @ParameterizedTest
    @CsvSource({
        ", , 2025-12-19, 2026-03-18",
        ", 2026-01-31, 2025-11-03, 2026-01-31",
        "2026-03-01, , 2026-03-01, 2026-03-18",
        "2026-03-01, 2027-01-01, 2026-03-01, 2026-03-18",
        "2026-03-18, 2026-03-18, 2026-03-18, 2026-03-18"
    })
    void endsTodayAtTheLatest(@Nullable String from, @Nullable String to, LocalDate first, LocalDate last) {
        assertThat(read(from, to)).isEqualTo(new DayRange(first, last));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-19, ", "2026-02-02, 2026-02-01", "2023-03-01, 2026-03-18"})
    void isNeitherEmptyNorTooLong(String from, @Nullable String to) {
        assertThatThrownBy(() -> read(from, to)).hasMessageContaining("Parameter from can't be '" + from + "'");
    }

    @Test
    void hasFirstAndLastDays() {
        DayRange week = read("2026-03-12", "2026-03-18");
        assertThat(week.first(2)).isEqualTo(new DayRange(LocalDate.of(2026, 3, 12), LocalDate.of(2026, 3, 13)));
        assertThat(week.last(2)).isEqualTo(new DayRange(LocalDate.of(2026, 3, 17), LocalDate.of(2026, 3, 18)));
        assertThat(week.first(7)).isEqualTo(week).isEqualTo(week.last(8));
    }

    @Test
    void isPrecededByAsManyDays() {
        assertThat(read("2026-03-12", "2026-03-18").previous())
                .isEqualTo(new DayRange(LocalDate.of(2026, 3, 5), LocalDate.of(2026, 3, 11)));
    }

    @Test
    void beginsAndEndsWithItsDaysInTheZone() {
        ZoneId paris = ZoneId.of("Europe/Paris");
        DayRange range = new DayRange(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 3, 29));
        assertThat(range.start(paris)).isEqualTo(Instant.parse("2026-03-28T23:00:00Z"));
        assertThat(range.end(paris)).as("a day of 23 hours").isEqualTo(Instant.parse("2026-03-29T22:00:00Z"));
    }

    @Test
    void aLongOneIsShownByTheWeek() {
        assertThat(new DayRange(TODAY.minusDays(369), TODAY).points()).hasSize(370);
        List<LocalDate> weeks = new DayRange(TODAY.minusDays(370), TODAY).points();
        assertThat(weeks).hasSize(54).endsWith(LocalDate.of(2026, 3, 15), TODAY);
    }

    private static DayRange read(@Nullable String from, @Nullable String to) {
        Map<String, String> given = new HashMap<>();
        if (from != null) {
            given.put("from", from);
        }
        if (to != null) {
            given.put("to", to);
        }
        return DayRange.read(Parameters.read(null, given, List.of()), TODAY);
    }
}
