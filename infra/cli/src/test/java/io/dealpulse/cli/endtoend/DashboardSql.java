package io.dealpulse.cli.endtoend;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard must show, computed from single deals and their visits by plain SQL, without any table of figures.
 *
 * @param segment that the deals must have; null for all deals
 * @param from first day
 * @param to last day
 */
record DashboardSql(
        Deployment deployment, String pipeline, @Nullable String segment, LocalDate from, LocalDate to) {

    /** What an amount is worth in the base currency by the latest rate on or before a day. */
    private static final String WORTH = "toFloat64(amount) / if(currency = 'EUR', 1., toFloat64(fx.rate))";

    private static final String RATES =
            " ASOF LEFT JOIN (SELECT quote, date, rate FROM v_fx_rates WHERE base = 'EUR') AS fx"
                    + " ON fx.quote = deal.currency AND fx.date <= deal.day";

    DashboardSql in(String ofSegment) {
        return new DashboardSql(deployment, pipeline, ofSegment, from, to);
    }

    DashboardSql days(LocalDate first, LocalDate last) {
        return new DashboardSql(deployment, pipeline, segment, first, last);
    }

    /** Condition of the deals that are looked at, with an alias before their columns. */
    private String mine(String alias) {
        return "%1$spipeline_id = '%2$s'%3$s"
                .formatted(
                        alias,
                        pipeline,
                        segment == null ? "" : " AND " + alias + "attributes['segment'] = '" + segment + "'");
    }

    private String inRange(String column) {
        return "toDate(%s) BETWEEN '%s' AND '%s'".formatted(column, from, to);
    }

    /** Name and value of each tile. */
    Map<String, @Nullable Double> tiles() {
        List<String> open = deployment
                .rows("SELECT count(), sum(if(amount IS NULL, 0, " + WORTH + ")), sum(if(amount IS NULL, 0, " + WORTH
                        + " * probability)) FROM (SELECT *, toDate32('" + to + "') AS day FROM v_deals WHERE "
                        + mine("") + " AND status = 'open') AS deal" + RATES)
                .get(0);
        List<String> closed = deployment
                .rows("SELECT countIf(status = 'won'), countIf(status = 'lost'),"
                        + " sumIf(" + WORTH + ", status = 'won' AND amount IS NOT NULL),"
                        + " sumIf(" + WORTH + ", status = 'lost' AND amount IS NOT NULL),"
                        + " sumIf(intDiv(dateDiff('millisecond', created_at, closed_at), 1000), status = 'won') / 86400"
                        + " FROM (SELECT *, toDate32(closed_at) AS day FROM v_deals WHERE " + mine("")
                        + " AND status != 'open' AND " + inRange("closed_at") + ") AS deal" + RATES)
                .get(0);
        double won = Double.parseDouble(closed.get(0));
        double lost = Double.parseDouble(closed.get(1));
        double wonAmount = Double.parseDouble(closed.get(2));
        double cycleDays = Double.parseDouble(closed.get(4));
        Map<String, @Nullable Double> tiles = new LinkedHashMap<>();
        tiles.put("open_value", Double.valueOf(open.get(1)));
        tiles.put("weighted_value", Double.valueOf(open.get(2)));
        tiles.put("win_rate", won + lost == 0 ? null : won / (won + lost));
        tiles.put("win_rate_value", wonAmount / (wonAmount + Double.parseDouble(closed.get(3))));
        tiles.put("average_deal_size", won == 0 ? null : wonAmount / won);
        List<Double> cycles = cycles();
        tiles.put("cycle_p50_days", percentile(cycles, 50));
        tiles.put("cycle_p90_days", percentile(cycles, 90));
        tiles.put(
                "velocity",
                won == 0
                        ? null
                        : Double.parseDouble(open.get(0))
                                * (won / (won + lost))
                                * (wonAmount / won)
                                / (cycleDays / won));
        return tiles;
    }

    /** Cycles of the deals won in the range, in days, in order. */
    List<Double> cycles() {
        return deployment
                .column("SELECT dateDiff('second', created_at, closed_at) / 86400 AS days FROM v_deals WHERE "
                        + mine("") + " AND status = 'won' AND " + inRange("closed_at") + " ORDER BY days")
                .stream()
                .map(Double::valueOf)
                .toList();
    }

    /** Nearest rank; null of nothing. */
    static @Nullable Double percentile(List<Double> sorted, int percent) {
        return sorted.isEmpty() ? null : sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }

    /** Of each open stage: entered, converted to the next one, lost, still open; at last the deals won. */
    Map<String, List<Double>> funnel() {
        Map<String, List<Double>> steps = table("""
                WITH (SELECT groupArray(tuple(position, stage_id)) FROM (SELECT position, stage_id FROM v_pipelines
                      WHERE pipeline_id = '%1$s' AND kind = 'open' ORDER BY position)) AS stages
                SELECT stages[nth].2, count(), countIf(next_at IS NOT NULL), countIf(next_at IS NULL AND status = 'lost'),
                       countIf(next_at IS NULL AND status != 'lost')
                FROM
                (
                    SELECT status, nth, stages, reached[nth] AS reached_at,
                        if(nth = length(stages), won_at, reached[nth + 1]) AS next_at
                    FROM
                    (
                        SELECT deal.status AS status, stages, if(status = 'won', any(deal.closed_at), NULL) AS won_at,
                            arraySort(groupArrayIf((visit.entered_at, stage.position), stage.kind = 'open')) AS visits,
                            arrayMap(wanted -> if(arrayExists(v -> v.2 >= wanted.1, visits),
                                toNullable(arrayFilter(v -> v.2 >= wanted.1, visits)[1].1), won_at), stages) AS reached
                        FROM v_deals AS deal
                        INNER JOIN v_stage_visits AS visit ON visit.deal_id = deal.deal_id
                        INNER JOIN v_pipelines AS stage
                            ON stage.pipeline_id = visit.pipeline_id AND stage.stage_id = visit.stage_id
                        WHERE %2$s AND visit.pipeline_id = deal.pipeline_id
                        GROUP BY deal.deal_id, deal.status
                    )
                    ARRAY JOIN arrayEnumerate(stages) AS nth
                )
                WHERE reached_at IS NOT NULL AND %3$s
                GROUP BY nth, stages ORDER BY nth
                """.formatted(pipeline, mine("deal."), inRange("reached_at")));
        steps.put("won", List.of((double) deployment.count(
                "SELECT count() FROM v_deals WHERE " + mine("") + " AND status = 'won' AND " + inRange("closed_at"))));
        return steps;
    }

    /** Of each open stage: deals and value now. */
    Map<String, List<Double>> openPipeline() {
        return table(
                "SELECT stage_id, count(), sum(if(amount IS NULL, 0, " + WORTH + ")) FROM (SELECT *, toDate32('" + to
                        + "') AS day FROM v_deals WHERE " + mine("") + " AND status = 'open') AS deal" + RATES
                        + " GROUP BY stage_id");
    }

    /** Of each open stage: visits that ended in the range, and the median of their days. */
    Map<String, List<Double>> stageTime() {
        return table("""
                SELECT stage_id, count(), quantileExactLow(seconds) / 86400
                FROM v_stage_visits AS visit INNER JOIN v_deals AS deal ON deal.deal_id = visit.deal_id
                INNER JOIN v_pipelines AS stage ON stage.pipeline_id = visit.pipeline_id AND stage.stage_id = visit.stage_id
                WHERE %s AND visit.pipeline_id = deal.pipeline_id AND stage.kind = 'open' AND movement NOT IN ('current', 'moved')
                AND %s GROUP BY visit.stage_id AS stage_id
                """.formatted(mine("deal."), inRange("exited_at")));
    }

    /**
     * Of closings, by which deals go out of the open pipeline: how many did in the range, below zero. (Of what comes in, visits
     * don't tell those that were deleted since.)
     */
    Map<String, List<Double>> closingFlows() {
        return table("""
                SELECT movement, -toInt64(count())
                FROM v_stage_visits AS visit
                INNER JOIN v_pipelines AS stage ON stage.pipeline_id = visit.pipeline_id AND stage.stage_id = visit.stage_id
                WHERE movement IN ('won', 'lost') AND visit.pipeline_id = '%s' AND stage.kind = 'open' AND %s
                GROUP BY movement
                """.formatted(pipeline, inRange("exited_at")));
    }

    /** Of each owner: won, lost. */
    Map<String, List<Double>> winRateByOwner() {
        return table("SELECT owner_id, countIf(status = 'won'), countIf(status = 'lost') FROM v_deals WHERE " + mine("")
                + " AND status != 'open' AND " + inRange("closed_at") + " GROUP BY owner_id");
    }

    /** Of each day: the share of won deals in those closed in the 30 days that end with it; none where nothing was closed. */
    Map<String, List<Double>> winRates() {
        return table("SELECT day, countIf(status = 'won') / count() FROM (SELECT arrayJoin(arrayMap(n -> toDate('"
                + from
                + "') + n, range(toUInt64(dateDiff('day', toDate('" + from + "'), toDate('" + to + "')) + 1)))) AS day)"
                + " AS days CROSS JOIN (SELECT status, toDate(closed_at) AS closed_on FROM v_deals WHERE " + mine("")
                + " AND status != 'open') AS deal WHERE closed_on > day - 30 AND closed_on <= day GROUP BY day");
    }

    /** Of each kind: open alerts. */
    Map<String, List<Double>> alerts() {
        return table(
                "SELECT kind, count() FROM v_deal_alerts WHERE state = 'open' AND deal_id IN (SELECT deal_id FROM v_deals"
                        + " WHERE " + mine("") + ") GROUP BY kind");
    }

    /** Ids of deals, in order. */
    List<String> deals(String condition) {
        return deployment.column(
                "SELECT deal_id FROM v_deals WHERE " + mine("") + " AND (" + condition + ") ORDER BY deal_id");
    }

    /** Ids of the deals closed in the range, in order. */
    List<String> closed(String condition) {
        return deals("status != 'open' AND " + inRange("closed_at") + " AND (" + condition + ")");
    }

    private Map<String, List<Double>> table(String query) {
        Map<String, List<Double>> table = new LinkedHashMap<>();
        for (List<String> row : deployment.rows(query)) {
            List<Double> figures = new ArrayList<>();
            row.subList(1, row.size()).forEach(cell -> figures.add(Double.valueOf(cell)));
            table.put(row.get(0), figures);
        }
        return table;
    }
}
