package io.dealpulse.api.figure;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dealpulse.api.Figure;
import io.dealpulse.api.clickhouse.Database;
import io.dealpulse.api.clickhouse.Row;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Head;
import io.dealpulse.api.slice.Request;
import io.dealpulse.api.slice.Slice;
import io.dealpulse.core.money.BaseCurrency;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Why the open pipeline grew or shrank: from the end of the day before the range to the end of the range. */
public final class WaterfallFigure implements Figure {

    /** In the order in which a chart shows them. */
    static final List<String> CAUSES = List.of(
            "created",
            "reopened",
            "restored",
            "moved",
            "reassigned",
            "increased",
            "decreased",
            "redenominated",
            "won",
            "lost",
            "deleted",
            "advanced",
            "regressed",
            "reweighted");

    /** Over all stages these come to nothing, as a rule. */
    private static final Set<String> WITHIN = Set.of("advanced", "regressed", "reweighted");

    /**
     * In one reading, sums of two kinds: by stage, what was open before the range and what came or went in it; by cause, what came
     * or went, with days and amounts as arrays, as there may be tens of thousands. What no rate need convert is one day.
     */
    private static final String SUMS = """
            SELECT of_stage, before, stage_id, cause, currency, sum(deals_in) AS deals, groupArray(toInt64(on_day)) AS days,
                   groupArray(cents_in) AS cents
            FROM
            (
                SELECT grouping(stage_id) = 0 AS of_stage, day < toDate32(?) AS before, stage_id, cause, currency,
                       if(before OR currency IN ('', ?), toDate32(0), day) AS on_day, sum(flow.deals) AS deals_in,
                       toInt64(sum(amount) * 100) AS cents_in
                FROM v_pipeline_flow_daily AS flow
                WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
                GROUP BY GROUPING SETS ((before, stage_id, currency), (before, cause, currency, on_day))
            )
            WHERE of_stage OR NOT before
            GROUP BY of_stage, before, stage_id, cause, currency
            """;

    private final Database database;

    public WaterfallFigure(Database database) {
        this.database = database;
    }

    @Override
    public String path() {
        return "/waterfall";
    }

    @Override
    public List<String> parameters() {
        return Request.sliceAndRange();
    }

    @Override
    public Object answer(Request request) {
        Slice slice = request.slice();
        DayRange range = request.range();
        BaseCurrency money = request.reference().money();
        List<Sum> sums = database.list(
                "waterfall",
                SUMS,
                row -> Sum.of(row, money),
                range.from(),
                money.currency(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.to());
        Open before =
                open(sums.stream().filter(Sum::before), money, range.from().minusDays(1));
        Open after = open(sums.stream(), money, range.to());
        return new Answer(
                request.head(slice, range), money.currency(), before, after, steps(flows(sums), before, after));
    }

    /** At the end of a day; converted stage by stage, as in other figures, so that they agree to the cent. */
    private static Open open(Stream<Sum> sums, BaseCurrency money, LocalDate day) {
        Map<StageCurrency, Flow> open = new HashMap<>();
        sums.filter(Sum::ofStage)
                .forEach(sum -> open.merge(
                        new StageCurrency(sum.stageId(), sum.currency()),
                        new Flow(sum.deals(), sum.cents()),
                        Flow::plus));
        long deals = open.values().stream().mapToLong(Flow::deals).sum();
        long cents = open.entrySet().stream()
                .mapToLong(each -> money.convert(
                                each.getValue().cents(), each.getKey().currency(), day)
                        .orElse(0))
                .sum();
        return new Open(deals, Numbers.amount(cents));
    }

    /** By cause. */
    private static Map<String, Flow> flows(List<Sum> sums) {
        Map<String, Flow> flows = new HashMap<>();
        sums.stream()
                .filter(sum -> !sum.ofStage())
                .forEach(sum -> flows.merge(sum.cause(), new Flow(sum.deals(), sum.cents()), Flow::plus));
        return flows;
    }

    private static List<Step> steps(Map<String, Flow> flows, Open before, Open after) {
        List<Step> steps = new ArrayList<>();
        BigDecimal explained = BigDecimal.ZERO;
        for (String cause : CAUSES) {
            Flow flow = flows.get(cause);
            if (flow != null && !(WITHIN.contains(cause) && flow.deals() == 0 && flow.cents() == 0)) {
                steps.add(new Step(cause, flow.deals(), flow.amount()));
                explained = explained.add(flow.amount());
            }
        }
        BigDecimal rates = after.amount().subtract(before.amount()).subtract(explained);
        if (rates.signum() != 0) {
            steps.add(new Step("exchange_rates", 0, rates));
        }
        return steps;
    }

    private record Answer(
            @JsonUnwrapped Head head, String currency, Open openBefore, Open openAfter, List<Step> steps) {}

    private record Open(long deals, BigDecimal amount) {}

    private record Step(String cause, long deals, BigDecimal amount) {}

    /**
     * What came in, less what went out: by stage or by cause.
     *
     * @param before whether before the range
     * @param cents by stage, in the currency; by cause, in the base currency, at the rate of each day
     */
    private record Sum(
            boolean ofStage, boolean before, String stageId, String cause, String currency, long deals, long cents) {

        static Sum of(Row row, BaseCurrency money) throws SQLException {
            boolean ofStage = row.flag("of_stage");
            String currency = row.text("currency");
            long[] days = row.counts("days");
            long[] cents = row.counts("cents");
            return new Sum(
                    ofStage,
                    row.flag("before"),
                    row.text("stage_id"),
                    row.text("cause"),
                    currency,
                    row.count("deals"),
                    IntStream.range(0, days.length)
                            .mapToLong(i -> ofStage
                                    ? cents[i]
                                    : money.convert(cents[i], currency, LocalDate.ofEpochDay(days[i]))
                                            .orElse(0))
                            .sum());
        }
    }

    private record StageCurrency(String stageId, String currency) {}

    /** @param cents in one currency */
    private record Flow(long deals, long cents) {

        Flow plus(Flow other) {
            return new Flow(deals + other.deals, cents + other.cents);
        }

        BigDecimal amount() {
            return Numbers.amount(cents);
        }
    }
}
