package io.dealpulse.jobs.sink;

import static io.dealpulse.jobs.sink.ColumnType.DATE;
import static io.dealpulse.jobs.sink.ColumnType.DECIMAL;
import static io.dealpulse.jobs.sink.ColumnType.HISTOGRAM;
import static io.dealpulse.jobs.sink.ColumnType.INSTANT;
import static io.dealpulse.jobs.sink.ColumnType.MONEY;
import static io.dealpulse.jobs.sink.ColumnType.NUMBER;
import static io.dealpulse.jobs.sink.ColumnType.REAL;
import static io.dealpulse.jobs.sink.ColumnType.TEXT;
import static io.dealpulse.jobs.sink.ColumnType.TEXT_LIST;
import static io.dealpulse.jobs.sink.ColumnType.TEXT_MAP;

import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.MetricFamily;
import io.dealpulse.core.metric.MetricTable;
import java.util.ArrayList;
import java.util.List;

/** The tables that the jobs write, as the migrations create them. */
public final class Tables {

    /** The deals as they stand, deleted and waiting ones left out. */
    public static final Table DEALS = new Table(
            "deals",
            List.of(Column.of("deal_id", TEXT)),
            List.of(
                    Column.of("pipeline_id", TEXT),
                    Column.of("stage_id", TEXT),
                    Column.of("status", TEXT),
                    Column.of("owner_id", TEXT),
                    Column.of("account_id", TEXT),
                    Column.nullable("amount", MONEY),
                    Column.of("currency", TEXT),
                    Column.nullable("probability", REAL),
                    Column.nullable("probability_override", REAL),
                    Column.of("created_at", INSTANT),
                    Column.of("stage_entered_at", INSTANT),
                    Column.nullable("closed_at", INSTANT),
                    Column.nullable("expected_close_on", DATE),
                    Column.nullable("last_activity_at", INSTANT),
                    Column.of("activities", NUMBER),
                    Column.of("lead_id", TEXT),
                    Column.of("loss_reason", TEXT),
                    Column.of("competitor", TEXT),
                    Column.of("attributes", TEXT_MAP)));

    /** The stays of deals in stages. */
    public static final Table STAGE_VISITS = new Table(
            "stage_visits",
            List.of(Column.of("deal_id", TEXT), Column.of("visit_no", NUMBER)),
            List.of(
                    Column.of("pipeline_id", TEXT),
                    Column.of("stage_id", TEXT),
                    Column.of("entered_at", INSTANT),
                    Column.nullable("exited_at", INSTANT),
                    Column.nullable("seconds", NUMBER),
                    Column.of("movement", TEXT),
                    Column.nullable("next_stage_id", TEXT)));

    /** The steps of deals that changed open value, or what it weighs. */
    public static final Table DEAL_FLOWS = new Table(
            "deal_flows",
            List.of(
                    Column.of("pipeline_id", TEXT),
                    Column.of("cause", TEXT),
                    Column.of("day", DATE),
                    Column.of("deal_id", TEXT),
                    Column.of("step", NUMBER)),
            List.of(
                    Column.of("at", INSTANT),
                    Column.of("stage_id", TEXT),
                    Column.of("currency", TEXT),
                    Column.of("deals", NUMBER),
                    Column.of("amount", MONEY),
                    Column.of("amount_at_stage_probability", MONEY),
                    Column.of("weighted_own", DECIMAL),
                    Column.of("dimension", TEXT),
                    Column.of("owner_id", TEXT),
                    Column.of("attributes", TEXT_MAP)));

    /** What deals count for, one by one. */
    public static final Table DEAL_MILESTONES = new Table(
            "deal_milestones",
            List.of(
                    Column.of("pipeline_id", TEXT),
                    Column.of("milestone", TEXT),
                    Column.of("stay_below_days", NUMBER),
                    Column.of("stage_id", TEXT),
                    Column.of("day", DATE),
                    Column.of("deal_id", TEXT),
                    Column.of("visit_no", NUMBER)),
            List.of(
                    Column.of("at", INSTANT),
                    Column.of("movement", TEXT),
                    Column.nullable("seconds", NUMBER),
                    Column.nullable("entered_at", INSTANT),
                    Column.of("went_on_to", TEXT_LIST),
                    Column.of("status", TEXT),
                    Column.nullable("amount", MONEY),
                    Column.of("currency", TEXT),
                    Column.of("created_at", INSTANT),
                    Column.of("stage_entered_at", INSTANT),
                    Column.nullable("closed_at", INSTANT),
                    Column.of("slices", TEXT_LIST)));

    /** The deals that can not count yet. */
    public static final Table WAITING_DEALS = new Table(
            "waiting_deals",
            List.of(Column.of("deal_id", TEXT)),
            List.of(Column.of("reason", TEXT), Column.of("since", INSTANT)));

