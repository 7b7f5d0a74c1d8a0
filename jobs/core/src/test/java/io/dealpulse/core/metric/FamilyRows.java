package io.dealpulse.core.metric;

import io.dealpulse.core.calendar.ReportingCalendar;
import io.dealpulse.core.deal.DealEventBuilder;
import io.dealpulse.core.deal.DealLog;
import io.dealpulse.core.deal.Deals;
import io.dealpulse.core.deal.PipelineLookup;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a deal contributes to one family, as tests write it down: {@code day | key columns … | sums …}. */
public final class FamilyRows {

    private final String family;
    private final MetricFamilies families;

    private FamilyRows(String family, MetricFamilies families) {
        this.family = family;
        this.families = families;
    }

    /** The rows of that family, by those dimensions, in Amsterdam. */
    public static FamilyRows of(String family, String... dimensions) {
        return new FamilyRows(
                family,
                new MetricFamilies(
                        new Dimensions(List.of(dimensions)), new ReportingCalendar(ZoneId.of("Europe/Amsterdam"))));
    }

    public MetricFamily family() {
        return families.named(family);
    }

    public List<String> rows(DealEventBuilder... events) {
        return rows(Deals.PIPELINES, events);
    }

    public List<String> rows(PipelineLookup pipelines, DealEventBuilder... events) {
        return contributions(pipelines, events).stream().map(FamilyRows::row).toList();
    }

    public List<Contribution> contributions(DealEventBuilder... events) {
        return contributions(Deals.PIPELINES, events);
    }

    public List<Contribution> contributions(PipelineLookup pipelines, DealEventBuilder... events) {
        return contributions(Deals.log(events), pipelines);
    }

    public List<Contribution> contributions(DealLog log, PipelineLookup pipelines) {
        return families.contributions(log.read("deal", pipelines).orElse(null)).toList().stream()
                .filter(contribution -> contribution.key().family().equals(family))
                .toList();
    }

    /** One contribution, its histogram aside. */
    public static String row(Contribution contribution) {
        List<String> columns = new ArrayList<>();
        columns.add(contribution.day().toString());
        columns.addAll(contribution.key().values());
        for (int i = 0; i < contribution.measures().size(); i++) {
            columns.add(Long.toString(contribution.measures().sum(i)));
        }
        return String.join(" | ", columns);
    }

    /** Those of the rows that say all these words in their columns. */
    public static List<String> saying(List<String> rows, String... words) {
        return rows.stream()
                .filter(row -> Stream.of(words).allMatch(List.of(row.split(" \\| ", -1))::contains))
                .toList();
    }
}
