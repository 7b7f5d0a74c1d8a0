package io.dealpulse.cli.backtest;

import io.dealpulse.cli.report.FormattedReport;
import io.dealpulse.cli.report.TextTable;
import io.dealpulse.core.pipeline.PipelineDefinition;
import io.dealpulse.core.stall.backtest.Period;
import io.dealpulse.core.stall.backtest.RuleResult;
import io.dealpulse.core.stall.backtest.TestedRule;
import io.dealpulse.jobs.backtest.TopicBacktest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a backtest found, as text. What has no value is '–' in the table, empty in CSV and null in JSON. */
final class BacktestReport implements FormattedReport {

    private static final double SECONDS_OF_A_DAY = 86_400;
    private static final int DECIMALS = 4;
    private static final String NONE = "–";

    /** A figure of CSV and JSON. */
    private record Column(String name, BiFunction<RuleResult, Period, @Nullable Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("pipeline_id", (result, period) -> result.rule().pipelineId()),
            new Column("kind", (result, period) -> result.rule().kind().word()),
            new Column("stage_id", (result, period) -> result.rule().stageId()),
            new Column("threshold", (result, period) -> threshold(result.rule())),
            new Column("alerts", (result, period) -> result.alerts()),
            new Column("alerts_per_week", (result, period) -> rounded(result.alertsPerWeek(period.days()))),
            new Column("alerts_open", (result, period) -> result.alertsOpen()),
            new Column("median_open_days", (result, period) -> rounded(days(result.medianOpen()))),
            new Column("deals_alerted", (result, period) -> result.alerted()),
            new Column("alerted_lost", (result, period) -> result.alertedLost()),
            new Column("alerted_won", (result, period) -> result.alertedWon()),
            new Column("alerted_open", (result, period) -> result.alertedOpen()),
            new Column("alerted_gone", (result, period) -> result.alertedGone()),
            new Column("loss_rate", (result, period) -> rounded(result.lossRate())),
            new Column("base_loss_rate", (result, period) -> rounded(result.baseLossRate())),
            new Column("lift", (result, period) -> rounded(result.lift())),
            new Column("median_warning_days", (result, period) -> rounded(days(result.medianWarning()))),
            new Column("missed", (result, period) -> result.missed()),
            new Column("missed_rate", (result, period) -> rounded(result.missedRate())),
            new Column("deals", (result, period) -> result.deals()),
            new Column("lost", (result, period) -> result.lost()),
            new Column("won", (result, period) -> result.won()));

    private final TopicBacktest.Outcome outcome;
    private final Period period;
    private final ZoneId zone;

    /**
     * @param outcome with a period
     * @param zone the zone of its days
     */
    BacktestReport(TopicBacktest.Outcome outcome, ZoneId zone) {
        this.outcome = outcome;
        this.period = Objects.requireNonNull(outcome.period());
        this.zone = zone;
    }

    @Override
    public String table() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "Backtest from %s to %s (%,d days, %s): %,d deals, %,d records",
                period.since(), period.until(), period.days(), zone, outcome.deals(), outcome.records()));
        byPipeline().forEach((pipelineId, results) -> {
            lines.add("");
            PipelineDefinition pipeline = outcome.definitions().get(pipelineId);
            lines.add(pipeline == null ? pipelineId : "%s (%s)".formatted(pipeline.name(), pipelineId));
            lines.addAll(table(results).lines());
        });
        if (outcome.waiting() > 0) {
            lines.add("");
            lines.add(text("deals left out, as their stage or pipeline is not known: %,d", outcome.waiting()));
        }
        if (outcome.rejected() > 0) {
            lines.add("");
            lines.add(text("records left out, as they can't be read or make no sense: %,d", outcome.rejected()));
        }
        return String.join(LINE_END, lines) + LINE_END;
    }

    private Map<String, List<RuleResult>> byPipeline() {
        return outcome.results().stream()
                .collect(Collectors.groupingBy(
                        result -> result.rule().pipelineId(), LinkedHashMap::new, Collectors.toList()));
    }

    private TextTable table(List<RuleResult> results) {
        TextTable table = new TextTable()
                .words("rule")
                .words("stage")
                .numbers("after days", "alerts", "a week", "days open", "deals", "lost", "won", "open", "gone")
                .numbers("% lost", "base %", "lift", "days ahead", "% missed");
        for (RuleResult result : results) {
            TestedRule rule = result.rule();
            String stageId = rule.stageId();
            table.row(
                    rule.kind().word(),
                    stageId == null ? "all" : stageId,
                    Objects.requireNonNullElse(threshold(rule), NONE),
                    count(result.alerts()),
                    decimal(result.alertsPerWeek(period.days()), 1),
                    decimal(days(result.medianOpen()), 1),
                    count(result.alerted()),
                    count(result.alertedLost()),
                    count(result.alertedWon()),
                    count(result.alertedOpen()),
                    count(result.alertedGone()),
                    percent(result.lossRate()),
                    percent(result.baseLossRate()),
                    decimal(result.lift(), 2),
                    decimal(days(result.medianWarning()), 1),
                    percent(result.missedRate()));
        }
        return table;
    }

    @Override
    public String csv() {
        return FormattedReport.csv(
                COLUMNS.stream().map(Column::name).toList(),
                outcome.results().stream().map(this::figures).toList());
    }

    @Override
    public String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("since", period.since().toString());
        report.put("until", period.until().toString());
        report.put("days", period.days());
        report.put("zone", zone.getId());
        report.put("records", outcome.records());
        report.put("records_rejected", outcome.rejected());
        report.put("deals", outcome.deals());
        report.put("deals_waiting", outcome.waiting());
        report.put("rules", outcome.results().stream().map(this::figures).toList());
        return FormattedReport.json(report);
    }

    private Map<String, @Nullable Object> figures(RuleResult result) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        COLUMNS.forEach(column -> figures.put(column.name(), column.value().apply(result, period)));
        return figures;
    }

    private static @Nullable String threshold(TestedRule rule) {
        return rule.hasThreshold() ? rule.threshold().word() : null;
    }

    private static @Nullable Double days(@Nullable Duration length) {
        return length == null ? null : Double.valueOf(length.toSeconds() / SECONDS_OF_A_DAY);
    }

    private static @Nullable BigDecimal rounded(@Nullable Double value) {
        return value == null ? null : BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static String count(long count) {
        return text("%,d", count);
    }

    private static String percent(@Nullable Double rate) {
        return decimal(rate == null ? null : Double.valueOf(100 * rate), 1);
    }

    private static String decimal(@Nullable Double value, int decimals) {
        return value == null ? NONE : text("%,." + decimals + "f", value);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