    /** The tables that show deals one by one, and have the deal in their keys. */
    public static final List<Table> DEAL_BY_DEAL =
            List.of(DEALS, STAGE_VISITS, DEAL_FLOWS, DEAL_MILESTONES, WAITING_DEALS);

    private static final Column DEAL_ID = Column.of("deal_id", TEXT);

    /**
     * The alerts of stalled deals, open and resolved. One that changes its state or its pipeline is another row, and its former one is
     * deleted.
     */
    public static final Table DEAL_ALERTS = new Table(
            "deal_alerts",
            List.of(Column.of("state", TEXT), Column.of("pipeline_id", TEXT), Column.of("alert_id", TEXT)),
            List.of(
                    Column.of("deal_id", TEXT),
                    Column.of("stage_id", TEXT),
                    Column.of("owner_id", TEXT),
                    Column.of("kind", TEXT),
                    Column.of("since", INSTANT),
                    Column.of("raised_at", INSTANT),
                    Column.nullable("resolved_at", INSTANT),
                    Column.of("resolution", TEXT),
                    Column.nullable("amount", MONEY),
                    Column.of("currency", TEXT),
                    Column.of("slices", TEXT_LIST)));

    /** The stages of the pipelines as last defined. */
    public static final Table PIPELINES = new Table(
            "pipelines",
            List.of(Column.of("pipeline_id", TEXT), Column.of("stage_id", TEXT)),
            List.of(
                    Column.of("pipeline_name", TEXT),
                    Column.of("name", TEXT),
                    Column.of("position", NUMBER),
                    Column.of("kind", TEXT),
                    Column.of("probability", REAL),
                    Column.nullable("idle_after_days", NUMBER),
                    Column.nullable("stall_after_days", NUMBER)));

    /** The exchange rates as last set. */
    public static final Table FX_RATES = new Table(
            "fx_rates",
            List.of(Column.of("base", TEXT), Column.of("quote", TEXT), Column.of("date", DATE)),
            List.of(Column.of("rate", DECIMAL)));

    /** The records that could not be read or make no sense. */
    public static final Table DEAD_LETTERS = new Table(
            "dead_letters",
            List.of(Column.of("topic", TEXT), Column.of("partition", NUMBER), Column.of("offset", NUMBER)),
            List.of(
                    Column.of("kafka_timestamp", INSTANT),
                    Column.of("reason", TEXT),
                    Column.of("detail", TEXT),
                    Column.nullable("key", TEXT),
                    Column.nullable("payload", TEXT)));

    /** How far each job has got. No function of the events, so nothing to reconcile or verify; its rows are never deleted. */
    public static final Table JOB_PROGRESS = new Table(
            "job_progress",
            List.of(Column.of("job", TEXT)),
            List.of(
                    Column.nullable("clock", INSTANT),
                    Column.of("caught_up", NUMBER),
                    Column.of("written_at", INSTANT)));

    private Tables() {}

    /**
     * The deal that a row of one of the {@linkplain #DEAL_BY_DEAL tables of deals} is of.
     *
     * @throws IllegalArgumentException if it is of another table
     */
    public static String dealOf(RowKey row) {
        Table table = DEAL_BY_DEAL.stream()
                .filter(each -> each.name().equals(row.table()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Not a table of deals: " + row.table()));
        return (String) row.values().get(table.keyColumns().indexOf(DEAL_ID));
    }

    /** The tables that show a family. */
    public static List<Table> of(MetricFamily family) {
        return family.tables().stream().map(table -> of(family, table)).toList();
    }

    /** The table of a family: its key columns and what says which day or window a row is of, then its measures. */
    public static Table of(MetricFamily family, MetricTable table) {
        List<Column> key = new ArrayList<>();
        for (String name : family.keyColumns()) {
            key.add(Column.of(name, TEXT));
        }
        List<Column> values = new ArrayList<>();
        switch (table.span()) {
            case DAY -> key.add(Column.of("day", DATE));
            case WINDOW -> {
                key.add(Column.of("window_days", NUMBER));
                values.add(Column.of("as_of", DATE));
            }
            case BALANCE -> values.add(Column.of("as_of", DATE));
        }
        for (Measure measure : family.measures()) {
            values.add(Column.of(measure.column(), typeOf(measure.unit())));
        }
        if (family.hasHistogram()) {
            values.add(Column.of("histogram", HISTOGRAM));
        }
        return new Table(table.name(), key, values);
    }

    private static ColumnType typeOf(Measure.Unit unit) {
        return switch (unit) {
            case COUNT, SECONDS -> NUMBER;
            case CENTS -> MONEY;
            case EXACT_CENTS -> DECIMAL;
        };
    }
}
