package io.dealpulse.api.deal;

import io.dealpulse.api.slice.DayRange;
import java.time.LocalDate;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The days on which the rows of a page lie, where a list is sorted by time: so nothing but these has to be read.
 *
 * @param before rows of the page's first day, in the list's order, that are on earlier pages
 */
record DaysOfPage(LocalDate first, LocalDate last, long before) {

    /** So many days of a range hold the first page of most lists. */
    private static final int BEGIN_DAYS = 30;

    /** The days with which a list of a range begins. */
    static DaysOfPage begin(DayRange range, boolean newestFirst) {
        if (range.days() <= BEGIN_DAYS) {
            return new DaysOfPage(range.from(), range.to(), 0);
        }
        return newestFirst
                ? new DaysOfPage(range.to().minusDays(BEGIN_DAYS - 1), range.to(), 0)
                : new DaysOfPage(range.from(), range.from().plusDays(BEGIN_DAYS - 1), 0);
    }

    /**
     * Finds them; none if the list ends before the page.
     *
     * @param counts rows by day, in ascending order
     * @param newestFirst whether the list begins with the last day
     */
    static Optional<DaysOfPage> find(NavigableMap<LocalDate, Long> counts, Page page, boolean newestFirst) {
        LocalDate begin = null;
        LocalDate end = null;
        long passed = 0;
        long before = 0;
        for (Map.Entry<LocalDate, Long> day : (newestFirst ? counts.descendingMap() : counts).entrySet()) {
            if (begin == null && passed + day.getValue() > page.offset()) {
                begin = day.getKey();
                before = page.offset() - passed;
            }
            passed += day.getValue();
            end = day.getKey();
            if (passed >= page.offset() + page.size()) {
                break;
            }
        }
        if (begin == null || end == null) {
            return Optional.empty();
        }
        return Optional.of(newestFirst ? new DaysOfPage(end, begin, before) : new DaysOfPage(begin, end, before));
    }
}
