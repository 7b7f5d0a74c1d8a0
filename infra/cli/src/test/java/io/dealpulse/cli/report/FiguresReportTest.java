package io.dealpulse.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dealpulse.cli.report.Figures.Alerts;
import io.dealpulse.cli.report.Figures.Closings;
import io.dealpulse.cli.report.Figures.Conversion;
import io.dealpulse.cli.report.Figures.Count;
import io.dealpulse.cli.report.Figures.OpenValue;
import io.dealpulse.cli.report.Figures.PipelineDeals;
import io.dealpulse.cli.report.Figures.StageDeals;
import io.dealpulse.cli.report.Figures.WindowClosings;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresReportTest {

    private static final Closings MAY =
            new Closings("2025-05", 3, 1, new BigDecimal("1234567.50"), 1, 21.04, 18.0, 40.26);
    private static final Closings NOTHING_WON = new Closings("", 0, 2, new BigDecimal("0.00"), 0, null, null, null);

    @Test
    void everyFigureHasItsTable() {
        Figures figures = new Figures(
                "EUR",
                LocalDate.of(2025, 5, 31),
                List.of(new PipelineDeals("New business", 1_200, 3, 1)),
                List.of(new StageDeals("New business", "Lead", 1_200, 7, 12.345)),
                List.of(new OpenValue(
                        "New business", "Lead", 1_200, new BigDecimal("2500.49"), new BigDecimal("250.05"), 2)),
                List.of(
                        new Conversion("New business", "Lead", "Offer", 90, 8, 4, 2, 7.25),
                        new Conversion("New business", "Lead", "Won", 90, 0, 0, 0, null)),
                List.of(MAY),
                List.of(NOTHING_WON),
                List.of(),
                List.of(new WindowClosings(30, MAY)),
                List.of(new Alerts("idle", 1_200, 3, 2), new Alerts("pushed", 0, 0, 1)),
                List.of(new Count("unknown_schema_id", 2)),
                List.of(new Count("no_stage", 1)));

        assertThat(String.join("\n", FiguresReport.lines(figures))).isEqualTo("""
                Deals
                  pipeline       open  won  lost    all
                  ────────────  ─────  ───  ────  ─────
                  New business  1,200    3     1  1,204

                Open deals by stage
                  pipeline      stage  deals  never worked on  median days in stage
                  ────────────  ─────  ─────  ───────────────  ────────────────────
                  New business  Lead   1,200                7                  12.3

                Open pipeline in EUR, 2025-05-31
                  pipeline      stage  deals                  value  weighted
                  ────────────  ─────  ─────  ─────────────────────  ────────
                  New business  Lead   1,200  2,500 + 2 unconverted       250

                Conversion of the deals that reached a stage in the last days, 2025-05-31
                  pipeline      from  to     days  entered  converted  lost  rate so far  of decided  median days
                  ────────────  ────  ─────  ────  ───────  ─────────  ────  ───────────  ──────────  ───────────
                  New business  Lead  Offer    90        8          4     2       50.0 %      66.7 %          7.3
                  New business  Lead  Won      90        0          0     0            –           –            –

                Closings by month
                  month    won  lost  win rate                    won EUR  average  cycle: mean days   p50   p90
                  ───────  ───  ────  ────────  ─────────────────────────  ───────  ────────────────  ────  ────
                  2025-05    3     1    75.0 %  1,234,568 + 1 unconverted  617,284              21.0  18.0  40.3

                Closings of the last days, 2025-05-31
                  pipeline  days  won  lost  win rate                    won EUR  average  cycle: mean days   p50   p90
                  ────────  ────  ───  ────  ────────  ─────────────────────────  ───────  ────────────────  ────  ────
                  2025-05     30    3     1    75.0 %  1,234,568 + 1 unconverted  617,284              21.0  18.0  40.3

                Closings by owner
                  owner   won  lost  win rate  won EUR  average  cycle: mean days  p50  p90
                  ──────  ───  ────  ────────  ───────  ───────  ────────────────  ───  ───
                  (none)    0     2     0.0 %        0        –                 –    –    –

                Stalled deals
                  alert    open  owners  resolved
                  ──────  ─────  ──────  ────────
                  idle    1,200       3         2
                  pushed      0       0         1

                Dead letters
                  reason             count
                  ─────────────────  ─────
                  unknown_schema_id      2

                Deals that wait
                  reason    count
                  ────────  ─────
                  no_stage      1""");
    }

    @Test
    void ofManyOwnersTheBestAndTheWorstAreShown() {
        List<Closings> owners = IntStream.rangeClosed(1, 14)
                .mapToObj(
                        number -> new Closings("rep-" + number, 20 - number, number, BigDecimal.TEN, 0, 1.0, 1.0, 1.0))
                .toList();

        List<String> lines = FiguresReport.lines(ofOwners(owners));

        assertThat(lines.get(0)).isEqualTo("Closings by owner: the 5 best and the 5 worst of 14 win rates");
        assertThat(lines.subList(3, lines.size()))
                .extracting(line -> line.strip().replaceFirst(" .*", ""))
                .containsExactly(
                        "rep-1", "rep-2", "rep-3", "rep-4", "rep-5", "rep-10", "rep-11", "rep-12", "rep-13", "rep-14");
    }

    @Test
    void withoutAnyFigureItSaysSo() {
        assertThat(FiguresReport.lines(ofOwners(List.of()))).containsExactly("No figures yet.");
    }

    private static Figures ofOwners(List<Closings> owners) {
        return new Figures(
                "EUR", null, List.of(), List.of(), List.of(), List.of(), List.of(), owners, List.of(), List.of(),
                List.of(), List.of(), List.of());
    }
}
