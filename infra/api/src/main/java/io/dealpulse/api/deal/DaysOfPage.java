package io.dealpulse.api.deal;

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
