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
import java.util.stream.LongStream;
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
     * In one reading, sums of two kinds: by stage, what was open before the range and at its end; by cause, what came or went in
     * it. Amounts by day, as each day has its rate, with what was before the range as the first: as arrays, since rows of two years'
     * days are tens of thousands.
     */
    private static final String SUMS = """
            SELECT grouping(stage_id) = 0 AS of_stage, cause, currency, sum(deals) AS deals_up_to,
                   sumIf(deals, day < toDate32(?)) AS deals_before,
                   toJSONString(sumResample(0, ?, 1)(toInt64(amount * 100), greatest(toInt32(day) - ?, 0))) AS cents_by_day
            FROM v_pipeline_flow_daily
            WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day <= toDate32(?)
            GROUP BY GROUPING SETS ((stage_id, currency), (cause, currency))
            HAVING of_stage OR max(day) >= toDate32(?)
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
        LocalDate dayBefore = range.from().minusDays(1);
        List<Sum> sums = database.list(
                "waterfall",
                SUMS,
                Sum::new,
                range.from(),
                range.days() + 1,
                dayBefore.toEpochDay(),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.to(),
                range.from());
        List<Sum> stages = sums.stream().filter(sum -> sum.ofStage).toList();
        Open openBefore = open(stages.stream().map(sum -> sum.before(money, dayBefore)));
        Open openAfter = open(stages.stream().map(sum -> sum.upTo(money, range.to())));
        return new Answer(
                request.head(slice, range),
                money.currency(),
                openBefore,
                openAfter,
                steps(flows(sums, money, range), openBefore, openAfter));
    }

    /** Of stages and currencies; each converted by itself, as in other figures, so that they agree to the cent. */
    private static Open open(Stream<Flow> flows) {
        Flow open = flows.reduce(Flow.NONE, Flow::plus);
        return new Open(open.deals(), open.amount());
    }

    /** By cause. */
    private static Map<String, Flow> flows(List<Sum> sums, BaseCurrency money, DayRange range) {
        Map<String, Flow> flows = new HashMap<>();
        sums.stream()
                .filter(sum -> !sum.ofStage)
                .forEach(sum -> flows.merge(sum.cause, sum.during(money, range), Flow::plus));
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

    /** What came in, less what went out: by stage or by cause. */
    private static final class Sum {

        final boolean ofStage;
        final String cause;
        private final String currency;
        /** Up to the end of the range. */
        private final long dealsUpTo;

        private final long dealsBefore;
        /** In the currency: before the range, then on each of its days. */
        private final long[] centsByDay;

        Sum(Row row) throws SQLException {
            this.ofStage = row.flag("of_stage");
            this.cause = row.text("cause");
            this.currency = row.text("currency");
            this.dealsUpTo = row.count("deals_up_to");
            this.dealsBefore = row.count("deals_before");
            this.centsByDay = row.json("cents_by_day", long[].class);
        }

        /** Before the range, at the rate of a day. */
        Flow before(BaseCurrency money, LocalDate day) {
            return new Flow(dealsBefore, converted(money, centsByDay[0], day));
        }

        /** Up to the end of the range, at the rate of a day. */
        Flow upTo(BaseCurrency money, LocalDate day) {
            return new Flow(
                    dealsUpTo, converted(money, LongStream.of(centsByDay).sum(), day));
        }

        /** In the range, at the rates of its days. */
        Flow during(BaseCurrency money, DayRange range) {
            long cents = 0;
            for (int day = 0; day < range.days(); day++) {
                cents += converted(money, centsByDay[day + 1], range.from().plusDays(day));
            }
            return new Flow(dealsUpTo - dealsBefore, cents);
        }

        private long converted(BaseCurrency money, long cents, LocalDate day) {
            return cents == 0 ? 0 : money.convert(cents, currency, day).orElse(0);
        }
    }

    /** @param cents in the base currency */
    private record Flow(long deals, long cents) {

        static final Flow NONE = new Flow(0, 0);

        Flow plus(Flow other) {
            return new Flow(deals + other.deals, cents + other.cents);
        }

        BigDecimal amount() {
            return Numbers.amount(cents);
        }
    }
}
