package io.dealpulse.api.deal;

import io.dealpulse.api.http.Json;
import io.dealpulse.api.slice.DayRange;
import io.dealpulse.api.slice.Reference;
import io.dealpulse.api.slice.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query for the deals behind a figure: constant text with a question mark for each of its parameters. Its page is sorted by
 * its columns, by amount and currency, and by times of the deal. There is no query around it where there need not be one: that
 * takes ClickHouse a tenth more time.
 *
 * @param columns deal_id; last_stage_id, of one that may be deleted, else empty; counted_at, when the deal came to count;
 *     stage_seconds, how long it had been in the stage that it left; change, of the open pipeline in the base currency
 * @param rows from FROM to a condition
 * @param timesFrom what tells created_at, stage_entered_at and closed_at of its deals; null: its rows have these columns themselves
 * @param count how many rows it has by its figure; null: the figure does not tell
 */
record DealList(
        String columns,
        String rows,
        List<Object> parameters,
        @Nullable String timesFrom,
        @Nullable FigureCount count) {

    /**
     * An amount in the base currency at the rates of today, so that one currency compares with another; null if no rate converts it.
     * Its parameter is {@link #factors}.
     */
    static final String WORTH = worth("");

    private static final String NO_SECONDS = "CAST(NULL AS Nullable(Int64))";

    private static final String COLUMNS = "deal_id, last_stage_id, counted_at, stage_seconds, change";

    private static final String OF_MILESTONES =
            "deal_id, '' AS last_stage_id, %s AS counted_at, %s AS stage_seconds, CAST(NULL AS Nullable(Float64)) AS change";

    private static final String MILESTONES = """
            FROM v_deal_milestones
            WHERE %s
            """;

    private static final String OF_STEPS = """
            deal_id, stage_id AS last_stage_id, at AS counted_at, CAST(NULL AS Nullable(Int64)) AS stage_seconds, %s AS change,
            abs(change) AS amount, ? AS currency""";

    /** A row for each step. */
    private static final String STEPS = """
            FROM v_deal_flows AS flow
            WHERE %s
            """;

    /** A row for each step that went out of one stage or currency and came into another: sorted by the larger of the two. */
    private static final String PAIRED_STEPS = """
            FROM
            (
                SELECT deal_id, argMax(flow.stage_id, (flow.deals, flow.step)) AS last_stage_id, flow.at AS counted_at,
                       CAST(NULL AS Nullable(Int64)) AS stage_seconds, sum(converted) AS change,
                       greatest(sumIf(converted, converted > 0), -sumIf(converted, converted < 0)) AS amount, ? AS currency
                FROM
                (
                    SELECT deal_id, step, stage_id, at, deals, %s AS converted
                    FROM v_deal_flows
                    WHERE %s
                ) AS flow
                GROUP BY deal_id, flow.at
            )
            """;

    /** A deal with several alerts once: amount and currency are the same in all that are open. */
    private static final String ALERTS = """
            FROM
            (
                SELECT deal_id, '' AS last_stage_id, CAST(NULL AS Nullable(DateTime64(3, 'UTC'))) AS counted_at,
                       CAST(NULL AS Nullable(Int64)) AS stage_seconds, CAST(NULL AS Nullable(Float64)) AS change, amount, currency
                FROM v_deal_alerts_stored
                WHERE state = 'open' AND %s
                LIMIT 1 BY deal_id
            )
            """;

    private static final String WITH_TIMES = """
            FROM
            (
                SELECT found.*, if(deal.deal_id = '', NULL, deal.created_at) AS created_at,
                       if(deal.deal_id = '', NULL, deal.stage_entered_at) AS stage_entered_at, deal.closed_at AS closed_at
                FROM
                (
                    SELECT %s
                    %s
                ) AS found
                LEFT JOIN %s AS deal ON deal.deal_id = found.deal_id
            )
            """;

    private static final String ALL_DEALS = "v_deals";

    /** Fewer rows, and narrower ones, than all deals. */
    private static final String OPEN_DEALS = """
            (
                SELECT deal_id, created_at, stage_entered_at, closed_at
                FROM v_deal_milestones
                WHERE milestone = 'open'
            )""";

    /** What each row tells, besides the deal: constant SQL. */
    enum Telling {
        /** When the milestone was. */
        WHEN("at", NO_SECONDS),
        /** When it left a stage, and how long it had been there. */
        WHEN_AND_HOW_LONG("at", "seconds"),
        /** When it came into the stage that it was in. */
        SINCE_WHEN("entered_at", NO_SECONDS);

        private final String at;
        private final String seconds;

        Telling(String at, String seconds) {
            this.at = at;
            this.seconds = seconds;
        }
    }

    /** By a condition on rows of v_deal_milestones. */
    static DealList ofMilestones(Slice slice, DealSelection milestones, Telling telling) {
        DealSelection all = DealSelection.ofPipeline(slice).and(milestones).and(DealSelection.ofMilestones(slice));
        return new DealList(
                OF_MILESTONES.formatted(telling.at, telling.seconds),
                MILESTONES.formatted(all.sql()),
                all.parameters(),
                null,
                null);
    }

    /** By a condition on open alerts in v_deal_alerts_stored. */
    static DealList ofAlerts(Slice slice, DealSelection alerts) {
        DealSelection all = DealSelection.ofPipeline(slice).and(alerts).and(DealSelection.ofAlerts(slice));
        // A deal with an open alert is open, if maybe in another pipeline by now.
        return new DealList(COLUMNS, ALERTS.formatted(all.sql()), all.parameters(), OPEN_DEALS, null);
    }

    /** By a condition on rows of v_deal_flows, each a step by itself. */
    static DealList ofSteps(Slice slice, DealSelection flows, Reference reference) {
        DealSelection all = ofFlows(slice, flows);
        List<Object> parameters =
                new ArrayList<>(List.of(factors(reference), reference.money().currency()));
        parameters.addAll(all.parameters());
        return new DealList(
                OF_STEPS.formatted(worth("flow.")), STEPS.formatted(all.sql()), parameters, ALL_DEALS, null);
    }

    /** By a condition on rows of v_deal_flows, of which two may be a step together. */
    static DealList ofPairedSteps(Slice slice, DealSelection flows, Reference reference) {
        DealSelection all = ofFlows(slice, flows);
        List<Object> parameters = new ArrayList<>(List.of(reference.money().currency(), factors(reference)));
        parameters.addAll(all.parameters());
        return new DealList(COLUMNS, PAIRED_STEPS.formatted(WORTH, all.sql()), parameters, ALL_DEALS, null);
    }

    private static DealSelection ofFlows(Slice slice, DealSelection flows) {
        return DealSelection.ofPipeline(slice)
                .and(flows)
                .and(new DealSelection("dimension IN ('', ?)", slice.isAll() ? "" : slice.dimension()))
                .and(DealSelection.ofDimension(slice));
    }

    private static String worth(String table) {
        return "%1$samount * nullIf(JSONExtract(?, 'Map(String, Float64)')[%1$scurrency], 0)".formatted(table);
    }

    /** The parameter of {@link #WORTH}. */
    static String factors(Reference reference) {
        return Json.text(reference.factors());
    }

    /** The same, with the times. */
    DealList withTimes() {
        return timesFrom == null
                ? this
                : new DealList(COLUMNS, WITH_TIMES.formatted(columns, rows, timesFrom), parameters, null, count);
    }

    /** The same list, which its figure counts. */
    DealList countedBy(FigureCount figureCount) {
        return new DealList(columns, rows, parameters, timesFrom, figureCount);
    }

    /** Of a list whose text ends with its condition on rows by day, the rows of some days. */
    DealList during(DayRange days) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(days.from());
        all.add(days.to());
        return new DealList(columns, rows + " AND day BETWEEN toDate32(?) AND toDate32(?)", all, timesFrom, count);
    }
}
