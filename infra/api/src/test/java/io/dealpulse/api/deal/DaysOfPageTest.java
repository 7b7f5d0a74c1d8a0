package io.dealpulse.api.deal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaysOfPageTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    @Test
    void aListWithoutRowsHasNoPage() {
        assertThat(DaysOfPage.find(new TreeMap<>(), new Page(1, 25), true)).isEmpty();
    }

    @ParameterizedTest(name = "newest first: {0}")
    @ValueSource(booleans = {true, false})
    void everyPageIsThatPartOfTheWholeList(boolean newestFirst) {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            NavigableMap<LocalDate, Long> counts = new TreeMap<>();
            for (int day = random.nextInt(8); day > 0; day--) {
                counts.put(FIRST.plusDays(day * 3L), 1L + random.nextInt(6));
            }
            List<LocalDate> rows = rows(newestFirst ? counts.descendingMap() : counts);
            int size = 1 + random.nextInt(7);
            for (int number = 1; number <= rows.size() / size + 2; number++) {
                Page page = new Page(number, size);
                List<LocalDate> expected =
                        rows.stream().skip(page.offset()).limit(page.size()).toList();
                Optional<DaysOfPage> days = DaysOfPage.find(counts, page, newestFirst);
                List<LocalDate> found = days.map(these -> rows.stream()
                                .filter(row -> !row.isBefore(these.first()) && !row.isAfter(these.last()))
                                .skip(these.before())
                                .limit(size)
                                .toList())
                        .orElse(List.of());
                assertThat(found).as("seed %d, page %s", seed, page).isEqualTo(expected);
                if (days.isPresent()) {
                    assertThat(List.of(days.get().first(), days.get().last()))
                            .as("seed %d, page %s: no day too many", seed, page)
                            .containsExactlyInAnyOrder(Collections.min(expected), Collections.max(expected));
                }
            }
        }
    }

    private static List<LocalDate> rows(Map<LocalDate, Long> counts) {
        return counts.entrySet().stream()
                .flatMap(day -> Collections.nCopies(day.getValue().intValue(), day.getKey()).stream())
                .toList();
    }
}
