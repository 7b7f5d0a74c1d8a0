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
import java.util.function.Supplier;

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

    /** Days and their amounts in cents come as arrays, as there may be tens of thousands. */
    private static final String FLOWS = """
            SELECT cause, currency, sum(deals_of_day) AS deals_in, groupArray(toInt64(day)) AS days, groupArray(cents) AS cents_in
            FROM
            (
                SELECT cause, currency, day, sum(deals) AS deals_of_day, toInt64(sum(amount) * 100) AS cents
                FROM v_pipeline_flow_daily
                WHERE pipeline_id = ? AND dimension = ? AND dimension_value = ? AND day BETWEEN toDate32(?) AND toDate32(?)
                GROUP BY cause, currency, day
            )
            GROUP BY cause, currency
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
        Supplier<Map<String, OpenValue>> flows = database.ahead(() -> flows(request, slice, range));
        OpenPipeline open = OpenPipeline.on(
                database, slice, request.reference(), range.from().minusDays(1), range.to());
        Open before = Open.of(open.at(range.from().minusDays(1)));
        Open after = Open.of(open.at(range.to()));
        return new Answer(
                request.head(slice, range),
                request.reference().money().currency(),
                before,
                after,
                steps(flows.get(), before, after));
    }

    /** Each at the rate of its day. */
    private Map<String, OpenValue> flows(Request request, Slice slice, DayRange range) {
        Map<String, OpenValue> flows = new HashMap<>();
        database.list(
                "flows",
                FLOWS,
                row -> flows.merge(
                        row.text("cause"), flow(row, request.reference().money()), OpenValue::plus),
                slice.pipeline().pipelineId(),
                slice.dimension(),
                slice.value(),
                range.from(),
                range.to());
        return flows;
    }

    private static OpenValue flow(Row row, BaseCurrency money) throws SQLException {
        String currency = row.text("currency");
        long[] days = row.counts("days");
        long[] cents = row.counts("cents_in");
        long amount = 0;
        for (int i = 0; i < days.length; i++) {
            amount += money.convert(cents[i], currency, LocalDate.ofEpochDay(days[i]))
                    .orElse(0);
        }
        return new OpenValue(row.count("deals_in"), amount, 0, 0);
    }

    private static List<Step> steps(Map<String, OpenValue> flows, Open before, Open after) {
        List<Step> steps = new ArrayList<>();
        BigDecimal explained = BigDecimal.ZERO;
        for (String cause : CAUSES) {
            OpenValue flow = flows.get(cause);
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

    private record Open(long deals, BigDecimal amount) {

        static Open of(OpenValue value) {
            return new Open(value.deals(), value.amount());
        }
    }

    private record Step(String cause, long deals, BigDecimal amount) {}
}
