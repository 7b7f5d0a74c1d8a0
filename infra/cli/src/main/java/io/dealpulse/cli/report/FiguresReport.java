package io.dealpulse.cli.report;

import io.dealpulse.cli.report.Figures.Closings;
import io.dealpulse.cli.report.Figures.Count;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The main figures as text. */
public final class FiguresReport {

    /** What stands where there is no figure: a rate without a denominator, a mean of nothing. */
    static final String NONE = "–";

    private static final int BEST_AND_WORST = 5;

    private FiguresReport() {}

    /** The lines of all tables; tables without rows are left out. */
    public static List<String> lines(Figures figures) {
        String asOf = figures.asOf() == null ? "" : ", " + figures.asOf();
        List<String> lines = new ArrayList<>();
        add(lines, "Deals", deals(figures));
        add(lines, "Open deals by stage", stages(figures));
        add(lines, "Open pipeline in " + figures.baseCurrency() + asOf, openValue(figures));
        add(lines, "Conversion of the deals that reached a stage in the last days" + asOf, conversions(figures));
        add(lines, "Closings by month", closings("month", figures.months(), figures.baseCurrency()));
        add(lines, "Closings of the last days" + asOf, windows(figures));
        add(
                lines,
                ownersTitle(figures.owners()),
                closings("owner", bestAndWorst(figures.owners()), figures.baseCurrency()));
        add(lines, "Closings by segment", closings("segment", figures.segments(), figures.baseCurrency()));
        add(lines, "Stalled deals", alerts(figures));
        add(lines, "Dead letters", counts(figures.deadLetters()));
        add(lines, "Deals that wait", counts(figures.waitingDeals()));
        if (lines.isEmpty()) {
            lines.add("No figures yet.");
        }
        return lines;
    }

    private static void add(List<String> lines, String title, TextTable table) {
        if (table.isEmpty()) {
            return;
        }
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(title);
        table.lines().forEach(line -> lines.add("  " + line));
    }

    private static TextTable deals(Figures figures) {
        TextTable table = new TextTable().words("pipeline").numbers("open", "won", "lost", "all");
        for (Figures.PipelineDeals row : figures.pipelines()) {
            table.row(
                    row.pipeline(),
                    whole(row.open()),
                    whole(row.won()),
                    whole(row.lost()),
                    whole(row.open() + row.won() + row.lost()));
        }
        return table;
    }

    private static TextTable stages(Figures figures) {
        TextTable table = new TextTable()
                .words("pipeline")
                .words("stage")
                .numbers("deals", "never worked on", "median days in stage");
        for (Figures.StageDeals row : figures.stages()) {
            table.row(
                    row.pipeline(),
                    row.stage(),
                    whole(row.deals()),
                    whole(row.withoutActivity()),
                    days(row.medianDays()));
        }
        return table;
    }

    private static TextTable openValue(Figures figures) {
        TextTable table = new TextTable().words("pipeline").words("stage").numbers("deals", "value", "weighted");
        for (Figures.OpenValue row : figures.openValue()) {
            table.row(
                    row.pipeline(),
                    row.stage(),
                    whole(row.deals()),
                    money(row.amount(), row.unconverted()),
                    money(row.weighted()));
        }
        return table;
    }

    private static TextTable conversions(Figures figures) {
        TextTable table = new TextTable()
                .words("pipeline")
                .words("from")
                .words("to")
                .numbers("days", "entered", "converted", "lost", "rate so far", "of decided", "median days");
        for (Figures.Conversion row : figures.conversions()) {
            table.row(
                    row.pipeline(),
                    row.from(),
                    row.to(),
                    String.valueOf(row.windowDays()),
                    whole(row.entered()),
                    whole(row.converted()),
                    whole(row.lost()),
                    percent(row.rate()),
                    percent(row.rateDecided()),
                    days(row.p50Days()));
        }
        return table;
    }

    private static TextTable windows(Figures figures) {
        TextTable table =
                new TextTable().words("pipeline").numbers("days").numbers(closingHeadings(figures.baseCurrency()));
        for (Figures.WindowClosings row : figures.windows()) {
            table.row(cells(row.closings(), row.closings().group(), String.valueOf(row.windowDays())));
        }
        return table;
    }

    private static TextTable closings(String group, List<Closings> rows, String baseCurrency) {
        TextTable table = new TextTable().words(group).numbers(closingHeadings(baseCurrency));
        for (Closings row : rows) {
            table.row(cells(row, row.group().isEmpty() ? "(none)" : row.group()));
        }
        return table;
    }

    private static String[] closingHeadings(String baseCurrency) {
        return new String[] {
            "won", "lost", "win rate", "won " + baseCurrency, "average", "cycle: mean days", "p50", "p90"
        };
    }

    private static String[] cells(Closings row, String... leading) {
        List<String> cells = new ArrayList<>(List.of(leading));
        cells.add(whole(row.won()));
        cells.add(whole(row.lost()));
        cells.add(percent(row.winRate()));
        cells.add(money(row.wonAmount(), row.unconverted()));
        cells.add(row.averageSize() == null ? NONE : money(BigDecimal.valueOf(row.averageSize())));
        cells.add(days(row.cycleMeanDays()));
        cells.add(days(row.cycleP50Days()));
        cells.add(days(row.cycleP90Days()));
        return cells.toArray(String[]::new);
    }

    private static TextTable alerts(Figures figures) {
        TextTable table = new TextTable().words("alert").numbers("open", "owners", "resolved");
        for (Figures.Alerts row : figures.alerts()) {
            table.row(row.kind(), whole(row.open()), whole(row.owners()), whole(row.resolved()));
        }
        return table;
    }

    private static TextTable counts(List<Count> rows) {
        TextTable table = new TextTable().words("reason").numbers("count");
        rows.forEach(row -> table.row(row.kind(), whole(row.count())));
        return table;
    }

    private static String ownersTitle(List<Closings> owners) {
        return owners.size() > 2 * BEST_AND_WORST
                ? "Closings by owner: the %d best and the %d worst of %d win rates"
                        .formatted(BEST_AND_WORST, BEST_AND_WORST, owners.size())
                : "Closings by owner";
    }

    private static List<Closings> bestAndWorst(List<Closings> owners) {
        if (owners.size() <= 2 * BEST_AND_WORST) {
            return owners;
        }
        List<Closings> chosen = new ArrayList<>(owners.subList(0, BEST_AND_WORST));
        chosen.addAll(owners.subList(owners.size() - BEST_AND_WORST, owners.size()));
        return chosen;
    }

    private static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String money(BigDecimal value, long unconverted) {
        return money(value) + (unconverted > 0 ? " + " + unconverted + " unconverted" : "");
    }

    private static String money(BigDecimal value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String percent(@Nullable Double rate) {
        return rate == null ? NONE : String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }

    private static String days(@Nullable Double days) {
        return days == null ? NONE : String.format(Locale.ROOT, "%.1f", days);
    }
}
