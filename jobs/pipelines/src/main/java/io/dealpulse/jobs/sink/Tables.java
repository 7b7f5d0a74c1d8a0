package io.dealpulse.jobs.sink;

import static io.dealpulse.jobs.sink.ColumnType.DATE;
import static io.dealpulse.jobs.sink.ColumnType.DECIMAL;
import static io.dealpulse.jobs.sink.ColumnType.HISTOGRAM;
import static io.dealpulse.jobs.sink.ColumnType.INSTANT;
import static io.dealpulse.jobs.sink.ColumnType.MONEY;
import static io.dealpulse.jobs.sink.ColumnType.NUMBER;
import static io.dealpulse.jobs.sink.ColumnType.REAL;
import static io.dealpulse.jobs.sink.ColumnType.TEXT;
import static io.dealpulse.jobs.sink.ColumnType.TEXT_MAP;

import io.dealpulse.core.metric.Measure;
import io.dealpulse.core.metric.MetricFamily;
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
                    Column.of("next_stage_id", TEXT)));

    /** The deals that can not count yet. */
    public static final Table WAITING_DEALS = new Table(
            "waiting_deals",
            List.of(Column.of("deal_id", TEXT)),
            List.of(Column.of("reason", TEXT), Column.of("since", INSTANT)));

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

    private Tables() {}

    /** The table of a family's days: its key columns and the day. */
    public static Table daily(MetricFamily family) {
        List<Column> key = keyColumns(family);
        key.add(Column.of("day", DATE));
        return new Table(family.name() + "_daily", key, measureColumns(family));
    }

    /** The table of a family's rolling windows: its key columns and the window's length. */
    public static Table rolling(MetricFamily family) {
        List<Column> key = keyColumns(family);
        key.add(Column.of("window_days", NUMBER));
        List<Column> values = new ArrayList<>();
        values.add(Column.of("as_of", DATE));
        values.addAll(measureColumns(family));
        return new Table("rolling_" + family.name(), key, values);
    }

    private static List<Column> keyColumns(MetricFamily family) {
        List<Column> columns = new ArrayList<>();
        for (String name : family.keyColumns()) {
            columns.add(Column.of(name, TEXT));
        }
        return columns;
    }

    private static List<Column> measureColumns(MetricFamily family) {
        List<Column> columns = new ArrayList<>();
        for (Measure measure : family.measures()) {
            columns.add(Column.of(measure.column(), measure.unit() == Measure.Unit.CENTS ? MONEY : NUMBER));
        }
        columns.add(Column.of("histogram", HISTOGRAM));
        return columns;
    }
}
