package io.dealpulse.core.metric;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealHistory;
import io.dealpulse.core.deal.DealReading;
import io.dealpulse.core.metric.closing.ClosingFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The metric families there are, and all that a deal contributes to them. */
public final class MetricFamilies {

    private final List<MetricFamily> families;

    /** The families under a company's settings. */
    public MetricFamilies(Dimensions dimensions, ReportingCalendar calendar) {
        this.families = List.of(new ClosingFamily(dimensions, calendar));
    }

    /** Every family. */
    public List<MetricFamily> all() {
        return families;
    }

    /**
     * The family of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public MetricFamily named(String name) {
        return families.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no metric family '" + name + "'"));
    }

    /** All that a deal contributes: nothing if there is no reading of it, or it waits, or is deleted. */
    public ContributionSet contributions(@Nullable DealReading reading) {
        ContributionSet contributions = new ContributionSet();
        if (reading instanceof DealHistory history && !history.deleted()) {
            families.forEach(family -> family.contribute(history, contributions));
        }
        return contributions;
    }
}
